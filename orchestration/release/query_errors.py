"""Turns DuckDB's errors about a query into one line: what, at which line and column, what to do."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import duckdb

from orchestration.errors import QueryError

LIST_COLUMNS = "`smartcity tables` lists the marts, `smartcity tables MART` the columns of one"
_OF_TABLE = re.compile(r'^Table "(?P<table>.+)" does not have a column named "(?P<name>.+)"')
_NO_TABLE = re.compile(r'^Referenced table "(?P<name>.+)" not found')
_QUOTED = re.compile(r'"([^"]+)"')


def query_error(error: duckdb.Error, sql: str, connection: duckdb.DuckDBPyConnection) -> QueryError:
    """The `QueryError` for DuckDB's `error` about `sql`; `connection` is asked for the names that exist."""
    kind, _, content = str(error).partition(": ")
    try:
        details: dict[str, Any] = json.loads(content)
    except ValueError:
        return QueryError(str(error).splitlines()[0], where="the query", remedy="correct the query")
    message = str(details.get("exception_message", "")).strip()
    where = _place(sql, details.get("position"))
    name, known = _unknown_name(details, message, sql, connection)
    if name is None:
        said = " ".join(message.splitlines()[:1])
        if not isinstance(error, duckdb.ParserException):  # a syntax error says what it is
            said = f"{kind}: {said}"
        return QueryError(said, where=where, remedy="correct the query")
    close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    advice = f'did you mean "{close[0]}"? ' if close else ""
    what = "table" if details.get("type") == "Table" else "column"
    if found := _OF_TABLE.match(message):
        said = f'table "{found["table"]}" has no column "{name}"'
    elif _NO_TABLE.match(message):
        said = f'the query has no table "{name}"'
    else:
        said = f'there is no {what} "{name}"'
    return QueryError(said, where=where, remedy=advice + LIST_COLUMNS)


def _unknown_name(
    details: Mapping[str, Any], message: str, sql: str, connection: duckdb.DuckDBPyConnection
) -> tuple[str | None, list[str]]:
    """The name that is not known, and the names that exist in its place; None for another error."""
    candidates = _QUOTED.findall(message.partition("Candidate")[2])
    if details.get("type") == "Table":
        return details["name"], [table for table, _ in _columns(connection)]
    if found := _NO_TABLE.match(message):
        return found["name"], candidates
    columns = [column for table, column in _columns(connection) if table in sql.lower()]
    if found := _OF_TABLE.match(message):
        return found["name"], [*candidates, *columns]
    if details.get("error_subtype") == "COLUMN_NOT_FOUND":
        return details["name"], [*candidates, *columns]
    return None, []


def _columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every table of the file with each of its columns."""
    with suppress(duckdb.Error):  # no transaction was open
        connection.rollback()
    return connection.execute("select table_name, column_name from duckdb_columns()").fetchall()


def _place(sql: str, position: object) -> str:
    """The line and column, from 1, of a position in bytes from the start."""
    if position is None or not str(position).isdigit():
        return "the query"
    before = sql.encode()[: int(str(position))].decode(errors="ignore")
    return f"line {before.count(chr(10)) + 1}, column {len(before.rpartition(chr(10))[2]) + 1}"
