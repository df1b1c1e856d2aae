"""Compare a new version of a period with the active one: it may not have fewer rows; changes are recorded.

Only rows of snapshots that differ are read, so that a month with many hourly parts costs only its new
hours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.contracts.datasets import REVISIONS
from orchestration.errors import ArrivalRefused
from orchestration.storage.sql import quote_text


@dataclass(frozen=True)
class Compared:
    """The columns that identify a row of a data set, and those with values that can be revised.

    `within` is a column with a list of structs: each element is compared as a row.
    """

    key: tuple[str, ...]
    values: tuple[str, ...]
    within: str | None = None


COMPARED: dict[str, Compared] = {
    "census_cells": Compared(
        ("year", "region_code", "ksic_revision", "ksic_code", "measure"), ("value", "status")
    ),
    "sdot_readings": Compared(
        ("sensor_id", "measured_at", "data_no", "metric"),
        ("value_min", "value_avg", "value_max"),
        within="readings",
    ),
}
"""The data sets that are compared; a period of another data set is replaced without comparison."""


def compare_periods(
    dataset: str,
    old: Sequence[Path],
    new: Sequence[Path],
    *,
    unchanged: Collection[str],
    source_id: str,
    partition: str,
    accept_smaller: bool = False,
) -> pa.Table:
    """The rows that differ between the staged files of one period, as a table with the schema REVISIONS.

    Rows of the snapshots in `unchanged` are in both versions and are not read. A removed row has a null
    `new_value`; an added row is not a revision. The old value of a cell that is now suppressed is
    `withheld`, so that it is not disclosed. Raises `ArrivalRefused` where the new version has fewer rows,
    unless `accept_smaller`.
    """
    compared = COMPARED[dataset]
    with duckdb.connect() as connection:
        for name, paths in (("before", old), ("after", new)):
            connection.execute(
                f"create view {name} as select {_columns(compared)} "
                f"from read_parquet([{_texts(map(str, paths))}]) "
                f"where snapshot_id not in ({_texts(('', *sorted(unchanged)))})"
            )
        if not accept_smaller:
            _refuse_smaller(connection, compared, source_id, partition)
        return _revisions(connection, compared, dataset, source_id, partition)


def _refuse_smaller(
    connection: duckdb.DuckDBPyConnection, compared: Compared, source_id: str, partition: str
) -> None:
    query = "select (select count(*) from before), (select count(*) from after)"
    before, after = connection.execute(query).fetchall()[0]
    if after >= before:
        return
    key = ", ".join(compared.key)
    removed = connection.execute(
        f"select {_label('before', compared.key)} from before anti join after using ({key}) "
        "order by all limit 1"
    ).fetchone()
    raise ArrivalRefused(
        f"the period has {after:,} rows, fewer than the active one with {before:,}",
        where=f"{source_id} {partition}" + (f", missing: {removed[0]}" if removed else ""),
        remedy="check the source; if the publisher confirms it, refresh with --accept-smaller",
    )


def _revisions(
    connection: duckdb.DuckDBPyConnection,
    compared: Compared,
    dataset: str,
    source_id: str,
    partition: str,
) -> pa.Table:
    key = ", ".join(compared.key)
    is_hidden = "after.status = 'suppressed'" if "status" in compared.values else "false"
    differs = " or ".join(f"before.{v} is distinct from after.{v}" for v in compared.values)
    result = connection.sql(
        f"""
        select {quote_text(source_id)} as source_id, {quote_text(partition)} as partition_key,
               {quote_text(dataset)} as dataset, {_label("before", compared.key)} as row_key,
               case when {is_hidden} then 'withheld'
                    else {_label("before", compared.values)} end as old_value,
               case when after.snapshot_id is not null
                    then {_label("after", compared.values)} end as new_value,
               before.snapshot_id as old_snapshot_id, after.snapshot_id as new_snapshot_id
        from before left join after using ({key})
        where after.snapshot_id is null or {differs}
        order by row_key
        """
    )
    return pa.table(result.to_arrow_table()).cast(REVISIONS)


def _columns(compared: Compared) -> str:
    if compared.within is None:
        return "*"
    return f"* exclude ({compared.within}), unnest({compared.within}, recursive := true)"


def _label(side: str, columns: Sequence[str]) -> str:
    """SQL for the columns of a row as text, for example `value=12 status=observed`."""
    pairs = [f"concat('{c}=', coalesce({side}.{c}::varchar, 'null'))" for c in columns]
    return f"concat_ws(' ', {', '.join(pairs)})"


def _texts(values: Iterable[str]) -> str:
    return ", ".join(map(quote_text, values))
