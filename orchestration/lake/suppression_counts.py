"""The numbers of suppressed cells of a staged file, stored in the metadata of its Parquet schema.

Only sources that this project protects (microdata) have them. Where the publisher suppresses cells, as in
tables and workbooks, there are none.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

COUNTS = ("primary_suppressed", "secondary_suppressed")
"""Cells with too few establishments, and cells suppressed so that subtraction does not give the former."""


def with_counts(table: pa.Table, primary: int, secondary: int) -> pa.Table:
    """`table` with both counts in the metadata of its schema."""
    counts = dict(zip(COUNTS, (str(primary), str(secondary)), strict=True))
    return table.replace_schema_metadata(counts)


def read_counts(path: Path) -> dict[str, int | None]:
    """Both counts of a staged file, by their names in `COUNTS`; None where it has none."""
    metadata = pq.read_schema(path).metadata or {}
    return {
        name: int(metadata[key]) if (key := name.encode()) in metadata else None for name in COUNTS
    }
