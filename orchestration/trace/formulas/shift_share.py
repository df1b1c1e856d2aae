"""Classic shift-share in exact fractions: change = national + industry mix + regional."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from orchestration.trace.formulas.common import listed, operand, source_cell
from orchestration.trace.workings import Answer, Computed, Row, Workings


def shift_share(row: Row, workings: Workings) -> Answer:
    """`shift_share`: a cell's change between two years of one series, taken apart."""
    region, code, measure = row["region_code"], row["ksic_code"], row["measure"]
    years = [workings.cells(row["series"], row[name]) for name in ("from_year", "to_year")]
    corners = [(region, code), ("00", code), ("00", "TOTAL")]
    said = [[year.said(*corner, measure) for year in years] for corner in corners]
    status = _status([s.status for pair in said[:2] for s in pair])
    hidden = status == "suppressed"
    cells = listed(
        source_cell(year, *corner, measure, "operand") for corner in corners for year in years
    )
    files = [file for year in years for file in year.census.files]
    names = ["industry in region", "industry in nation", "all industries in nation"]
    values = [[None if hidden else s.value for s in pair] for pair in said]
    operands = tuple(
        operand(f"{name}, {row[year]}", value)
        for name, pair in zip(names, values, strict=True)
        for year, value in zip(("from_year", "to_year"), pair, strict=True)
    )
    parts: Sequence[float | None] = _parts(values) if status == "observed" else [None] * 4
    formulas = {
        "change": "industry in region: later - earlier",
        "national": "earlier × (nation's growth of all industries)",
        "mix": "earlier × (nation's growth of the industry - of all industries)",
        "regional": "change - national - mix",
    }
    figures = [
        Computed(column, value, formula, operands, hidden=hidden, places=6)
        for (column, formula), value in zip(formulas.items(), parts, strict=True)
    ]
    return Answer(figures, status=status, cells=cells, files=files)


def _status(statuses: list[str]) -> str:
    if "suppressed" in statuses:
        return "suppressed"
    return "unknown" if "unknown" in statuses else "observed"


def _parts(values: list[list[int | None]]) -> tuple[float, ...]:
    """Change, national, mix and regional part."""
    base, final, nation, nation_later, all_, all_later = (
        Fraction(value or 0) for pair in values for value in pair
    )
    growth = all_later / all_ - 1
    national = base * growth
    mix = base * (nation_later / nation - 1 - growth) if base else Fraction(0)
    return tuple(
        float(part) for part in (final - base, national, mix, final - base - national - mix)
    )
