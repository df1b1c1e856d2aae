"""What the provinces publish at the level where the data end, and which codes share it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from orchestration.trace.cells import CellYear, DisclosedCell


class KnownSum(NamedTuple):
    """A value of a province that estimates distribute over `ends`, the codes at which the data end.

    The value of a published cell, or what the published parts of a cell leave over for its other parts.
    `is_hidden`: the value is suppressed, and its published establishments times the nation's employees per
    establishment stand in for it, as structure of another year only.
    """

    region: str
    code: str
    ends: tuple[str, ...]
    value: float
    is_hidden: bool

    @property
    def is_shared(self) -> bool:
        """Whether the codes are parts of a cell, of which only this sum is known."""
        return self.ends != (self.code,)


def ends_of(cells: CellYear) -> list[str]:
    """The codes at which the data end."""
    return sorted(code for code in cells.codes if not cells.children[code])


def known_sums(cells: CellYear, measure: str) -> list[KnownSum]:
    """The known sums of all provinces; suppressed ones are there if something can replace them."""
    return [known for province in cells.provinces() for known in _sums_of(cells, province, measure)]


def _sums_of(cells: CellYear, province: str, measure: str) -> list[KnownSum]:
    found = []
    shared: dict[str, list[str]] = {}
    states = {code: cells.disclosed_cell(province, code, measure) for code in ends_of(cells)}
    for code, state in states.items():
        if state.status == "unknown":
            above = _nearest_known(cells, province, code, measure)
            if above is not None:
                shared.setdefault(above, []).append(code)
        elif state.value is not None:
            found.append(KnownSum(province, code, (code,), float(state.value), False))
        else:
            value = stand_in(cells, province, code)
            if value is not None:
                found.append(KnownSum(province, code, (code,), value, True))
    for above, ends in shared.items():
        rest = _left_over(cells, province, above, measure, states)
        if rest is not None:
            found.append(KnownSum(province, above, tuple(ends), rest, False))
    return found


def stand_in(cells: CellYear, province: str, code: str) -> float | None:
    """Establishments of a cell times the nation's employees per establishment."""
    places = cells.disclosed_cell(province, code, "establishments").value
    nation = [cells.disclosed_cell("00", code, m).value for m in ("employees", "establishments")]
    if places is None or nation[0] is None or not nation[1]:
        return None
    return places * nation[0] / nation[1]


def _nearest_known(cells: CellYear, province: str, code: str, measure: str) -> str | None:
    """The nearest code above with a value."""
    above: Sequence[str] = cells.ksic.lineage(code)[1:]
    return next(
        (c for c in above if cells.disclosed_cell(province, c, measure).value is not None), None
    )


def _left_over(
    cells: CellYear, province: str, above: str, measure: str, states: dict[str, DisclosedCell]
) -> float | None:
    """A cell less its parts with a value; None where a part is suppressed, as it would follow."""
    whole = cells.disclosed_cell(province, above, measure).value
    parts = [s for code, s in states.items() if above in cells.ksic.lineage(code)]
    if whole is None or any(s.status == "suppressed" for s in parts):
        return None
    return float(whole - sum(s.value or 0 for s in parts))
