"""Indices of specialisation of a region over the divisions of KSIC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from orchestration.trace.cells import CellYear
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import listed, operand, source_cell
from orchestration.trace.model import NotRecomputed, Operand

SPECIALISED = 1.25
"""The location quotient above which an industry counts as specialised."""
_SQUARES = "Σ (division ÷ region's total)²"
_DISTANCE = "Σ |share in region - share in nation|"


class Share(NamedTuple):
    """A share from `low` to `high`."""

    low: float
    high: float


@dataclass(frozen=True)
class _Division:
    """A division's share of the region and of the nation."""

    own: Share
    nation: Share


def regional_specialisation(row: Row, context: TraceContext) -> RecomputedRow:
    """`regional_specialisation`: Herfindahl-Hirschman and Krugman indices, with bounds."""
    cells = context.cells(row["series"], row["year"])
    region, measure = row["region_code"], row["measure"]
    total = cells.disclosed_cell(region, "TOTAL", measure).value
    national_total = cells.disclosed_cell("00", "TOTAL", measure).value
    if not total or not national_total:
        raise NotRecomputed("the total of the region or the nation is not published")
    codes = sorted(c for c in cells.codes if len(c) == 2 and c.isdigit())
    divisions = [
        _Division(
            share(cells, region, code, measure, total),
            share(cells, "00", code, measure, national_total),
        )
        for code in codes
    ]
    is_open = not cells.has_suppressed(measure)
    statuses = [cells.disclosed_cell(region, code, measure).status for code in codes]
    present = sum(status != "absent" for status in statuses)
    unpublished = sum(status in ("suppressed", "unknown") for status in statuses)
    hhi = squares([d.own for d in divisions], is_open)
    krugman = distance(divisions, is_open)
    base = (operand("region's total", total), operand("divisions", len(divisions)))
    both = (*base, operand("nation's total", national_total))
    above = Share(
        sum(d.own.low > SPECIALISED * d.nation.high for d in divisions),
        sum(d.own.high > SPECIALISED * d.nation.low for d in divisions),
    )
    note = (
        "divisions without a value are included with the bounds that the published cells allow"
        if is_open
        else "divisions without a value are included with bounds that disclose no suppressed cell: "
        "from their establishments to the lesser of the region's section and the nation's division"
    )
    return RecomputedRow(
        [
            *bounded("hhi", hhi, 1.0, _SQUARES, base),
            *bounded("krugman", krugman, 2.0, _DISTANCE, both),
            *bounded(
                "specialised_industries",
                above,
                None,
                f"divisions with a location quotient above {SPECIALISED}",
                both,
            ),
            RecomputedNumber("industries", present, "divisions whose status is not absent"),
            RecomputedNumber(
                "unpublished_industries", unpublished, "suppressed or unknown divisions"
            ),
        ],
        cells=listed(
            source_cell(cells, r, code, measure, "operand")
            for code in ["TOTAL", *codes]
            for r in (region, "00")
        ),
        files=cells.census.files,
        notes=(note,) if unpublished else (),
    )


def squares(shares: Sequence[Share], is_open: bool) -> Share:
    """Least and greatest sum of squares of `shares` that sum to one, or, unless `is_open`, to at most one.

    The least sum is reached where all are moved to one level within their bounds. The greatest is bounded
    by the chords of the squares: the remainder to one is assigned to the chords in order of their slope.
    """
    known = [s.low for s in shares if s.low == s.high]
    free = [s for s in shares if s.low < s.high]
    base = sum(share**2 for share in known)
    if not free:
        return Share(base, base)
    remainder = 1 - sum(known) if is_open else 1.0
    level = _level(free, remainder) if is_open else 0.0
    least = sum(_between(level, s) ** 2 for s in free)
    greatest = sum(s.low**2 for s in free)
    remainder = max(0.0, remainder - sum(s.low for s in free))
    for slope, width in sorted(((s.low + s.high, s.high - s.low) for s in free), reverse=True):
        added = min(width, remainder)
        greatest += slope * added
        remainder -= added
    return Share(base + least, base + greatest)


def _level(free: Sequence[Share], total: float) -> float:
    """The level at which `free`, moved to it within their bounds, sum to `total`: by bisection."""
    low, high = 0.0, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        if sum(_between(middle, s) for s in free) < total:
            low = middle
        else:
            high = middle
    return high


def _between(value: float, share: Share) -> float:
    return min(max(value, share.low), share.high)


def distance(divisions: Sequence[_Division], is_open: bool) -> Share:
    """Least and greatest sum of the distances between the shares of region and nation.

    With shares that sum to one on both sides, what exceeds equals what falls short: half of the sum each.
    """
    near = sum(max(0.0, d.own.low - d.nation.high, d.nation.low - d.own.high) for d in divisions)
    far = sum(max(d.own.high - d.nation.low, d.nation.high - d.own.low) for d in divisions)
    free = any(s.low < s.high for d in divisions for s in (d.own, d.nation))
    if not (is_open and free):
        return Share(near, far)
    certain = (
        sum(max(0.0, d.own.low - d.nation.high) for d in divisions),
        sum(max(0.0, d.nation.low - d.own.high) for d in divisions),
    )
    possible = (
        sum(max(0.0, d.own.high - d.nation.low) for d in divisions),
        sum(max(0.0, d.nation.high - d.own.low) for d in divisions),
    )
    return Share(max(near, 2 * max(certain)), min(far, 2 * min(possible)))


def share(cells: CellYear, region: str, code: str, measure: str, total: int) -> Share:
    """The share of the region's total, with bounds that disclose no suppressed cell."""
    if not cells.has_suppressed(measure):
        bounds = cells.disclosed_cell(region, code, measure).bounds
        return Share(bounds.low / total, min(total, bounds.high) / total)
    low, high = cells.disclosed_bounds(region, code, measure)
    if cells.disclosed_cell(region, code, measure).value is None and high in (None, low):
        high = total  # an upper bound that equals the lower one would disclose the cell
    return Share(low / total, min(total, high or 0) / total)


def bounded(
    column: str, ends: Share | None, most: float | None, formula: str, operands: tuple[Operand, ...]
) -> list[RecomputedNumber]:
    """The three columns of a figure with bounds; None where it does not exist."""
    low, high = (None, None) if ends is None else ends
    if most is not None and low is not None and high is not None:
        low, high = min(most, low), min(most, high)
    return [
        RecomputedNumber(f"{column}_low", low, formula, operands, "low"),
        RecomputedNumber(f"{column}_high", high, formula, operands, "high"),
        RecomputedNumber(column, low if low == high else None, formula, operands, "point"),
    ]
