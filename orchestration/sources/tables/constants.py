"""Staged tables made of what was computed and what is the same in every row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa

Constants = Mapping[str, str | int | date | None]


def filled(table: pa.Table, constants: Constants, schema: pa.Schema) -> pa.Table:
    """`table` in the columns and types of `schema`; a column that it lacks is that constant."""
    columns = [
        table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.repeat(pa.scalar(constants[field.name], field.type), table.num_rows)
        for field in schema
    ]
    return pa.table(columns, schema=schema)
