"""Estimates of five-digit codes: published cells distributed over the codes below them."""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

from orchestration.trace.cells import CellYear
from orchestration.trace.model import NotRecomputed
from orchestration.trace.pension_structure import PensionStructure, weight


class Distributed(NamedTuple):
    """A cell where the data end, and the parts of it that fall to the codes below."""

    code: str
    value: int
    parts: dict[str, float]


def distribute(
    cells: CellYear, province: str, measure: str, pension: PensionStructure
) -> list[Distributed]:
    """Every disclosed cell of a province at which the data end, by the pension association.

    Suppressed cells are left out. Raises `NotRecomputed` where the data end at cells with bounds.
    """
    figures = pension.figures(cells.revision, province)
    found = []
    for code in sorted(cells.codes):
        if cells.children[code]:
            continue
        said = cells.disclosed_cell(province, code, measure)
        if said.status == "unknown":
            raise NotRecomputed("the data end at cells that have bounds only")
        if said.value is not None:
            leaves = sorted(cells.ksic.leaves[code])
            weights = [weight(figures[x], measure) if x in figures else None for x in leaves]
            found.append(Distributed(code, said.value, _parts(said.value, leaves, weights)))
    return found


def _parts(value: int, leaves: list[str], weights: list[float | None]) -> dict[str, float]:
    """The parts of `value`; a code without a weight counts with the mean of the others."""
    known = [w for w in weights if w is not None]
    mean = fsum(known) / len(known) if known else 0.0
    filled = [mean if w is None else w for w in weights]
    whole = fsum(filled)
    return {x: value * w / whole for x, w in zip(leaves, filled, strict=True)} if whole else {}
