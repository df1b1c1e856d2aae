"""Divisions hidden below their sections and estimated again: what the measured errors are made of."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from typing import NamedTuple

from orchestration.trace.cells import CellYear
from orchestration.trace.context import TraceContext
from orchestration.trace.model import NotRecomputed
from orchestration.trace.pension_structure import Figure, weight

YEARS = 5
"""Latest years that are tested, as `estimate_test_years` of the dbt project."""
SETS = tuple((number, (10, 15, 25, 40)[number % 4]) for number in range(48))
"""Number and density of the sets that are drawn in each year."""


class Hidden(NamedTuple):
    """A value that was hidden, and its estimate; `truth` is None where it must not be disclosed."""

    year: int
    region: str
    name: str
    estimate: float
    truth: float | None
    has_figure: bool


def hidden_cells(
    context: TraceContext, series: str, measure: str, association: str, period: str
) -> list[Hidden]:
    """Every division of every province and year that the association can estimate."""
    key = (series, measure, association, period)
    if key not in context.hidden:
        context.hidden[key] = _hidden_cells(context, *key)
    return context.hidden[key]


def _hidden_cells(
    context: TraceContext, series: str, measure: str, association: str, period: str
) -> list[Hidden]:
    years = [y for y in context.years(series) if "01" in context.cells(series, y).codes]
    found: list[Hidden] = []
    for year in years[-YEARS:]:
        reference = _reference(years, year, association, period)
        if association == "census" and reference is None:
            continue
        other = context.cells(series, reference) if reference is not None else None
        found += _of_year(context, context.cells(series, year), measure, association, other)
    return found


def hidden_sets(cells: list[Hidden], everything: list[Hidden]) -> list[Hidden]:
    """The drawn sets of divisions whose truth is known wherever they are tested (`everything`)."""
    closed = {c.name for c in everything if c.truth is None}
    found = []
    for number, density in SETS:
        members = [
            c
            for c in cells
            if c.has_figure and c.name not in closed and _is_drawn(c.name, c.year, number, density)
        ]
        found += _summed(members, str(number))
    return found


def with_nation(values: list[Hidden]) -> list[Hidden]:
    """The values, and their sums over the provinces."""
    nation = [c._replace(region="00") for c in values]
    names = {c.name for c in values}
    return values + [
        s for name in names for s in _summed([c for c in nation if c.name == name], name)
    ]


def shares(sets: list[Hidden]) -> list[Hidden]:
    """Shares of the nation, of the sets of the provinces."""
    nation = {(s.year, s.name): s for s in with_nation(sets) if s.region == "00"}
    found = []
    for own in sets:
        whole = nation[own.year, own.name]
        if own.truth is not None and whole.truth and whole.estimate:
            found.append(
                own._replace(estimate=own.estimate / whole.estimate, truth=own.truth / whole.truth)
            )
    return found


def _summed(values: Iterable[Hidden], name: str) -> list[Hidden]:
    families: dict[tuple[int, str], list[Hidden]] = {}
    for value in values:
        families.setdefault((value.year, value.region), []).append(value)
    return [
        Hidden(
            year,
            region,
            name,
            fsum(v.estimate for v in family),
            None if any(v.truth is None for v in family) else fsum(v.truth or 0 for v in family),
            True,
        )
        for (year, region), family in families.items()
    ]


def _is_drawn(code: str, year: int, number: int, density: int) -> bool:
    code_number, seed = int(code), number + len(SETS) * (year % 10)
    drawn = code_number**2 * 31 + code_number * (seed + 3) * 7919 + seed * 104729
    return drawn % 1009 % 100 < density


def _reference(years: list[int], year: int, association: str, period: str) -> int | None:
    if association != "census":
        return None
    if period == "previous_year":
        return year - 1 if year - 1 in years else None
    return int(period) if int(period) < year - 1 else None


def _of_year(
    context: TraceContext, cells: CellYear, measure: str, association: str, other: CellYear | None
) -> list[Hidden]:
    if other is not None and other.revision != cells.revision:
        raise NotRecomputed("the two census years have codes of different KSIC revisions")
    found = []
    for region in cells.provinces():
        figures = _division_figures(context, cells, region)
        for section in cells.children["TOTAL"]:
            whole = cells.disclosed_cell(region, section, measure).value
            if not whole:
                continue
            codes = sorted(cells.children[section])
            weights = [
                _earlier(other, region, code, measure)
                if other is not None
                else _weight(association, measure, figures.get(code))
                for code in codes
            ]
            known = [w for w in weights if w is not None]
            mean = fsum(known) / len(known) if known else 0.0
            total = fsum(mean if w is None else w for w in weights)
            for code, own in zip(codes, weights, strict=True):
                part = whole * (mean if own is None else own) / total if total else 0.0
                truth = cells.disclosed_cell(region, code, measure).value
                found.append(Hidden(cells.census.year, region, code, part, truth, own is not None))
    return found


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
    if value is not None:
        return value
    places = other.disclosed_cell(region, code, "establishments").value
    nation = [other.disclosed_cell("00", code, m).value for m in ("employees", "establishments")]
    if places is None or nation[0] is None or not nation[1]:
        return None
    return places * nation[0] / nation[1]
