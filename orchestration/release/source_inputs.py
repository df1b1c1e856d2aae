"""The sources that a release was built from, read from its mart `source_snapshots`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import duckdb

from orchestration.contracts.credit import NOT_STATED
from orchestration.contracts.declaration import Declaration
from orchestration.release.catalog import Input

_INPUTS = """
select
    source_id,
    string_agg(distinct title_en, '; ' order by title_en) as title,
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


_CREDITS = """
select distinct
    source_id, title_ko, title_en, publisher, landing_page, licence_id, attribution_ko, attribution_en
from source_snapshots
order by all
"""


def credited_sources(marts: Path, declarations: Iterable[Declaration]) -> list[Declaration]:
    """The declarations as the release in the file `marts` credits its snapshots, one per credit.

    Files that users added are credited to those who published them (`contracts.credit`).
    """
    with duckdb.connect(str(marts), read_only=True) as connection:
        cursor = connection.execute(_CREDITS)
        names = [c[0] for c in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found = []
    for declaration in declarations:
        for row in rows:
            if row["source_id"] == declaration.source_id:
                is_declared = row.pop("licence_id") == declaration.licence.id
                licence = declaration.licence if is_declared else NOT_STATED
                found.append(declaration.model_copy(update={**row, "licence": licence}))
    return found


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
