"""Values and ranks of single industries; shares and location quotients are declared in the mart's YAML."""

from __future__ import annotations

from orchestration.trace.cells import CellYear
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import listed, operand, source_cell

_VALUE = "the published cell, or the only value that the published cells leave it"


def industry_share(row: Row, context: TraceContext) -> RecomputedRow:
    """`industry_share`: the value of a published cell, and its rank."""
    cells = context.cells(row["series"], row["year"])
    region, code, measure = row["region_code"], row["ksic_code"], row["measure"]
    cell = cells.disclosed_cell(region, code, measure)
    value = RecomputedNumber(
        "value",
        cell.value,
        _VALUE,
        (operand("value", cell.value),),
        hidden=cell.status in ("suppressed", "unknown"),
    )
    corners = [(region, code), ("00", code), (region, "TOTAL"), ("00", "TOTAL")]
    return RecomputedRow(
        [value, *_ranks(cells, region, code, measure)],
        status=cell.status,
        cells=listed(source_cell(cells, *c, measure, "operand") for c in corners),
        files=cells.census.files,
    )


def _ranks(cells: CellYear, region: str, code: str, measure: str) -> list[RecomputedNumber]:
    """The rank among the regions of the level, and its bounds where some of these are not disclosed."""
    own = cells.disclosed_cell(region, code, measure).value
    low = high = None
    if own is not None and region != "00" and cells.is_complete_level(region):
        others = [r for r in cells.parent_of if r not in ("00", region) and len(r) == len(region)]
        ranges = [cells.disclosed_bounds(r, code, measure) for r in others]
        low = 1 + sum(r.low > own for r in ranges)
        high = 1 + sum(r.high is None or r.high > own for r in ranges)
    hidden = own is None
    certain = "1 + the number of regions of the same level that are certainly greater"
    possible = "1 + the number of regions of the same level that may be greater"
    return [
        RecomputedNumber("rank_low", low, certain, hidden=hidden),
        RecomputedNumber("rank_high", high, possible, hidden=hidden),
    ]
