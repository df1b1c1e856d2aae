"""The schemas of the staged data sets, the Parquet files that dbt reads.

Each data set is a folder staged/<name>/ with one file per batch of a partition, and a file without rows
that has the schema: a data set without data is an empty table, not a missing one.

Every row has its provenance: `source_id`, `snapshot_id` (the sha256 of the raw bytes), and `raw_row`, the
number of the row in the raw file. It counts from 1: the line of a text file with its header, the row of a
sheet, or the position in the list of a response. It is 0 where a row aggregates the whole file.
"""

from __future__ import annotations

import pyarrow as pa

PROVENANCE = [
    pa.field("source_id", pa.string(), nullable=False),
    pa.field("snapshot_id", pa.string(), nullable=False),
    pa.field("raw_row", pa.int64(), nullable=False),
]
"""Where a staged row comes from: its source, its snapshot, and the row of the raw file."""

CENSUS_CELLS = pa.schema(
    [
        *PROVENANCE,
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
"""One row per published cell. `status` is observed, suppressed or not_available; `value` is a count."""

TAXONOMIES = pa.schema(
    [
        *PROVENANCE,
        pa.field("taxonomy_id", pa.string(), nullable=False),
        pa.field("layer", pa.string(), nullable=False),
        pa.field("industry", pa.string()),
        pa.field("parent", pa.string()),
        pa.field("own_code", pa.string()),
        pa.field("name_ko", pa.string()),
        pa.field("name_en", pa.string()),
        pa.field("ksic_revision", pa.string()),
        pa.field("ksic_code", pa.string()),
        pa.field("coverage", pa.string()),
        pa.field("part_share", pa.float64()),
        pa.field("evidence", pa.string()),
        pa.field("note", pa.string()),
        pa.field("title_ko", pa.string()),
        pa.field("title_en", pa.string()),
        pa.field("agency_ko", pa.string()),
        pa.field("agency_en", pa.string()),
        pa.field("notice", pa.string()),
        pa.field("notice_date", pa.date32()),
        pa.field("valid_from", pa.date32()),
        pa.field("source_url", pa.string()),
    ]
)
"""One row per row of a taxonomy file: a KSIC code of a layer or of an industry of it, with its coverage
(full, part), or without a code the description of a layer or industry. The metadata of the file are the
same in all its rows. See `taxonomy_form`."""

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
        pa.field("landing_page", pa.string()),
        pa.field("licence_id", pa.string(), nullable=False),
        pa.field("licence_url", pa.string()),
        pa.field("attribution_ko", pa.string(), nullable=False),
        pa.field("attribution_en", pa.string(), nullable=False),
    ]
)
"""One row per active raw snapshot. Both counts are null where the publisher suppresses cells; page and
licence address are null where a file that a user added states none. See `credit`."""

LEFT_OUT = pa.schema(
    [
        *PROVENANCE,
        pa.field("code_system", pa.string(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("label", pa.string()),
        pa.field("reason", pa.string(), nullable=False),
    ]
)
"""One row per source row that was left out, with the code that could not be classified and the reason."""

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
"""One row per revised row of an earlier period; `new_value` is null where the source removed the row.

`row_key`, `old_value` and `new_value` have the form `name=value name=value`.
"""

READING = pa.struct(
    [
        pa.field("metric", pa.string()),
        pa.field("value_min", pa.float64()),
        pa.field("value_avg", pa.float64()),
        pa.field("value_max", pa.float64()),
    ]
)
"""The values of one metric in one hour. A statistic that was not measured is null."""

SDOT_READINGS = pa.schema(
    [
        *PROVENANCE,
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
"""One row per sensor, hour and `data_no` (1 real-time, 2 corrected; the API has only 1).

Both times are local time in Asia/Seoul, without a zone. `district` and `dong` are spelled as in the source.
`readings` has each metric of the source once. A metric without any value in that hour has three nulls, so
that gaps can be counted. Corrected rows do not replace real-time rows here; marts choose between them.
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
"""The metrics of SDOT_READINGS, with their units."""

NPS_WORKPLACES = pa.schema(
    [
        *PROVENANCE,
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
"""One row per month (its first day), province (KOSTAT code) and industry name as spelled in the file.

`ksic_code` is the five-digit code with that name, null where no code has it. `workplaces` is the number of
registered workplaces and `insured` the insured people there; `withdrawn` is the number of workplaces that
left the scheme. `joined` and `lost` are people who joined and left, in both kinds of workplaces.
"""

NPS_PUBLISHED = pa.schema(
    [
        *PROVENANCE,
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

STAGED_SCHEMAS: dict[str, pa.Schema] = {
    "census_cells": CENSUS_CELLS,
    "taxonomies": TAXONOMIES,
    "snapshots": SNAPSHOTS,
    "left_out": LEFT_OUT,
    "revisions": REVISIONS,
    "sdot_readings": SDOT_READINGS,
    "nps_workplaces": NPS_WORKPLACES,
    "nps_published": NPS_PUBLISHED,
}
"""The data sets that are part of the project; delimited sources declare further ones."""
