"""Ranges that all statements of policy report 317 allow together, read from seeds.

`tools/report_programme` computes the seeds by linear programming. A trace reads these reviewed results; a
test computes them again.
"""

from __future__ import annotations

import csv
from functools import cache

from orchestration.settings import PROJECT_ROOT
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.tables import number
from orchestration.trace.model import NotRecomputed, Number

_SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
SOLVED = "solved by tools/report_programme over all statements of the report"
Ends = tuple[Number | None, Number | None]


def report_unknowns(row: Row, context: TraceContext) -> RecomputedRow:
    """`report_unknowns`: the interval of the seed."""
    low, high = interval(
        row["overlap_rule"],
        row["reading"],
        row["unknown_id"],
        row["region_code"],
        row["measure"],
    )
    figures = [
        RecomputedNumber("value", low if low == high else None, SOLVED),
        RecomputedNumber("value_low", low, SOLVED),
        RecomputedNumber("value_high", high, SOLVED),
    ]
    return RecomputedRow(figures, status="solved", files=context.evidence.of("report_figures"))


def report_consistency(row: Row, context: TraceContext) -> RecomputedRow:
    """`report_consistency`: the printed number, and the range that the other statements allow."""
    stated = next(
        (
            record
            for file in context.evidence.of("report_figures")
            for _, record in file.records()
            if record["figure_id"] == row["figure_id"]
        ),
        None,
    )
    if stated is None:
        raise NotRecomputed(f"the report has no figure {row['figure_id']}")
    found = next(
        line
        for line in _seed("report_joint_figures")
        if (line["figure_id"], line["overlap_rule"], line["reading"])
        == (row["figure_id"], row["overlap_rule"], row["reading"])
    )
    figures = [
        RecomputedNumber("published_value", number(stated["value"]), "printed in the report"),
        RecomputedNumber("decimals", number(stated["decimals"]), "printed in the report"),
        RecomputedNumber("joint_low", number(found["joint_low"]), SOLVED),
        RecomputedNumber("joint_high", number(found["joint_high"]), SOLVED),
    ]
    return RecomputedRow(
        figures, status=found["verdict"], files=context.evidence.of("report_figures")
    )


def interval(rule: str, reading: str, unknown: str, region: str, measure: str) -> Ends:
    """The least and the greatest value of an unknown."""
    wanted = (rule, reading, unknown, region, measure)
    for line in _seed("report_joint_unknowns"):
        found = tuple(line[k] for k in ("overlap_rule", "reading", "unknown_id", "region_code"))
        if (*found, line["measure"]) == wanted:
            return number(line["value_low"]), number(line["value_high"])
    raise NotRecomputed("the seed has no range for this unknown")


def joint(figure_id: str) -> Ends:
    """The range that the other statements allow for a figure, over all rules and readings, if any."""
    lines = [line for line in _seed("report_joint_figures") if line["figure_id"] == figure_id]
    lows = [low for line in lines if (low := number(line["joint_low"])) is not None]
    highs = [high for line in lines if (high := number(line["joint_high"])) is not None]
    return min(lows, default=None), max(highs, default=None)


@cache
def _seed(name: str) -> list[dict[str, str]]:
    path = _SEEDS / f"{name}.csv"
    if not path.exists():
        raise NotRecomputed(f"the seed {name} is missing")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
