"""Functions that several formulas use."""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.trace.cells import CellYear
from orchestration.trace.model import Number, Operand, SourceCell


def source_cell(
    cells: CellYear, region: str, code: str, measure: str, role: str
) -> SourceCell | None:
    """A published cell; None where the source does not list it."""
    raw = cells.census.cells.get((region, code, measure))
    if raw is None:
        return None
    return SourceCell(
        source_id=raw.source_id,
        sha256=raw.sha256,
        raw_row=raw.raw_row,
        what=f"{cells.census.series} {cells.census.year} region {region}"
        f" KSIC {cells.revision} {code} {measure}",
        status=raw.status,
        value=raw.value,
        role=role,
    )


def listed(cells: Iterable[SourceCell | None]) -> list[SourceCell]:
    """The cells that the source lists, each once."""
    return list(dict.fromkeys(c for c in cells if c is not None))


def ratio(part: Number | None, whole: Number | None) -> float | None:
    """`part` ÷ `whole`; None where either is null or `whole` is zero."""
    return None if part is None or not whole else part / whole


def operand(name: str, value: Number | None, note: str = "") -> Operand:
    """A number that a formula uses."""
    return Operand(name, value, note)
