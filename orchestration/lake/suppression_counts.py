"""How many cells of a staged file were withheld, and why: counts in the metadata of its schema.

A source whose publisher decides what is suppressed (tables, workbooks) has none.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

COUNTS = ("primary_suppressed", "secondary_suppressed")
"""Cells on too few establishments, and cells that would give these away."""


def with_counts(table: pa.Table, primary: int, secondary: int) -> pa.Table:
    """`table` with both counts in its schema."""
    counts = dict(zip(COUNTS, (str(primary), str(secondary)), strict=True))
    return table.replace_schema_metadata(counts)


def counts_in(path: Path) -> dict[str, int | None]:
    """Both counts of a staged file, by name; None where it has none."""
    found = pq.read_schema(path).metadata or {}
    return {name: int(found[key]) if (key := name.encode()) in found else None for name in COUNTS}
