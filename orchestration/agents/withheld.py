"""Withholds point estimates of reliability C from every query: such a value is its interval only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from orchestration.errors import QueryError
from orchestration.storage.sql import quote_name

LOWEST = "C"
"""The reliability of which only the interval is given."""
GRADED = {"estimate": "reliability", "share_estimate": "reliability_in_nation"}
"""The columns of estimates, each with the column of its reliability."""
_BY_NAME = {"query", "query_table"}
"""Functions that read a table whose name is a text."""


def withhold(connection: duckdb.DuckDBPyConnection) -> None:
    """Cover each mart with estimates by a temporary view of the same name, in which those of C are null.

    DuckDB looks a name up among the temporary views first, also inside the views of the release.
    """
    database = connection.execute("select current_database()").fetchall()[0][0]
    for mart, columns in graded_marts(connection).items():
        masked = ", ".join(
            f"case when {GRADED[name]} = '{LOWEST}' then null else {name} end as {name}"
            for name in columns
        )
        source = f"{quote_name(database)}.main.{quote_name(mart)}"
        connection.execute(
            f"create temp view {quote_name(mart)} as select * replace ({masked}) from {source}"
        )


def graded_marts(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The marts with graded estimates, each with the columns of `GRADED` that it has."""
    rows = connection.execute(
        "select c.table_name, c.column_name from duckdb_columns() as c"
        " join duckdb_tables() as t on c.table_oid = t.table_oid and c.database_name = t.database_name"
        " order by 1, c.column_index"
    ).fetchall()
    by_mart: dict[str, set[str]] = {}
    for mart, column in rows:
        by_mart.setdefault(mart, set()).add(column)
    graded = {
        mart: [name for name, grade in GRADED.items() if {name, grade} <= columns]
        for mart, columns in by_mart.items()
    }
    return {mart: columns for mart, columns in graded.items() if columns}


def refuse_detours(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise `QueryError` where the select `sql` names a table in a way that passes the views by."""
    text = connection.execute("select json_serialize_sql($1)", [sql]).fetchall()[0][0]
    for node in _nodes(json.loads(text)):
        qualified = node.get("catalog_name") or node.get("schema_name") not in ("", "main", None)
        if node.get("type") == "BASE_TABLE" and qualified and not _is_catalog(node):
            raise QueryError(
                f"{node['table_name']} is named with its database or schema",
                where="the query",
                remedy="write the name of the mart alone",
            )
        if node.get("function_name") in _BY_NAME:
            raise QueryError(
                f"the function {node['function_name']} is not available here",
                where="the query",
                remedy="name the mart in the from clause",
            )


def _is_catalog(node: dict[str, Any]) -> bool:
    """Whether the table is of the schemas that every database has."""
    return node.get("schema_name") in ("information_schema", "pg_catalog")


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for child in tree.values():
            yield from _nodes(child)
    elif isinstance(tree, list):
        for child in tree:
            yield from _nodes(child)
