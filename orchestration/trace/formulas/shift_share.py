"""Shift-share in exact fractions: classic, dynamic, and Esteban-Marquillas."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from orchestration.lake.classification import is_same, region_changes
from orchestration.trace.cells import CellYear, DisclosedCell
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import listed, operand, source_cell

_DISCLOSED = ("observed", "derived")
_NAMES = ("industry in region", "industry in nation", "all industries in nation")
_FORMULAS = {
    "change": "industry in region: later - earlier",
    "national": "earlier × (nation's growth of all industries)",
    "mix": "earlier × (nation's growth of the industry - of all industries)",
    "dynamic_national": "national part, summed over the years",
    "dynamic_mix": "mix part, summed over the years",
    "homothetic": "all industries in region × (industry in nation ÷ all industries in nation), earlier",
    "competitive": "homothetic × (growth of the industry in the region - in the nation)",
}


class Parts(NamedTuple):
    """The parts of a change."""

    change: Fraction
    national: Fraction
    mix: Fraction


def shift_share(row: Row, context: TraceContext) -> RecomputedRow:
    """`shift_share`: the parts of a cell's change between two years of one series."""
    region, code, measure = row["region_code"], row["ksic_code"], row["measure"]
    first, last = row["from_year"], row["to_year"]
    cells = {
        year: context.cells(row["series"], year)
        for year in context.years(row["series"])
        if first <= year <= last
    }
    corners = [(region, code), ("00", code), ("00", "TOTAL")]
    ends = (cells[first], cells[last])
    cells_of = [[year.disclosed_cell(*corner, measure) for year in ends] for corner in corners]
    status = _status([s.status for pair in cells_of[:2] for s in pair])
    if status != "suppressed" and not is_same(code, ends[0].revision, ends[1].revision):
        status = "reclassified"
    hidden = status == "suppressed"
    numbers = _numbers(cells_of, cells, row) if status in _DISCLOSED else {}
    operands = tuple(
        operand(f"{name}, {row[year]}", None if hidden else s.value)
        for name, pair in zip(_NAMES, cells_of, strict=True)
        for year, s in zip(("from_year", "to_year"), pair, strict=True)
    )
    figures = [
        RecomputedNumber(
            column,
            None if numbers.get(column) is None else float(numbers[column] or 0),
            formula,
            operands,
            hidden=hidden,
            places=4 if column.startswith("dynamic") else 5,
        )
        for column, formula in _FORMULAS.items()
    ]
    crossed = any(r == region and first < year <= last for r, year in region_changes())
    return RecomputedRow(
        figures,
        status=status,
        cells=listed(
            source_cell(year, *corner, measure, "operand") for corner in corners for year in ends
        ),
        files=[file for year in cells.values() for file in year.census.files],
        notes=tuple(_notes(status, crossed=crossed)),
    )


def _notes(status: str, *, crossed: bool) -> Iterator[str]:
    if status == "reclassified":
        yield "the code has another content in the KSIC revision of the later year"
    if crossed:
        yield "the territory of the region changed between the two years"


def _status(statuses: list[str]) -> str:
    for status in ("suppressed", "unknown", "derived"):
        if status in statuses:
            return status
    return "observed"


def _numbers(
    cells_of: list[list[DisclosedCell]], cells: dict[int, CellYear], row: Row
) -> dict[str, Fraction | None]:
    """The numbers by column; None where one cannot be computed."""
    region, measure = row["region_code"], row["measure"]
    parts = _parts(cells_of)
    (own, own_later), (nation, nation_later), (all_, _) = (
        [Fraction(s.value or 0) for s in pair] for pair in cells_of
    )
    steps = _steps(cells, row)
    all_here = cells[row["from_year"]].disclosed_cell(region, "TOTAL", measure).value
    homothetic = None if all_here is None else all_here * nation / all_
    competitive = None
    if homothetic is not None and own:
        competitive = homothetic * (own_later / own - nation_later / nation)
    return {
        "change": parts.change,
        "national": parts.national,
        "mix": parts.mix,
        "dynamic_national": sum((s.national for s in steps), Fraction(0)) if steps else None,
        "dynamic_mix": sum((s.mix for s in steps), Fraction(0)) if steps else None,
        "homothetic": homothetic,
        "competitive": competitive,
    }


def _steps(cells: dict[int, CellYear], row: Row) -> list[Parts]:
    """The parts of each year between the two; none where a year is not disclosed."""
    region, code, measure = row["region_code"], row["ksic_code"], row["measure"]
    corners = [(region, code), ("00", code), ("00", "TOTAL")]
    steps = []
    for year in range(row["from_year"], row["to_year"]):
        if year not in cells or year + 1 not in cells:
            return []
        if not is_same(code, cells[year].revision, cells[year + 1].revision):
            return []
        cells_of = [
            [cells[y].disclosed_cell(*c, measure) for y in (year, year + 1)] for c in corners
        ]
        if _status([s.status for pair in cells_of[:2] for s in pair]) not in _DISCLOSED:
            return []
        steps.append(_parts(cells_of))
    return steps


def _parts(cells_of: list[list[DisclosedCell]]) -> Parts:
    """Change, national and mix part."""
    (base, final), (nation, nation_later), (all_, all_later) = (
        [Fraction(s.value or 0) for s in pair] for pair in cells_of
    )
    growth = all_later / all_ - 1
    mix = base * (nation_later / nation - 1 - growth) if base else Fraction(0)
    if not nation:
        mix = final - base
    return Parts(final - base, base * growth, mix)
