"""Runs SQL on a release: read-only, without access to other files or the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.duckdb_lock import lock_errors
from orchestration.errors import QueryError
from orchestration.release.query_errors import query_error
from orchestration.stopping import interrupted_by

_RESTRICTIONS = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "errors_as_json": True,
    "lock_configuration": True,
}

Result = tuple[list[str], list[tuple[object, ...]]]
"""Column names and rows."""


@contextmanager
def connect(
    marts: Path, limits: Mapping[str, str] | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can only read the DuckDB file `marts`; raises `ReleaseInUse` where it is locked.

    `limits` are further settings of DuckDB, such as `memory_limit`.
    """
    with lock_errors(marts):
        opened = duckdb.connect(
            str(marts), read_only=True, config={**(limits or {}), **_RESTRICTIONS}
        )
    with opened as connection, interrupted_by(connection.interrupt):
        yield connection


def run_query(marts: Path, sql: str) -> Result:
    """The result of `sql`, one statement; raises `QueryError` as `query_on`."""
    with connect(marts) as connection:
        return query_on(connection, sql)


def query_on(connection: duckdb.DuckDBPyConnection, sql: str) -> Result:
    """The result of `sql` on a connection of `connect`.

    Raises `QueryError` where `sql` is not one statement with a result, or where DuckDB refuses it: with the
    line and column, and the closest name where a name is not known.
    """
    with query_errors(connection, sql):
        require_one_query(connection, sql)
        cursor = connection.execute(sql)
        return [column[0] for column in cursor.description or []], cursor.fetchall()


@contextmanager
def query_errors(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[None]:
    """Turn the errors of DuckDB inside the block into a `QueryError` about `sql`."""
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise query_error(error, sql, connection) from None


def require_one_query(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise `QueryError` unless `sql` is one statement with a result."""
    statements = connection.extract_statements(sql)  # duckdb's own would open a second database
    if not statements:
        raise QueryError(
            "the query is empty", remedy='write one, as in "select * from data_dictionary"'
        )
    if len(statements) > 1:
        raise QueryError(
            f"the text has {len(statements)} statements, but a query is one",
            remedy="run them one at a time, or in `smartcity shell`",
        )
    kinds = statements[0].expected_result_type
    if kinds != [duckdb.ExpectedResultType.QUERY_RESULT]:
        raise QueryError(
            f"{statements[0].type.name} is not a query; a release is read-only",
            remedy="write a select, with, from, describe, show, summarize or explain statement",
        )
