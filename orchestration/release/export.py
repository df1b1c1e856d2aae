"""Exports the marts of a warehouse: one DuckDB file, and a Parquet and a CSV file per mart.

Rows are sorted by the mart's key once (DuckDB keeps the order of a table), and no times are written, so
that the same marts give the same Parquet and CSV bytes. The DuckDB file has the storage format of DuckDB
1.2, so that version 1.2 and all later ones can open it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.errors import ReleaseError
from orchestration.release.disk_errors import disk_errors
from orchestration.release.views import create_views
from orchestration.storage.sql import column_types, count_rows, quote_name, quote_names, quote_text

STORAGE_VERSION = "v1.2.0"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Excel reads a CSV as UTF-8, and shows Korean, only if it begins with this byte order mark."""

Model = Mapping[str, Any]
"""The node of a mart in dbt's manifest."""


@dataclass(frozen=True)
class ExportedMart:
    """A mart of the release and its number of rows."""

    name: str
    rows: int


def export_marts(warehouse: Path, target: Path, models: Mapping[str, Model]) -> list[ExportedMart]:
    """Write marts.duckdb, parquet/ and csv/ into the folder `target`; returns the marts by name.

    Raises `StorageError` where the disk refuses, `ReleaseError` where a copy has not as many rows.
    """
    with disk_errors(target):
        for folder in ("parquet", "csv"):
            (target / folder).mkdir(parents=True, exist_ok=True)
        with bounded_duckdb(target) as connection:
            connection.execute(f"attach {quote_text(warehouse)} as warehouse (read_only)")
            connection.execute(
                f"attach {quote_text(target / 'marts.duckdb')} as marts"
                f" (storage_version '{STORAGE_VERSION}')"
            )
            connection.execute("use marts")
            exported = [_export(connection, target, mart, models[mart]) for mart in sorted(models)]
            create_views(connection, models)
            connection.execute("checkpoint marts")  # closing would hide an error
            connection.execute("use memory")
            connection.execute("detach marts")
    return exported


def key_of(model: Model) -> list[str]:
    """The key columns of a mart, as its YAML lists them."""
    return list(model["config"]["meta"]["key"])


def _export(
    connection: duckdb.DuckDBPyConnection, target: Path, mart: str, model: Model
) -> ExportedMart:
    table, order = quote_name(mart), quote_names(key_of(model))
    connection.execute("begin")  # otherwise each comment is a transaction that is written to disk
    connection.execute(f"create table {table} as select * from warehouse.{table} order by {order}")
    connection.execute(f"comment on table {table} is {quote_text(model['description'])}")
    for column in model["columns"].values():
        comment = quote_text(_both_languages(column))
        connection.execute(f"comment on column {table}.{quote_name(column['name'])} is {comment}")
    connection.execute("commit")
    parquet, csv = target / "parquet" / f"{mart}.parquet", target / "csv" / f"{mart}.csv"
    connection.execute(f"copy {table} to {quote_text(parquet)} (format parquet, compression zstd)")
    connection.execute(
        f"copy (select {_csv_columns(connection, table)} from {table})"
        f" to {quote_text(csv)} (format csv, header)"
    )
    return ExportedMart(mart, _count_copied(connection, table))


def _count_copied(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """The rows of the copy; raises `ReleaseError` where they are not as many as the gate has checked."""
    rows, original = count_rows(connection, table), count_rows(connection, f"warehouse.{table}")
    if rows != original:
        raise ReleaseError(
            f"mart {table} has {rows:,} rows in the release and {original:,} in the warehouse",
            where="orchestration/release/export.py",
            remedy="run the refresh again; if it stays, report it with the version of DuckDB",
        )
    return rows


def _csv_columns(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """SQL for all columns; a time stamp as ISO 8601 in UTC, whatever the time zone of the machine.

    The name of the first column begins with the byte order mark (see `BOM`).
    """
    columns = column_types(connection, table)
    return ", ".join(
        f"{_csv_value(column, kind)} as {quote_name(BOM + column if position == 0 else column)}"
        for position, (column, kind) in enumerate(columns.items())
    )


def _csv_value(column: str, kind: str) -> str:
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {quote_name(column)}), '%Y-%m-%dT%H:%M:%SZ')"
    return quote_name(column)


def _both_languages(column: Mapping[str, Any]) -> str:
    return f"{column['description']} | {column['config']['meta']['ko']}"
