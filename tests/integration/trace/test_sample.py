"""Every number of a sample from all marts is recomputed from the raw bytes, and agrees."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from orchestration.release.query import run_query
from orchestration.trace.rows import is_recomputed
from orchestration.trace.tracing import Tracer

SEED = 317
NUMBERS = 500


@pytest.fixture(scope="module")
def tracer(release: Path, bundled_lake: Path) -> Tracer:
    return Tracer(release, bundled_lake / "raw")


def rows_of(tracer: Tracer, mart: str) -> list[dict[str, Any]]:
    names, rows = run_query(tracer.evidence.marts, f'select * from "{mart}" order by all')
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_500_numbers_over_all_marts_agree(tracer: Tracer) -> None:
    chooser = random.Random(SEED)
    filled = {mart: rows_of(tracer, mart) for mart, rows in tracer.record.marts.items() if rows}
    for rows in filled.values():
        chooser.shuffle(rows)
    traced: Counter[str] = Counter()
    wrong = []
    while sum(traced.values()) < NUMBERS:
        before = sum(traced.values())
        for mart, rows in filled.items():
            if not rows:
                continue
            trace = tracer.trace_row(mart, rows.pop())
            stated = [f for f in trace.figures if f.published is not None]
            traced[mart] += len(stated)
            wrong += [(mart, trace.key, f) for f in trace.figures if not f.agrees]
            assert all(snapshot.intact for snapshot in trace.snapshots)
        assert sum(traced.values()) > before, "the marts ran out of numbers"
    assert not wrong
    assert set(traced) == set(filled), "a mart was left out of the sample"


def test_every_suppressed_number_is_suppressed_by_the_recomputed_rule(tracer: Tracer) -> None:
    withheld = [
        (mart, row)
        for mart in ("industry_share", "shift_share")
        for row in rows_of(tracer, mart)
        if row["status"] == "suppressed"
    ]
    assert len(withheld) > 200
    for mart, row in random.Random(SEED).sample(withheld, 60):
        trace = tracer.trace_row(mart, row)
        assert trace.status == "suppressed"
        assert {f.agreement for f in trace.figures} <= {"suppressed", "equal"}


def test_every_mart_with_census_or_report_data_has_a_formula(tracer: Tracer) -> None:
    without_formula = {"sdot_monthly", "sdot_sensor_health"}
    assert {mart for mart in tracer.record.marts if not is_recomputed(mart)} <= without_formula
