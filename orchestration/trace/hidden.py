"""Divisions hidden below their sections and estimated again: what the measured errors are made of."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from typing import NamedTuple

from orchestration.trace.cells import CellYear
from orchestration.trace.context import TraceContext
from orchestration.trace.hidden_sections import (
    Hidden,
    divide_sections,
    rake_sections,
    weigh_sections,
)

KNOWN_NATION = "divisions_of_known_nation"
YEARS = {"divisions_below_sections": 5, KNOWN_NATION: 2}
"""Latest years that are tested; the first as `estimate_test_years` of the dbt project."""
SETS = tuple((number, (10, 15, 25, 40)[number % 4]) for number in range(48))
"""Number and density of the sets that are drawn in each year."""


class HiddenTest(NamedTuple):
    """What is hidden, and how it is estimated: the key of a row of `estimate_quality`."""

    experiment: str
    series: str
    measure: str
    association: str
    period: str


def hidden_cells(context: TraceContext, test: HiddenTest) -> list[Hidden]:
    """Every division of every province and year that the association can estimate."""
    if test not in context.hidden:
        context.hidden[test] = _hidden_cells(context, test)
    return context.hidden[test]


def _hidden_cells(context: TraceContext, test: HiddenTest) -> list[Hidden]:
    tested = {
        y: context.cells(test.series, y)
        for y in context.years(test.series)
        if _has_divisions(context.cells(test.series, y))
    }
    estimate = rake_sections if test.experiment == KNOWN_NATION else divide_sections
    found: list[Hidden] = []
    for year in sorted(tested)[-YEARS[test.experiment] :]:
        cells = tested[year]
        alike = [y for y, other in tested.items() if other.revision == cells.revision]
        reference = _reference(alike, year, test.association, test.period)
        if test.association == "census" and reference is None:
            continue
        other = tested[reference] if reference is not None else None
        found += estimate(weigh_sections(context, cells, test.measure, test.association, other))
    return found


def hidden_sets(cells: list[Hidden], everything: list[Hidden]) -> list[Hidden]:
    """The drawn sets of divisions whose truth is known wherever they are tested (`everything`)."""
    closed = {(c.revision, c.name) for c in everything if c.truth is None}
    found = []
    for number, density in SETS:
        members = [
            c
            for c in cells
            if c.has_figure
            and (c.revision, c.name) not in closed
            and _is_drawn(c.name, c.year, number, density)
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
            family[0].revision,
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


def _has_divisions(cells: CellYear) -> bool:
    """Whether the nation and a province publish divisions."""
    divisions = [code for code in cells.codes if len(code) == 2]
    published = {
        region
        for region in ("00", *cells.provinces())
        if any(
            cells.disclosed_cell(region, code, "establishments").status == "observed"
            for code in divisions
        )
    }
    return "00" in published and len(published) > 1


def _reference(years: list[int], year: int, association: str, period: str) -> int | None:
    if association != "census":
        return None
    if period == "previous_year":
        return year - 1 if year - 1 in years else None
    return int(period) if int(period) in years and int(period) < year - 1 else None
