"""Quoting for SQL text, and small questions that several packages ask of a DuckDB relation.

A `relation` is SQL text: a quoted table name, or a call such as `read_parquet('…')`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def quote_name(name: str) -> str:
    """`name` as an SQL identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def quote_names(names: Iterable[str]) -> str:
    """`names` as SQL identifiers in double quotes, separated by commas."""
    return ", ".join(map(quote_name, names))


def quote_text(value: str | Path) -> str:
    """`value` as an SQL string literal in single quotes."""
    return "'" + str(value).replace("'", "''") + "'"


def count_rows(
    connection: duckdb.DuckDBPyConnection, relation: str, condition: str = "true"
) -> int:
    """The number of rows of `relation` that meet the SQL `condition`; raises `duckdb.Error`."""
    query = f"select count(*) from {relation} where {condition}"
    return int(connection.execute(query).fetchall()[0][0])


def column_types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """The columns of `relation` in order, each with its DuckDB type; raises `duckdb.Error`."""
    described = connection.execute(f"describe select * from {relation}").fetchall()
    return {row[0]: row[1] for row in described}
