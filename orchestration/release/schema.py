"""The marts of a release and their columns, as its own file describes them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import duckdb

from orchestration.errors import QueryError
from orchestration.storage.sql import count_rows, quote_name


@dataclass(frozen=True)
class Mart:
    """A mart, the number of its rows and its description in English."""

    name: str
    rows: int
    description: str


@dataclass(frozen=True)
class Column:
    """A column of a mart, its DuckDB type and its descriptions."""

    name: str
    data_type: str
    description_en: str
    description_ko: str


def marts(connection: duckdb.DuckDBPyConnection) -> list[Mart]:
    """All marts of the file by name."""
    tables = connection.execute(
        "select table_name, coalesce(comment, '') from duckdb_tables() order by table_name"
    ).fetchall()
    return [Mart(name, count_rows(connection, quote_name(name)), text) for name, text in tables]


def columns(connection: duckdb.DuckDBPyConnection, mart: str) -> list[Column]:
    """The columns of a mart in order; raises `QueryError` with the closest name for an unknown one."""
    known = [
        name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
    ]
    if mart not in known:
        close = difflib.get_close_matches(mart.lower(), known, n=1)
        advice = f"did you mean {close[0]}? " if close else ""
        raise QueryError(
            f"there is no mart {mart}",
            where="this release",
            remedy=f"{advice}`smartcity tables` lists the marts",
        )
    rows = connection.execute(
        """
        select c.column_name, c.data_type,
            coalesce(d.description_en, c.comment, ''), coalesce(d.description_ko, '')
        from duckdb_columns() as c
        left join data_dictionary as d on d.mart = c.table_name and d.column_name = c.column_name
        where c.table_name = $1
        order by c.column_index
        """,
        [mart],
    ).fetchall()
    return [Column(*row) for row in rows]
