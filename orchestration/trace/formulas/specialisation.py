"""How specialised a region is, over the divisions of KSIC."""

from __future__ import annotations

from orchestration.trace.cells import Range
from orchestration.trace.formulas.common import listed, operand, source_cell
from orchestration.trace.workings import Answer, Computed, NotRecomputed, Row, Workings

SPECIALISED = 1.25
"""The location quotient above which an industry counts as specialised."""


def regional_specialisation(row: Row, workings: Workings) -> Answer:
    """`regional_specialisation`: Herfindahl-Hirschman and Krugman index, with bounds."""
    cells = workings.cells(row["series"], row["year"])
    region, measure = row["region_code"], row["measure"]
    total = cells.said(region, "TOTAL", measure).value
    national_total = cells.said("00", "TOTAL", measure).value
    if not total or not national_total:
        raise NotRecomputed("the total of the region or the nation is not published")
    divisions = sorted(c for c in cells.codes if len(c) == 2 and c.isdigit())
    hhi = [0.0, 0.0]
    krugman = [0.0, 0.0]
    specialised = present = unpublished = 0
    for code in divisions:
        said = cells.said(region, code, measure)
        nation = cells.said("00", code, measure)
        own, other = said.bounds, nation.bounds
        hhi[0] += (own.low / total) ** 2
        hhi[1] += (own.high / total) ** 2
        nearest, farthest = _distance(own, total, other, national_total)
        krugman[0] += nearest
        krugman[1] += farthest
        present += said.status != "absent"
        unpublished += said.status in ("suppressed", "unknown")
        if said.value is not None and nation.value is not None:
            specialised += said.value / total > SPECIALISED * (nation.value / national_total)
    exact = {"hhi": _same(hhi), "krugman": _same(krugman)}
    base = (operand("region's total", total), operand("divisions", len(divisions)))
    note = "unpublished divisions enter with the bounds that the published cells allow"
    square, distance = "Σ (division ÷ region's total)²", "Σ |share in region - share in nation|"
    return Answer(
        [
            Computed("hhi_low", hhi[0], square, base, "low"),
            Computed("hhi_high", min(1.0, hhi[1]), square, base, "high"),
            Computed("hhi", exact["hhi"], square, base, "point"),
            Computed("krugman_low", krugman[0], distance, base, "low"),
            Computed("krugman_high", min(2.0, krugman[1]), distance, base, "high"),
            Computed("krugman", exact["krugman"], distance, base, "point"),
            Computed(
                "specialised_industries",
                specialised,
                f"divisions with a published location quotient above {SPECIALISED}",
            ),
            Computed("industries", present, "divisions that are present"),
            Computed("unpublished_industries", unpublished, "divisions that are not told"),
        ],
        cells=listed(
            source_cell(cells, r, code, measure, "operand")
            for code in ["TOTAL", *divisions]
            for r in (region, "00")
        ),
        files=cells.census.files,
        notes=(note,) if unpublished else (),
    )


def _distance(own: Range, total: int, other: Range, national_total: int) -> tuple[float, float]:
    low, high = own.low / total, own.high / total
    national_low, national_high = other.low / national_total, other.high / national_total
    nearest = max(0.0, low - national_high, national_low - high)
    return nearest, max(high - national_low, national_high - low)


def _same(bounds: list[float]) -> float | None:
    low, high = bounds
    return low if low == high else None
