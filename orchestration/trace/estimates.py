"""Estimates of five-digit codes: known sums of the provinces distributed over the codes below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from orchestration.lake.classification import counterparts
from orchestration.trace.cells import CellYear
from orchestration.trace.known_sums import KnownSum, known_sums
from orchestration.trace.national_margins import NationalMargins, release_margins
from orchestration.trace.pension_structure import PensionStructure, quotient, weight
from orchestration.trace.raking import Start, in_proportion, rake

Weights = dict[str, float]
"""Weights of the codes of one known sum."""


class Distributed(NamedTuple):
    """A known sum, and the parts of it that fall to the codes below."""

    code: str
    value: float
    parts: dict[str, float]


DistributedYear = dict[str, list[Distributed]]
"""The known sums of a year and a measure by province."""


def distribute(
    cells: CellYear, measure: str, pension: PensionStructure, *, stand_ins: bool = False
) -> DistributedYear:
    """Every known sum of every province, by the pension association.

    Suppressed cells are left out, or with `stand_ins` take what stands in for them.
    """

    def weights_of(known: KnownSum, leaves: Sequence[str]) -> Weights:
        figures = pension.figures(cells.revision, known.region)
        own = [weight(figures[x], measure) if x in figures else None for x in leaves]
        return dict(zip(leaves, filled(own), strict=True))

    def quotient_of(known: KnownSum, end: str) -> float | None:
        figures = pension.figures(cells.revision, known.region)
        inside = [figures[x] for x in cells.ksic.leaves[end] if x in figures]
        return quotient(inside, section_of(cells, end))

    return _distribute(cells, measure, weights_of, quotient_of, stand_ins=stand_ins)


def carry(
    cells: CellYear, measure: str, revision: str, earlier: DistributedYear
) -> DistributedYear:
    """As `distribute`, by the structure of another year (`earlier`, in codes of `revision`)."""
    links = counterparts(revision, cells.revision)
    carried: dict[str, Weights] = {province: {} for province in cells.provinces()}
    for province, sums in earlier.items():
        own = carried.setdefault(province, {})
        for known in sums:
            for leaf, part in known.parts.items():
                others = links.get(leaf, frozenset())
                for other in others:
                    own[other] = own.get(other, 0.0) + part / len(others)

    def weights_of(known: KnownSum, leaves: Sequence[str]) -> Weights:
        return {leaf: carried[known.region].get(leaf, 0.0) for leaf in leaves}

    return _distribute(cells, measure, weights_of, None)


def filled(weights: Sequence[float | None]) -> list[float]:
    """The weights; a code without one counts with the mean of the others, or 0."""
    known = [w for w in weights if w is not None]
    mean = fsum(known) / len(known) if known else 0.0
    return [mean if w is None else w for w in weights]


def section_of(cells: CellYear, code: str) -> str:
    """The section of a code."""
    return next((c for c in cells.ksic.lineage(code) if len(c) == 1), "")


def _distribute(
    cells: CellYear,
    measure: str,
    weights_of: Callable[[KnownSum, Sequence[str]], Weights],
    quotient_of: Callable[[KnownSum, str], float | None] | None,
    *,
    stand_ins: bool = False,
) -> DistributedYear:
    """Raking starts at the weights, or with `quotient_of` at the nation's values times the quotients."""
    sums = known_sums(cells, measure)
    margins = release_margins(cells, measure, sums)
    weights: dict[KnownSum, Weights] = {}
    starts: dict[KnownSum, list[float]] = {}
    for known in sums:
        leaves = sorted(leaf for end in known.ends for leaf in cells.ksic.leaves[end])
        own = weights[known] = weights_of(known, leaves)
        if not (known.is_shared and margins.cover(known)):
            continue
        if quotient_of is None:
            starts[known] = [fsum(own[x] for x in cells.ksic.leaves[end]) for end in known.ends]
        else:
            quotients = [quotient_of(known, end) for end in known.ends]
            starts[known] = start_values(known, quotients, margins)
    limits = {
        (known.region, end): cells.bounds((known.region, end), measure)
        for known in starts
        for end in known.ends
    }
    raked = rake_to_nation(starts, margins, limits)
    found: DistributedYear = {province: [] for province in cells.provinces()}
    for known in sums:
        if known.is_hidden and not stand_ins:
            continue
        own, parts = weights[known], dict[str, float]()
        if known in starts:
            for end in known.ends:
                inside = {x: own[x] for x in sorted(cells.ksic.leaves[end])}
                parts |= _parts(raked[known.region, end], inside)
        else:
            parts = _parts(known.value, own)
        found[known.region].append(Distributed(known.code, known.value, parts))
    return found


def start_values(
    known: KnownSum, quotients: Sequence[float | None], margins: NationalMargins
) -> list[float]:
    """The nation's value of each code times its quotient, the mean of the others where it has none."""
    means = filled(quotients) if any(q is not None for q in quotients) else [1.0] * len(quotients)
    return [margins.values[end] * q for end, q in zip(known.ends, means, strict=True)]


def rake_to_nation(
    starts: Mapping[KnownSum, Sequence[float]],
    margins: NationalMargins,
    limits: Mapping[tuple[str, str], tuple[float, float]],
) -> dict[tuple[str, str], float]:
    """The codes of known sums by (region, code), raked to what the nation leaves of them.

    `starts`: the values of the codes of each sum to start from; `limits`: their bounds.
    """
    table: dict[tuple[str, str], Start] = {}
    rows: dict[str, float] = {}
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for known, values in starts.items():
        row = f"{known.region}/{known.code}"
        rows[row] = known.value
        plain = {(row, end): value for end, value in zip(known.ends, values, strict=True)}
        for (_, end), value in in_proportion(plain, rows).items():
            low, high = limits[known.region, end]
            table[row, end] = Start(value, float(high), float(low))
            names[row, end] = (known.region, end)
    return {names[place]: value for place, value in rake(table, rows, margins.rests).items()}


def _parts(value: float, weights: Weights) -> dict[str, float]:
    """The parts of `value`; nothing where no code has a weight."""
    whole = fsum(weights.values())
    return {x: value * w / whole for x, w in weights.items()} if whole else {}
