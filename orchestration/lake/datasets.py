"""The staged data sets: names, columns and types of the Parquet that dbt reads.

Each data set is a folder staged/<name>/ with one file a source partition, and a file without rows
that holds the schema, so that a data set which is not loaded is an empty table, never a missing one.
"""

from __future__ import annotations

import pyarrow as pa

_PROVENANCE = [
    pa.field("source_id", pa.string(), nullable=False),
    pa.field("snapshot_id", pa.string(), nullable=False),
    pa.field("raw_row", pa.int64(), nullable=False),
]

CENSUS_CELLS = pa.schema(
    [
        *_PROVENANCE,
        pa.field("table_id", pa.string(), nullable=False),
        pa.field("series", pa.string(), nullable=False),
        pa.field("year", pa.int32(), nullable=False),
        pa.field("region_code", pa.string(), nullable=False),
        pa.field("ksic_revision", pa.string(), nullable=False),
        pa.field("ksic_code", pa.string(), nullable=False),
        pa.field("measure", pa.string(), nullable=False),
        pa.field("value", pa.int64()),
        pa.field("status", pa.string(), nullable=False),
    ]
)
"""One row a published cell. status: observed, suppressed, not_available."""

TAXONOMIES = pa.schema(
    [
        *_PROVENANCE,
        pa.field("taxonomy_id", pa.string(), nullable=False),
        pa.field("layer", pa.string(), nullable=False),
        pa.field("industry", pa.string(), nullable=False),
        pa.field("ksic_revision", pa.string(), nullable=False),
        pa.field("ksic_code", pa.string(), nullable=False),
        pa.field("evidence", pa.string()),
        pa.field("note", pa.string()),
    ]
)

SNAPSHOTS = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("snapshot_id", pa.string(), nullable=False),
        pa.field("partition_key", pa.string(), nullable=False),
        pa.field("part", pa.string(), nullable=False),
        pa.field("origin", pa.string(), nullable=False),
        pa.field("file_name", pa.string(), nullable=False),
        pa.field("size_bytes", pa.int64(), nullable=False),
        pa.field("row_count", pa.int64(), nullable=False),
        pa.field("request", pa.string(), nullable=False),
        pa.field("retrieved_at", pa.timestamp("us", tz="UTC")),
        pa.field("title_ko", pa.string(), nullable=False),
        pa.field("title_en", pa.string(), nullable=False),
        pa.field("publisher", pa.string(), nullable=False),
        pa.field("landing_page", pa.string(), nullable=False),
        pa.field("licence_id", pa.string(), nullable=False),
        pa.field("licence_url", pa.string(), nullable=False),
        pa.field("attribution_ko", pa.string(), nullable=False),
        pa.field("attribution_en", pa.string(), nullable=False),
    ]
)
"""One row a raw snapshot in force."""

LEFT_OUT = pa.schema(
    [
        *_PROVENANCE,
        pa.field("code_system", pa.string(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("label", pa.string()),
        pa.field("reason", pa.string(), nullable=False),
    ]
)
"""One row a source row that could not be placed in the classification: listed, never dropped."""

SHARED: dict[str, pa.Schema] = {
    "census_cells": CENSUS_CELLS,
    "taxonomies": TAXONOMIES,
    "snapshots": SNAPSHOTS,
    "left_out": LEFT_OUT,
}
