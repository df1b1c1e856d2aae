"""The sources that a release was built from, read from its mart `source_snapshots`."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import duckdb

from orchestration.release.catalog import Input

_INPUTS = """
select
    source_id,
    min(title_en) as title,
    min(partition_key) || case when count(*) > 1 then ' to ' || max(partition_key) else '' end as period,
    cast(sum(row_count) as bigint) as rows,
    cast(sum(primary_suppressed) as bigint) as primary_suppressed,
    cast(sum(secondary_suppressed) as bigint) as secondary_suppressed,
    sha256(string_agg(snapshot_id, '' order by partition_key, part)) as sha256,
    string_agg(distinct origin, ', ') as origin
from source_snapshots
group by source_id
order by source_id
"""


_PERIODS = """
select source_id, partition_key, cast(sum(row_count) as bigint)
from source_snapshots
group by all
"""


def read_periods(marts: Path) -> dict[tuple[str, str], int]:
    """The staged rows of the release in the file `marts`, by source and partition."""
    with duckdb.connect(str(marts), read_only=True) as connection:
        rows = connection.execute(_PERIODS).fetchall()
    return {(source_id, partition): count for source_id, partition, count in rows}


def read_inputs(marts: Path) -> list[Input]:
    """One record per source: title, periods, rows, suppressed cells, hash of its snapshots, origins."""
    with duckdb.connect(str(marts), read_only=True) as connection:
        cursor = connection.execute(_INPUTS)
        names = [c[0] for c in cursor.description or []]
        return [cast(Input, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
