"""The marts out of the warehouse: one DuckDB file, and Parquet and CSV of each mart.

Rows are ordered by the mart's key and no run time is written, so the same marts give the same Parquet
and CSV bytes. The DuckDB file is in the storage format of 1.2, so that every DuckDB since then opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lake.files import storage_errors

STORAGE_VERSION = "v1.2.0"
_BOM = b"\xef\xbb\xbf"
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
    with storage_errors(target):
        for folder in ("parquet", "csv"):
            (target / folder).mkdir(parents=True, exist_ok=True)
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach '{_quoted(warehouse)}' as warehouse (read_only)")
            connection.execute(
                f"attach '{_quoted(target / 'marts.duckdb')}' as marts"
                f" (storage_version '{STORAGE_VERSION}')"
            )
            return [_export(connection, target, name, models[name]) for name in sorted(models)]


def key_of(model: Model) -> list[str]:
    """The key columns of a mart, as its YAML says."""
    return list(model["config"]["meta"]["key"])


def _export(
    connection: duckdb.DuckDBPyConnection, target: Path, name: str, model: Model
) -> ExportedMart:
    order = ", ".join(f'"{column}"' for column in key_of(model))
    connection.execute(
        f'create table marts."{name}" as select * from warehouse."{name}" order by {order}'
    )
    connection.execute(f'comment on table marts."{name}" is {_literal(model["description"])}')
    for column in model["columns"].values():
        connection.execute(
            f'comment on column marts."{name}"."{column["name"]}" is'
            f" {_literal(_both_languages(column))}"
        )
    ordered = f'select * from marts."{name}" order by {order}'
    parquet, csv = target / "parquet" / f"{name}.parquet", target / "csv" / f"{name}.csv"
    connection.execute(
        f"copy ({ordered}) to '{_quoted(parquet)}' (format parquet, compression zstd)"
    )
    connection.execute(f"copy ({ordered}) to '{_quoted(csv)}' (format csv, header)")
    csv.write_bytes(_BOM + csv.read_bytes())
    counted = connection.execute(f'select count(*) from marts."{name}"').fetchall()
    return ExportedMart(name, int(counted[0][0]))


def _both_languages(column: Mapping[str, Any]) -> str:
    return f"{column['description']} | {column['config']['meta']['ko']}"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
