"""Estimates of five-digit codes: published cells distributed over the codes below them."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from orchestration.lake.classification import counterparts
from orchestration.trace.cells import CellYear
from orchestration.trace.model import NotRecomputed
from orchestration.trace.pension_structure import PensionStructure, weight


class Distributed(NamedTuple):
    """A cell where the data end, and the parts of it that fall to the codes below."""

    code: str
    value: float
    parts: dict[str, float]


def distribute(
    cells: CellYear,
    province: str,
    measure: str,
    pension: PensionStructure,
    *,
    stand_ins: bool = False,
) -> list[Distributed]:
    """Every disclosed cell of a province at which the data end, by the pension association.

    Suppressed cells are left out, or with `stand_ins` take their published establishments times the
    nation's employees per establishment. Raises `NotRecomputed` where the data end at bounds.
    """
    figures = pension.figures(cells.revision, province)
    found = []
    for code, value in _known(cells, province, measure, stand_ins=stand_ins).items():
        leaves = sorted(cells.ksic.leaves[code])
        weights = [weight(figures[x], measure) if x in figures else None for x in leaves]
        found.append(Distributed(code, value, _parts(value, leaves, weights)))
    return found


def carry(
    cells: CellYear, province: str, measure: str, revision: str, earlier: list[Distributed]
) -> list[Distributed]:
    """As `distribute`, by the structure of another year (`earlier`, in codes of `revision`)."""
    weights: dict[str, float] = {}
    links = counterparts(revision, cells.revision)
    for known in earlier:
        for leaf, part in known.parts.items():
            others = links.get(leaf, frozenset())
            for other in others:
                weights[other] = weights.get(other, 0.0) + part / len(others)
    found = []
    for code, value in _known(cells, province, measure).items():
        leaves = sorted(cells.ksic.leaves[code])
        own = [weights.get(leaf, 0.0) for leaf in leaves]
        found.append(Distributed(code, value, _parts(value, leaves, own)))
    return found


def _known(
    cells: CellYear, province: str, measure: str, *, stand_ins: bool = False
) -> dict[str, float]:
    """The value of each code at which the data end."""
    found: dict[str, float] = {}
    for code in sorted(cells.codes):
        if cells.children[code]:
            continue
        said = cells.disclosed_cell(province, code, measure)
        if said.status == "unknown":
            raise NotRecomputed("the data end at cells that have bounds only")
        if said.value is not None:
            found[code] = said.value
        elif stand_ins:
            places = cells.disclosed_cell(province, code, "establishments").value
            nation = [
                cells.disclosed_cell("00", code, m).value for m in ("employees", "establishments")
            ]
            if places is not None and nation[0] is not None and nation[1]:
                found[code] = places * nation[0] / nation[1]
    return found


def _parts(value: float, leaves: list[str], weights: Sequence[float | None]) -> dict[str, float]:
    """The parts of `value`; a code without a weight counts with the mean of the others."""
    known = [w for w in weights if w is not None]
    mean = fsum(known) / len(known) if known else 0.0
    filled = [mean if w is None else w for w in weights]
    whole = fsum(filled)
    return {x: value * w / whole for x, w in zip(leaves, filled, strict=True)} if whole else {}
