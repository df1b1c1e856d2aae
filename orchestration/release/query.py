"""Runs SQL on a release: read-only, without access to other files or the network."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.duckdb_lock import lock_errors
from orchestration.errors import QueryError
from orchestration.foreign_text import first_line

_LOCKED = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "lock_configuration": True,
}


def connect(marts: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can only read the DuckDB file `marts`; raises `ReleaseInUse` where it is locked."""
    with lock_errors(marts):
        return duckdb.connect(str(marts), read_only=True, config=dict(_LOCKED))


def run_query(marts: Path, sql: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """The column names and rows of the result of `sql`; raises `QueryError` with DuckDB's first line."""
    try:
        with connect(marts) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or []]
            return names, cursor.fetchall()
    except duckdb.Error as error:
        raise QueryError(
            first_line(error),
            where="the query",
            remedy='`smartcity query "select mart, column_name, description_en from data_dictionary"`'
            " lists all marts and columns",
        ) from None
