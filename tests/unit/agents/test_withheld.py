from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.agents.withheld import graded_marts, refuse_detours, withhold
from orchestration.errors import QueryError
from orchestration.release.query import connect


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Synthetic: a mart with graded estimates, a view of it, and a mart without grades."""
    file = tmp_path / "some-marts.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute(
            "create table graded as select * from"
            " (values (1, 5.0, 'A', 0.5, 'C'), (2, 7.0, 'C', 0.25, 'B'))"
            " as t(id, estimate, reliability, share_estimate, reliability_in_nation)"
        )
        made.execute("create view v_graded as select * from graded where id > 0")
        made.execute("create table plain as select 3.0 as estimate")
    with connect(file) as opened:
        withhold(opened)
        yield opened


def test_which_marts_are_graded(connection: duckdb.DuckDBPyConnection) -> None:
    assert graded_marts(connection) == {"graded": ["estimate", "share_estimate"]}


@pytest.mark.parametrize("table", ["graded", "main.graded", "v_graded"])
def test_reliability_c_is_null(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    rows = connection.execute(f"select estimate, share_estimate from {table} order by id")
    assert rows.fetchall() == [(5.0, None), (None, 0.25)]


def test_other_marts_are_as_they_are(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute("select estimate from plain").fetchall() == [(3.0,)]


@pytest.mark.parametrize(
    "sql",
    [
        'select * from "some-marts".main.graded',
        'select * from "some-marts".graded',
        "select * from query('select 1')",
        "select * from (select * from query_table('graded'))",
    ],
)
def test_detours_are_refused(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(QueryError):
        refuse_detours(connection, sql)


@pytest.mark.parametrize(
    "sql",
    ["select * from graded", "from main.graded", "select * from information_schema.tables"],
)
def test_plain_names_are_not(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    refuse_detours(connection, sql)
    assert connection.execute(sql).fetchall()
