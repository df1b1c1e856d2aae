"""Build staged tables from computed columns and constants, and name the file they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused

Constants = Mapping[str, str | int | date | None]
WHOLE_FILE = 0
"""The `raw_row` of a row that is computed from the whole file."""


def location_of(declaration: Declaration, snapshot: Snapshot) -> str:
    """Source and file of `snapshot`, for the `where` of errors."""
    return f"{declaration.source_id} {snapshot.manifest.file_name}"


def provenance_of(declaration: Declaration, snapshot: Snapshot) -> dict[str, str]:
    """The columns that are the same in all staged rows of a snapshot."""
    return {"source_id": declaration.source_id, "snapshot_id": snapshot.snapshot_id}


def only_snapshot(declaration: Declaration, snapshots: Sequence[Snapshot], period: str) -> Snapshot:
    """The snapshot of a partition that must be one file; raises `ArrivalRefused`."""
    if len(snapshots) != 1:
        raise ArrivalRefused(
            f"{len(snapshots)} files for one {period}",
            where=declaration.source_id,
            remedy="keep one",
        )
    return snapshots[0]


def fill_columns(table: pa.Table, constants: Constants, schema: pa.Schema) -> pa.Table:
    """`table` with the columns and types of `schema`; missing columns have the value of `constants`."""
    columns = [
        table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.repeat(pa.scalar(constants[field.name], field.type), table.num_rows)
        for field in schema
    ]
    return pa.table(columns, schema=schema)
