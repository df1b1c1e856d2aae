"""A trace detects changed data, and does not disclose a suppressed value."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.errors import QueryError, StorageError
from orchestration.release.query import run_query
from orchestration.trace.examples import EXAMPLES
from orchestration.trace.text import to_record, to_text
from orchestration.trace.tracing import trace

ROW = (
    "series = 'register' and year = 2023 and region_code = '11' and ksic_code = '62'"
    " and measure = 'employees'"
)


@pytest.fixture
def changed_release(lake: Path) -> Path:
    """A release in which one number was changed after it was published."""
    folder = (lake / "releases" / "current").resolve()
    with duckdb.connect(str(folder / "marts.duckdb")) as connection:
        connection.execute(f"update industry_share set value = value + 1 where {ROW}")
    return folder


def test_a_changed_number_is_found(changed_release: Path, lake: Path) -> None:
    found = trace(changed_release, lake / "raw", "industry_share", ROW)
    figures = {f.column: f for f in found.figures}
    assert not found.agrees
    assert figures["value"].agreement == "differs"
    assert figures["share_of_nation"].agreement == "equal"
    assert "DISAGREES" in to_text(found)


def test_changed_raw_bytes_are_found(release: Path, lake: Path) -> None:
    (raw,) = (lake / "raw" / "kosis_census" / "2023").glob("*/*.json.gz")
    raw.write_bytes(raw.read_bytes() + b"\0")
    found = trace(release, lake / "raw", "industry_share", ROW)
    assert [s.intact for s in found.snapshots] == [False]
    assert not found.agrees


def test_a_missing_snapshot_is_an_error_that_names_it(release: Path, lake: Path) -> None:
    shutil.rmtree(lake / "raw" / "kosis_census" / "2023")
    with pytest.raises(StorageError, match="kosis_census 2023"):
        trace(release, lake / "raw", "industry_share", ROW)


@pytest.mark.parametrize(
    ("mart", "where", "complaint"),
    [
        ("industry_share", "year = 2023", "more than 5 rows"),
        ("industry_share", "year = 1900", "0 rows"),
        ("nowhere", "true", "no mart nowhere"),
        ("industry_share", "year = 2023) or (true", "more than 5 rows"),
        ("industry_share", "false); create table t (i int", "SC701"),
    ],
)
def test_a_condition_has_to_select_one_row(
    release: Path, bundled_lake: Path, mart: str, where: str, complaint: str
) -> None:
    with pytest.raises(QueryError, match=complaint):
        trace(release, bundled_lake / "raw", mart, where)


def suppressed_rows(marts_file: Path) -> list[tuple[int, str, str]]:
    _, rows = run_query(
        marts_file,
        "select year, region_code, ksic_code from industry_share where status = 'suppressed'"
        " order by all",
    )
    return [(int(str(y)), str(r), str(k)) for y, r, k in rows]


def test_a_suppressed_number_is_nowhere_in_its_trace(
    release: Path, bundled_lake: Path, marts_file: Path
) -> None:
    year, region, code = suppressed_rows(marts_file)[0]
    where = (
        f"year = {year} and region_code = '{region}' and ksic_code = '{code}'"
        " and measure = 'employees'"
    )
    found = trace(release, bundled_lake / "raw", "industry_share", where)
    own = {f.column: f for f in found.figures}
    for column in ("value", "share_of_nation", "share_of_region", "location_quotient"):
        assert own[column].agreement == "suppressed"
        assert own[column].recomputed is None
        assert not own[column].operands
    withheld = [c for c in found.cells if c.status == "suppressed"]
    assert withheld
    assert all(c.value is None for c in withheld)
    assert found.agrees
    assert "value: suppressed" in to_text(found)


def test_a_value_that_subtraction_gives_is_not_in_the_trace(
    release: Path, bundled_lake: Path, marts_file: Path
) -> None:
    """The remainder of the section for its one suppressed division is nowhere in the trace."""
    for year, region, code in suppressed_rows(marts_file):
        _, rows = run_query(
            marts_file,
            f"""
            with cells as (
                select ksic_code, level, status, value from industry_share
                where year = {year} and region_code = '{region}' and measure = 'employees'
            ), nation as (
                select sum(case when region_code = '00' then value else -value end) as left_over,
                       count(*) filter (status = 'suppressed') as withheld
                from industry_share
                where year = {year} and ksic_code = '{code}' and measure = 'employees'
            )
            select left_over from nation where withheld = 1
            """,
        )
        if rows:
            break
    else:
        pytest.skip("no cell of the bundled data follows from one subtraction")
    left_over = str(rows[0][0])
    where = f"year = {year} and region_code = '{region}' and ksic_code = '{code}' and measure = 'employees'"
    found = trace(release, bundled_lake / "raw", "industry_share", where)
    printed = {str(n) for n in _numbers(to_record(found))}
    assert left_over not in printed


def _numbers(value: object) -> list[float]:
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return [value]
    if isinstance(value, dict):
        return [n for key, v in value.items() if key != "raw_row" for n in _numbers(v)]
    if isinstance(value, list | tuple):
        return [n for v in value for n in _numbers(v)]
    return []


@pytest.mark.parametrize(("mart", "where"), EXAMPLES)
def test_the_examples_are_traced_by_the_command(
    smartcity: Callable[..., subprocess.CompletedProcess[str]], mart: str, where: str
) -> None:
    done = smartcity("trace", mart, "--where", where, "--json")
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert printed["agrees"]
    assert printed["figures"]
    assert printed["snapshots"]
    if mart.startswith("smart_city"):
        assert {c["entered"] for c in printed["codes"]} >= {"in_full"}
