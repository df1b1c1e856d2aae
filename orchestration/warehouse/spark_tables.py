"""Exchange tables with Spark as Parquet: staged data sets in, marts out.

All of it is SQL, so that it works over Spark Connect too. The lake has to be on storage that the
workers see under the same path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.errors import WarehouseError

AUDITED_MODELS = ("int_cells", "int_set_leaves", "int_ksic_links", "ksic")
"""What the audit of a release reads from the warehouse besides the marts."""
_TYPES: Mapping[pa.DataType, str] = {
    pa.string(): "string",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp_ntz",
    pa.timestamp("us", tz="UTC"): "timestamp_ltz",
}


def register_staged(session: Any, schema: str, staged: Path) -> None:
    """Each staged data set as a table of `schema`, with the types that its schema file declares.

    Spark leaves out files whose names begin with `_` or `.`: schema files and unfinished ones.
    """
    session.sql(f"create schema {schema}")
    for declared in sorted(staged.glob("*/_schema.parquet")):
        folder = declared.parent
        columns = ", ".join(f"`{f.name}` {_type(f.type, folder)}" for f in pq.read_schema(declared))
        session.sql(
            f"create table {schema}.`{folder.name}` ({columns}) using parquet"
            f" location '{folder.as_uri()}'"
        )


def read_out(folder: Path, warehouse: Path, marts: Mapping[str, Mapping[str, Any]]) -> None:
    """Copy the marts (their nodes of the manifest, by name) from `folder` into a DuckDB file."""
    with duckdb.connect(str(warehouse)) as connection:
        for name, node in marts.items():
            columns = node["columns"].values()
            typed = ", ".join(f'"{c["name"]}" {c["data_type"]}' for c in columns)
            connection.execute(f'create table "{name}" ({typed})')
            if files := sorted(map(str, (folder / name).glob("*.parquet"))):
                connection.execute(
                    f'insert into "{name}" by name select * from read_parquet($files)',
                    {"files": files},
                )


def read_out_audited(folder: Path, warehouse: Path, models: Iterable[str]) -> None:
    """Copy intermediate models that the audit of the release reads, with the types of their files."""
    with duckdb.connect(str(warehouse)) as connection:
        for name in models:
            files = sorted(map(str, (folder / name).glob("*.parquet")))
            connection.execute(
                f'create table "{name}" as select * from read_parquet($files)', {"files": files}
            )


def drop_schemas(session: Any, schemas: Iterable[str]) -> None:
    """Drop the tables of a run from Spark's catalogue."""
    for schema in schemas:
        session.sql(f"drop schema if exists {schema} cascade")


def _type(kind: pa.DataType, folder: Path) -> str:
    """Spark's name of a type; a list of rows is an array of structs."""
    if pa.types.is_list(kind):
        return f"array<{_type(kind.value_type, folder)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{f.name}`: {_type(f.type, folder)}' for f in kind)}>"
    if kind not in _TYPES:
        raise WarehouseError(
            f"no type of Spark is known for {kind}",
            where=f"staged data set {folder.name}",
            remedy="name it in orchestration/warehouse/spark_tables.py",
        )
    return _TYPES[kind]
