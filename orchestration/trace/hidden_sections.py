"""Divisions of one census year estimated from their sections, with the nation's divisions or without."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from orchestration.trace.cells import CellYear
from orchestration.trace.context import TraceContext
from orchestration.trace.estimates import filled, rake_to_nation, start_values
from orchestration.trace.known_sums import KnownSum, stand_in
from orchestration.trace.national_margins import NationalMargins, margins_of
from orchestration.trace.pension_structure import Figure, quotient, weight


class Hidden(NamedTuple):
    """A value that was hidden, and its estimate; `truth` is None where it must not be disclosed."""

    year: int
    revision: str
    region: str
    name: str
    estimate: float
    truth: float | None
    has_figure: bool


class Section(NamedTuple):
    """A published section: the weights of its divisions and how each quotient starts the raking.

    Both are None for a division without a figure.
    """

    known: KnownSum
    weights: dict[str, float | None]
    quotients: dict[str, float | None]


class Sections(NamedTuple):
    """All sections of the provinces in one year; `is_carried`: their weights are another year's values."""

    cells: CellYear
    measure: str
    is_carried: bool
    sections: list[Section]


def weigh_sections(
    context: TraceContext, cells: CellYear, measure: str, association: str, other: CellYear | None
) -> Sections:
    """The sections with a value, weighted by the association; `other` is the year of an earlier census."""
    found = []
    for region in cells.provinces():
        figures = _division_figures(context, cells, region)
        for section in cells.children["TOTAL"]:
            whole = cells.disclosed_cell(region, section, measure).value
            if not whole:
                continue
            codes = sorted(cells.children[section])
            weights = {
                code: _earlier(other, region, code, measure)
                if other is not None
                else _weight(association, measure, figures.get(code))
                for code in codes
            }
            quotients = {
                code: quotient([figures[code]] if code in figures else [], section)
                if association == "pension"
                else 1.0
                for code in codes
            }
            known = KnownSum(region, section, tuple(codes), float(whole), False)
            found.append(Section(known, weights, quotients))
    return Sections(cells, measure, other is not None, found)


def divide_sections(wanted: Sections) -> list[Hidden]:
    """Every section divided in proportion to the weights of its divisions."""
    found = []
    for own in wanted.sections:
        weights = filled(list(own.weights.values()))
        whole = fsum(weights)
        parts = [own.known.value * w / whole if whole else 0.0 for w in weights]
        found += _hidden(wanted, own, parts)
    return found


def rake_sections(wanted: Sections) -> list[Hidden]:
    """The sections raked to the divisions of the nation, where it publishes all of a section."""
    margins = _margins(wanted)
    starts: dict[KnownSum, list[float]] = {}
    limits: dict[tuple[str, str], tuple[float, float]] = {}
    for own in wanted.sections:
        if not margins.cover(own.known):
            continue
        limits |= {(own.known.region, code): (0, own.known.value) for code in own.known.ends}
        starts[own.known] = (
            filled(list(own.weights.values()))
            if wanted.is_carried
            else start_values(own.known, list(own.quotients.values()), margins)
        )
    raked = rake_to_nation(starts, margins, limits)
    found = divide_sections(
        wanted._replace(sections=[own for own in wanted.sections if own.known not in starts])
    )
    for own in wanted.sections:
        if own.known in starts:
            weights = filled(list(own.weights.values()))
            found += _hidden(
                wanted,
                own,
                [
                    raked[own.known.region, code] if weight_ else 0.0
                    for code, weight_ in zip(own.known.ends, weights, strict=True)
                ],
            )
    return found


def _margins(wanted: Sections) -> NationalMargins:
    """The nation's divisions, except below a section that is not published in a province."""
    cells, measure = wanted.cells, wanted.measure
    closed = {
        section
        for section in cells.children["TOTAL"]
        if any(cells.disclosed_cell(p, section, measure).value is None for p in cells.provinces())
    }

    def rest_of(code: str) -> float | None:
        if cells.ksic.parents[code] in closed:
            return None
        return cells.disclosed_cell("00", code, measure).value

    return margins_of(cells, measure, [own.known for own in wanted.sections], rest_of)


def _hidden(wanted: Sections, own: Section, estimates: Sequence[float]) -> list[Hidden]:
    region = own.known.region
    return [
        Hidden(
            wanted.cells.census.year,
            wanted.cells.revision,
            region,
            code,
            estimate,
            wanted.cells.disclosed_cell(region, code, wanted.measure).value,
            own.weights[code] is not None,
        )
        for code, estimate in zip(own.known.ends, estimates, strict=True)
    ]


def _division_figures(context: TraceContext, cells: CellYear, region: str) -> dict[str, Figure]:
    """The figures of divisions; codes without one count with the mean of their division."""
    found: dict[str, list[Figure]] = {}
    for leaf, figure in context.pension_structure.figures(cells.revision, region).items():
        found.setdefault(leaf[:2], []).append(figure)
    return {
        division: Figure(
            *(
                fsum(c) * len(cells.ksic.leaves[division]) / len(c)
                for c in zip(*several, strict=True)
            )
        )
        for division, several in found.items()
    }


def _weight(association: str, measure: str, figure: Figure | None) -> float | None:
    if association == "none":
        return 1.0
    if figure is None:
        return None
    if association == "pension_nation":
        return figure.national_insured
    return figure.insured if association == "pension_region" else weight(figure, measure)


def _earlier(other: CellYear, region: str, code: str, measure: str) -> float | None:
    """The cell of another year, or where it is suppressed its establishments times the nation's size."""
    value = other.disclosed_cell(region, code, measure).value
    return stand_in(other, region, code) if value is None else value
