"""Complementary regions: the score of a pair, and its bounds where a cell is not disclosed."""

from __future__ import annotations

from fractions import Fraction

from orchestration.trace.cells import CellYear
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import listed, operand, ratio, source_cell
from orchestration.trace.model import NotRecomputed

_SCORE = "(1 - base's quotient) × (partner's share of the nation - its share of all industries)"
_VALUE = f"{_SCORE} × the nation's value"
_BOUNDED = (
    "a cell that is not disclosed lies between its establishments and the published values above it"
)


def regional_complement(row: Row, context: TraceContext) -> RecomputedRow:
    """`regional_complement`: what the base lacks and the partner has in excess of its size."""
    cells = context.cells(row["series"], row["year"])
    code, measure = row["industry"], row["measure"]
    regions = base, partner, nation = row["base_region_code"], row["partner_region_code"], "00"
    cells_of = {region: cells.disclosed_cell(region, code, measure) for region in regions}
    totals = {region: _total(cells, region, measure) for region in regions}
    values = {region: _range(cells, region, code, measure, totals[region]) for region in regions}
    status = _status([cells_of[region].status for region in regions])
    hidden = status in ("suppressed", "unknown")
    bounds = [_pair(values, totals, base, partner, low=low) for low in (True, False)]
    (score_low, value_low), (score_high, value_high) = bounds
    quotients = {
        region: ratio(
            ratio(cells_of[region].value, totals[region]),
            ratio(cells_of[nation].value, totals[nation]),
        )
        for region in (base, partner)
    }
    note = f"{_SCORE}; {_BOUNDED}" if hidden else _SCORE
    figures = []
    operands = (
        operand("base's quotient", quotients[base]),
        operand("partner's quotient", quotients[partner]),
        operand(
            "partner's share of nation", ratio(cells_of[partner].value, cells_of[nation].value)
        ),
    )
    for name, low, high, formula, places in (
        ("complement_score", score_low, score_high, note, 12),
        ("complement_value", value_low, value_high, _VALUE, 6),
    ):
        figures += [
            RecomputedNumber(name, low, formula, operands, hidden=hidden, places=places),
            RecomputedNumber(f"{name}_low", low, formula, places=places),
            RecomputedNumber(f"{name}_high", high, formula, places=places),
        ]
    places_ = [(r, c) for r in regions for c in (code, "TOTAL")]
    return RecomputedRow(
        figures,
        status=status,
        cells=listed(source_cell(cells, *p, measure, "operand") for p in places_),
        files=cells.census.files,
    )


def _pair(
    values: dict[str, tuple[int, int]],
    totals: dict[str, int],
    base: str,
    partner: str,
    *,
    low: bool,
) -> tuple[float, float]:
    """Least or greatest score and value of the pair."""
    own, other, nation = values[base], values[partner], values["00"]
    size = Fraction(totals[partner], totals["00"])
    if low:
        shortfall = (
            _shortfall(own[1], totals[base], nation[0], totals["00"]) if nation[0] else Fraction(0)
        )
        excess = Fraction(other[0], nation[1]) - size
        surplus = other[0] - nation[1] * size
    else:
        shortfall = _shortfall(own[0], totals[base], nation[1], totals["00"])
        share = Fraction(other[1], nation[0]) if nation[0] else Fraction(1)
        excess = min(Fraction(1), share) - size
        surplus = other[1] - nation[0] * size
    return float(shortfall * max(Fraction(0), excess)), float(shortfall * max(Fraction(0), surplus))


def _shortfall(value: int, total: int, nation: int, national_total: int) -> Fraction:
    return max(Fraction(0), 1 - Fraction(value * national_total, total * nation))


def _total(cells: CellYear, region: str, measure: str) -> int:
    value = cells.disclosed_cell(region, "TOTAL", measure).value
    if not value:
        raise NotRecomputed("the total of a region is not published")
    return value


def _range(cells: CellYear, region: str, code: str, measure: str, total: int) -> tuple[int, int]:
    low, high = cells.disclosed_bounds(region, code, measure)
    return low, total if high is None else high


def _status(statuses: list[str]) -> str:
    for status in ("suppressed", "unknown", "derived"):
        if status in statuses:
            return status
    return "observed"
