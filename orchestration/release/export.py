"""The marts out of the warehouse: one DuckDB file, and Parquet and CSV of each mart.

Rows are ordered by the mart's key, once (DuckDB keeps the order of a table), and no run time is written, so
the same marts give the same Parquet and CSV bytes. The DuckDB file is in the storage format of 1.2, so that
every DuckDB since then opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.release.disk import disk_errors
from orchestration.release.sql import name, names, text
from orchestration.release.views import create_views

STORAGE_VERSION = "v1.2.0"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Excel takes a CSV for UTF-8, and shows Korean, only with this mark."""

Model = Mapping[str, Any]
"""A mart's node in dbt's manifest."""


@dataclass(frozen=True)
class ExportedMart:
    """A mart in the release."""

    name: str
    rows: int


def export_marts(warehouse: Path, target: Path, models: Mapping[str, Model]) -> list[ExportedMart]:
    """Write marts.duckdb, parquet/ and csv/ below `target`; returns the marts in order of name.

    Raises `StorageError` where the disk refuses.
    """
    with disk_errors(target):
        for folder in ("parquet", "csv"):
            (target / folder).mkdir(parents=True, exist_ok=True)
        with bounded_duckdb(target) as connection:
            connection.execute(f"attach {text(warehouse)} as warehouse (read_only)")
            connection.execute(
                f"attach {text(target / 'marts.duckdb')} as marts"
                f" (storage_version '{STORAGE_VERSION}')"
            )
            connection.execute("use marts")
            exported = [_export(connection, target, mart, models[mart]) for mart in sorted(models)]
            create_views(connection, models)
            connection.execute("checkpoint marts")  # not left to closing, which tells of no error
            connection.execute("use memory")
            connection.execute("detach marts")
    return exported


def key_of(model: Model) -> list[str]:
    """The key columns of a mart, as its YAML says."""
    return list(model["config"]["meta"]["key"])


def _export(
    connection: duckdb.DuckDBPyConnection, target: Path, mart: str, model: Model
) -> ExportedMart:
    order = names(key_of(model))
    connection.execute(
        f"create table {name(mart)} as select * from warehouse.{name(mart)} order by {order}"
    )
    connection.execute(f"comment on table {name(mart)} is {text(model['description'])}")
    for column in model["columns"].values():
        connection.execute(
            f"comment on column {name(mart)}.{name(column['name'])} is {text(_both_languages(column))}"
        )
    parquet, csv = target / "parquet" / f"{mart}.parquet", target / "csv" / f"{mart}.csv"
    connection.execute(f"copy {name(mart)} to {text(parquet)} (format parquet, compression zstd)")
    connection.execute(
        f"copy (select {_csv_columns(connection, mart)} from {name(mart)})"
        f" to {text(csv)} (format csv, header)"
    )
    counted = connection.execute(f"select count(*) from {name(mart)}").fetchall()
    return ExportedMart(mart, int(counted[0][0]))


def _csv_columns(connection: duckdb.DuckDBPyConnection, mart: str) -> str:
    """All columns; an instant as ISO 8601 in UTC, whatever the time zone of the machine.

    The name of the first begins with the mark by which Excel knows UTF-8.
    """
    columns = connection.execute(f"describe {name(mart)}").fetchall()
    return ", ".join(
        f"{_csv_value(column, kind)} as {name(BOM + column if position == 0 else column)}"
        for position, (column, kind, *_) in enumerate(columns)
    )


def _csv_value(column: str, kind: str) -> str:
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {name(column)}), '%Y-%m-%dT%H:%M:%SZ')"
    return name(column)


def _both_languages(column: Mapping[str, Any]) -> str:
    return f"{column['description']} | {column['config']['meta']['ko']}"
