"""Shares, location quotients and ranks of single industries."""

from __future__ import annotations

from orchestration.trace.cells import CellYear
from orchestration.trace.formulas.common import listed, operand, ratio, source_cell
from orchestration.trace.workings import Answer, Computed, Row, Workings


def industry_share(row: Row, workings: Workings) -> Answer:
    """`industry_share`: a published cell against nation and region."""
    cells = workings.cells(row["series"], row["year"])
    region, code, measure = row["region_code"], row["ksic_code"], row["measure"]
    value, nation, own_total, nation_total = _corners(cells, region, code, measure)
    said = cells.said(region, code, measure)
    hidden = said.status == "suppressed"
    here, there = operand("value", value), operand("national_value", nation)
    own, all_ = operand("region's total", own_total), operand("nation's total", nation_total)
    quotient = ratio(ratio(value, own_total), ratio(nation, nation_total))
    figures = [
        Computed("value", value, "the published cell", (here,), hidden=hidden),
        Computed("national_value", nation, "the nation's cell", (there,), hidden=nation is None),
        Computed(
            "share_of_nation",
            ratio(value, nation),
            "value ÷ national_value",
            (here, there),
            hidden=hidden,
        ),
        Computed(
            "share_of_region",
            ratio(value, own_total),
            "value ÷ region's total",
            (here, own),
            hidden=hidden,
        ),
        Computed(
            "location_quotient",
            quotient,
            "(value ÷ region's total) ÷ (national_value ÷ nation's total)",
            (here, own, there, all_),
            hidden=hidden,
        ),
        Computed(
            "rank_in_nation",
            _rank(cells, region, code, measure),
            "1 + the number of regions of the same level with a greater published value",
            hidden=hidden,
        ),
    ]
    corners = [(region, code), ("00", code), (region, "TOTAL"), ("00", "TOTAL")]
    return Answer(
        figures,
        status=said.status,
        cells=listed(source_cell(cells, *c, measure, "operand") for c in corners),
        files=cells.census.files,
    )


def regional_complement(row: Row, workings: Workings) -> Answer:
    """`regional_complement`: what the partner has beyond its size, and the base lacks."""
    cells = workings.cells(row["series"], row["year"])
    code, measure = row["industry"], row["measure"]
    base, partner = row["base_region_code"], row["partner_region_code"]
    quotients = []
    shares = []
    for region in (base, partner):
        value, nation, own_total, nation_total = _corners(cells, region, code, measure)
        shares.append(ratio(value, nation))
        quotients.append(ratio(ratio(value, own_total), ratio(nation, nation_total)))
    lacks, has = quotients
    share = shares[1]
    score = None
    if lacks is not None and has is not None and share is not None:
        score = (1 - lacks) * share * (1 - 1 / has)
    formula = "(share of industry in the region) ÷ (share of industry in the nation)"
    places = [(r, c) for r in (base, partner, "00") for c in (code, "TOTAL")]
    return Answer(
        [
            Computed("base_location_quotient", lacks, formula),
            Computed("partner_location_quotient", has, formula),
            Computed(
                "complement_score",
                score,
                "(1 - base's quotient) × partner's share of nation × (1 - 1 ÷ partner's quotient)",
                (
                    operand("base's quotient", lacks),
                    operand("partner's share of nation", share),
                    operand("partner's quotient", has),
                ),
            ),
        ],
        cells=listed(source_cell(cells, *p, measure, "operand") for p in places),
        files=cells.census.files,
    )


def _corners(
    cells: CellYear, region: str, code: str, measure: str
) -> tuple[int | None, int | None, int | None, int | None]:
    """Industry in region, industry in nation, all in region, all in nation; None where not told."""
    places = [(region, code), ("00", code), (region, "TOTAL"), ("00", "TOTAL")]
    a, b, c, d = (cells.said(*place, measure).value for place in places)
    return a, b, c, d


def _rank(cells: CellYear, region: str, code: str, measure: str) -> int | None:
    own = cells.said(region, code, measure).value
    if own is None or region == "00":
        return None
    others = [r for r in cells.parent_of if r != "00" and len(r) == len(region)]
    told = [cells.said(r, code, measure) for r in others]
    values = [s.value for s in told if s.is_listed and s.value is not None]
    return 1 + sum(v > own for v in values)
