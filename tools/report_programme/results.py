"""Compute the rows of the seeds."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tools.report_programme import sets
from tools.report_programme.conflicts import Analysis, analyse
from tools.report_programme.programme import Programme
from tools.report_programme.sets import SEOUL, row
from tools.report_programme.statements import (
    READINGS,
    Figure,
    Statement,
    read_figures,
    statements,
)
from tools.report_programme.unknowns import unknowns

RULES = ("two_or_more", "table_8")
NOISE = 1e-3
"""The numerical error of the solver that is rounded away."""
Row = dict[str, str]
Rows = dict[str, list[Row]]
"""The rows of each seed, by its name."""


def compute_seeds() -> Rows:
    """Compute all seeds."""
    found: Rows = {"report_joint_figures": [], "report_joint_unknowns": []}
    for rule in RULES:
        table_8 = [s for s in statements(rule, READINGS[0]) if s.vagueness == 0]
        found["report_joint_unknowns"] += _unknowns(rule, "table_8_alone", Programme(table_8), True)
        for reading in READINGS:
            stated = statements(rule, reading)
            analysis = analyse(stated)
            found["report_joint_figures"] += _figures(rule, reading, stated, analysis)
            rest = Programme(analysis.rest)
            found["report_joint_unknowns"] += _unknowns(rule, reading, rest, False)
    return found


def _unknowns(rule: str, reading: str, programme: Programme, of_table_8: bool) -> Iterator[Row]:
    for unknown in unknowns(of_table_8):
        low, high = programme.range(row(unknown.test, unknown.region, unknown.measure))
        yield {
            "overlap_rule": rule,
            "reading": reading,
            "unknown_id": unknown.unknown_id,
            "region_code": unknown.region,
            "measure": unknown.measure,
            "value_low": _count(low, -1),
            "value_high": _count(high, 1),
        }


def _figures(rule: str, reading: str, stated: list[Statement], analysis: Analysis) -> Iterator[Row]:
    ranges: dict[frozenset[tuple[bytes, bytes]], tuple[float, float]] = {}
    for figure in sorted(read_figures(), key=lambda f: f["figure_id"]):
        figure_id = figure["figure_id"]
        own = [s for s in stated if s.figure_id == figure_id]
        subjects = frozenset(s.subject for s in own)
        if subjects not in ranges:
            others = Programme([s for s in analysis.rest if s.subject not in subjects])
            ranges[subjects] = _range(others, own)
        low, high = _in_its_unit(figure, ranges[subjects], analysis)
        inside = [
            str(number)
            for number, conflict in enumerate(analysis.conflicts, start=1)
            if any(s.figure_id in conflict and s.subject in subjects for s in stated)
        ]
        yield {
            "overlap_rule": rule,
            "reading": reading,
            "figure_id": figure_id,
            "verdict": "impossible" if figure_id in analysis.set_aside else "holds",
            "conflicts": ";".join(inside),
            "joint_low": low,
            "joint_high": high,
        }


def _range(programme: Programme, own: list[Statement]) -> tuple[float, float]:
    """The range that the other statements allow; for a figure about both measures, over both."""
    ends = [programme.range(s.over, s.under) for s in own]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _in_its_unit(figure: Figure, ends: tuple[float, float], analysis: Analysis) -> tuple[str, str]:
    """The range in the unit of the figure. A difference is Seoul's share minus the nation's."""
    low, high = ends
    if figure["statistic"] == "count":
        return _count(low, -1), _count(high, 1)
    if figure["statistic"] == "difference_pp":
        whole = sets.in_industry(figure["industry"])
        part = row(sets.both(whole, sets.shared), SEOUL, "employees")
        others = [s for s in analysis.rest if s.figure_id != figure["figure_id"]]
        seoul = Programme(others).range(part, row(whole, SEOUL, "employees"))
        low, high = seoul[0] - high, seoul[1] - low
    return _percent(low, -1), _percent(high, 1)


def _count(value: float, direction: int) -> str:
    """An end of a range of whole numbers: the last whole number inside; empty for an open end."""
    if not math.isfinite(value):
        return ""
    return str(math.ceil(value - NOISE) if direction < 0 else math.floor(value + NOISE))


def _percent(value: float, direction: int) -> str:
    """An end of a range of percentages, rounded outwards; empty for an open end."""
    if not math.isfinite(value):
        return ""
    scaled = value * 10**4
    whole = math.floor(scaled + NOISE) if direction < 0 else math.ceil(scaled - NOISE)
    return f"{whole / 10**4:.4f}"
