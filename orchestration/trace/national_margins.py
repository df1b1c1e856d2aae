"""National values of codes that only share a known sum in a province: what raking has to meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from orchestration.trace.cells import CellYear
from orchestration.trace.known_sums import KnownSum


class NationalMargins(NamedTuple):
    """By code: `values`, the nation's, and `rests`, what the provinces with a value leave of it.

    A code without a rest is not scaled: a province has no value that may be used.
    """

    values: dict[str, float]
    rests: dict[str, float]

    def cover(self, known: KnownSum) -> bool:
        """Whether all codes of a known sum have a national value."""
        return all(end in self.values for end in known.ends)


def release_margins(cells: CellYear, measure: str, sums: Sequence[KnownSum]) -> NationalMargins:
    """The margins of the codes at which the data of a year end."""
    totals = [cells.disclosed_cell(p, "TOTAL", measure).value for p in cells.provinces()]
    is_complete = all(total is not None for total in totals)

    def rest_of(end: str) -> float | None:
        own = [known for known in sums if end in known.ends]
        nation = cells.disclosed_cell("00", end, measure).value
        if nation is None or not is_complete or len(own) < len(totals):
            return None
        if any(known.is_hidden for known in own):
            return None
        rest = nation - sum(known.value for known in own if not known.is_shared)
        return rest if rest >= 0 else None

    return margins_of(cells, measure, sums, rest_of)


def margins_of(
    cells: CellYear,
    measure: str,
    sums: Sequence[KnownSum],
    rest_of: Callable[[str], float | None],
) -> NationalMargins:
    """The margins of the shared codes. The codes of a sum have all of them or none.

    A suppressed cell of the nation has its establishments as the value to start from.
    """
    groups: dict[str, set[str]] = {}
    for known in sums:
        if known.is_shared:
            groups.setdefault(known.code, set()).update(known.ends)
    values: dict[str, float] = {}
    rests: dict[str, float] = {}
    for ends in groups.values():
        own_values = {end: _value(cells, end, measure) for end in ends}
        own_rests = {end: rest_of(end) for end in ends}
        if None not in own_values.values() and any(r is not None for r in own_rests.values()):
            values |= {end: v for end, v in own_values.items() if v is not None}
            rests |= {end: r for end, r in own_rests.items() if r is not None}
    return NationalMargins(values, rests)


def _value(cells: CellYear, code: str, measure: str) -> float | None:
    nation = cells.disclosed_cell("00", code, measure)
    if nation.status == "suppressed":
        return cells.disclosed_cell("00", code, "establishments").value
    return nation.value
