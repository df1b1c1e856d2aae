"""Shares, location quotients and ranks of single industries."""

from __future__ import annotations

from orchestration.trace.cells import CellYear
from orchestration.trace.context import Computed, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import listed, operand, ratio, source_cell

_VALUE = "the published cell, or the only value that the published cells leave it"


def industry_share(row: Row, workings: TraceContext) -> RecomputedRow:
    """`industry_share`: a published cell against nation and region."""
    cells = workings.cells(row["series"], row["year"])
    region, code, measure = row["region_code"], row["ksic_code"], row["measure"]
    value, nation, own_total, nation_total = _corners(cells, region, code, measure)
    said = cells.said(region, code, measure)
    hidden = said.status in ("suppressed", "unknown")
    here, there = operand("value", value), operand("national_value", nation)
    own, all_ = operand("region's total", own_total), operand("nation's total", nation_total)
    quotient = ratio(ratio(value, own_total), ratio(nation, nation_total))
    figures = [
        Computed(
            "value",
            value,
            "the published cell, or the only value that published cells leave it",
            (here,),
            hidden=hidden,
        ),
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
        *_ranks(cells, region, code, measure),
    ]
    corners = [(region, code), ("00", code), (region, "TOTAL"), ("00", "TOTAL")]
    return RecomputedRow(
        figures,
        status=said.status,
        cells=listed(source_cell(cells, *c, measure, "operand") for c in corners),
        files=cells.census.files,
    )


def _corners(
    cells: CellYear, region: str, code: str, measure: str
) -> tuple[int | None, int | None, int | None, int | None]:
    """Industry in region, industry in nation, all in region, all in nation; None where not told."""
    places = [(region, code), ("00", code), (region, "TOTAL"), ("00", "TOTAL")]
    a, b, c, d = (cells.said(*place, measure).value for place in places)
    return a, b, c, d


def _ranks(cells: CellYear, region: str, code: str, measure: str) -> list[Computed]:
    """The rank among the regions of the level, and its bounds where some of these are not disclosed."""
    own = cells.said(region, code, measure).value
    low = high = None
    if own is not None and region != "00" and cells.is_complete_level(region):
        others = [r for r in cells.parent_of if r not in ("00", region) and len(r) == len(region)]
        ranges = [cells.disclosed(r, code, measure) for r in others]
        low = 1 + sum(r.low > own for r in ranges)
        high = 1 + sum(r.high is None or r.high > own for r in ranges)
    hidden = own is None
    certain = "1 + the number of regions of the same level that are certainly greater"
    possible = "1 + the number of regions of the same level that may be greater"
    return [
        Computed(
            "rank_in_nation",
            low if low == high else None,
            "where least and greatest rank are one",
            hidden=hidden,
        ),
        Computed("rank_low", low, certain, hidden=hidden),
        Computed("rank_high", high, possible, hidden=hidden),
    ]
