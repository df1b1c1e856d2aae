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
        pa.field("primary_suppressed", pa.int64()),
        pa.field("secondary_suppressed", pa.int64()),
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
"""One row a raw snapshot in force. The numbers of suppressed cells are null where the publisher decides."""

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

REVISIONS = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("partition_key", pa.string(), nullable=False),
        pa.field("dataset", pa.string(), nullable=False),
        pa.field("row_key", pa.string(), nullable=False),
        pa.field("old_value", pa.string(), nullable=False),
        pa.field("new_value", pa.string()),
        pa.field("old_snapshot_id", pa.string(), nullable=False),
        pa.field("new_snapshot_id", pa.string()),
    ]
)
"""One row a value of an old period that the source changed; `new_value` is null when the row is gone.

`row_key`, `old_value` and `new_value` read `name=value name=value`.
"""

READING = pa.struct(
    [
        pa.field("metric", pa.string()),
        pa.field("value_min", pa.float64()),
        pa.field("value_avg", pa.float64()),
        pa.field("value_max", pa.float64()),
    ]
)
"""What a sensor measured of one metric in an hour. A statistic that was not measured is null."""

SDOT_READINGS = pa.schema(
    [
        *_PROVENANCE,
        pa.field("measured_at", pa.timestamp("us"), nullable=False),
        pa.field("received_at", pa.timestamp("us")),
        pa.field("sensor_id", pa.string(), nullable=False),
        pa.field("model", pa.string()),
        pa.field("district", pa.string()),
        pa.field("dong", pa.string()),
        pa.field("region_kind", pa.string()),
        pa.field("data_no", pa.int32(), nullable=False),
        pa.field("readings", pa.list_(READING), nullable=False),
    ]
)
"""One row a sensor and hour (and data_no: 1 real-time, 2 corrected; the API has 1 alone).

Both times are local in Asia/Seoul, without a zone. `district` and `dong` are as the source writes
them. `readings` has each metric once: one of which no statistic was measured in that hour is there
with three nulls, so that gaps can be counted; metrics that the source does not have at all are not.
Corrected rows do not replace real-time ones here; marts choose.
"""

SDOT_METRICS: dict[str, str] = {
    "temperature": "°C",
    "humidity": "%",
    "wind_speed": "m/s",
    "wind_direction": "degree",
    "gust_speed": "m/s",
    "gust_direction": "degree",
    "illuminance": "lux",
    "ultraviolet": "UVI",
    "noise": "dB",
    "vibration_x": "mm/s or g",
    "vibration_y": "mm/s or g",
    "vibration_z": "mm/s or g",
    "globe_temperature": "°C",
    "pm10": "µg/m³",
    "pm25": "µg/m³",
    "nitrogen_dioxide": "ppm",
    "carbon_monoxide": "ppm",
    "sulphur_dioxide": "ppm",
    "ammonia": "ppm",
    "hydrogen_sulphide": "ppm",
    "ozone": "ppm",
}
"""The metrics of SDOT_READINGS and their units."""

NPS_WORKPLACES = pa.schema(
    [
        *_PROVENANCE,
        pa.field("month", pa.date32(), nullable=False),
        pa.field("region_code", pa.string(), nullable=False),
        pa.field("industry_name", pa.string(), nullable=False),
        pa.field("ksic_revision", pa.string(), nullable=False),
        pa.field("ksic_code", pa.string()),
        pa.field("workplaces", pa.int64(), nullable=False),
        pa.field("withdrawn", pa.int64(), nullable=False),
        pa.field("insured", pa.int64(), nullable=False),
        pa.field("joined", pa.int64(), nullable=False),
        pa.field("lost", pa.int64(), nullable=False),
    ]
)
"""One row a month (its first day), province (statistical code) and industry name as the file writes it.

`ksic_code` is the five-digit code of that name, null where no class has it. `workplaces` and `insured`
count registered workplaces, `withdrawn` those that left; `joined` and `lost` are people, over both.
"""

NPS_PUBLISHED = pa.schema(
    [
        *_PROVENANCE,
        pa.field("month", pa.date32(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("region_code", pa.string(), nullable=False),
        pa.field("industry_name", pa.string(), nullable=False),
        pa.field("ksic_revision", pa.string(), nullable=False),
        pa.field("ksic_code", pa.string()),
        pa.field("workplaces", pa.int64()),
        pa.field("insured", pa.int64(), nullable=False),
        pa.field("threshold", pa.int64(), nullable=False),
    ]
)
"""One row per published aggregate of the pension file.

kind: total (of a region), industry (of the nation or a province), no_industry (of the nation, without an
industry name). `industry_name` is empty where kind is not industry; `workplaces` is null where it is not
published. A pair of industry and province that is not listed has fewer insured than `threshold`.
"""

SHARED: dict[str, pa.Schema] = {
    "census_cells": CENSUS_CELLS,
    "taxonomies": TAXONOMIES,
    "snapshots": SNAPSHOTS,
    "left_out": LEFT_OUT,
    "revisions": REVISIONS,
    "sdot_readings": SDOT_READINGS,
    "nps_workplaces": NPS_WORKPLACES,
    "nps_published": NPS_PUBLISHED,
}
