"""A period that comes again is compared with what is in force: it may not shrink, and what changed
is recorded.

Only rows of snapshots that differ are read, so a month of hourly parts costs what its new hours cost.
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
    """The columns that name a row of a data set and those that may be revised.

    `within` is a column that holds a list of rows: each of them is compared.
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
"""The data sets whose periods can be revised; others are replaced without comparison."""


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
    """The values that differ between the staged files of one period, as REVISIONS rows.

    Rows of the snapshots in `unchanged` are in both and are not read. A key that is gone has a null
    `new_value`; a key that is new is no revision. What is suppressed
    now is `withheld` as it was before. Raises `ArrivalRefused` when there are fewer rows
    than before, unless `accept_smaller`.
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
    gone = connection.execute(
        f"select {_label('before', compared.key)} from before anti join after using ({key}) "
        "order by all limit 1"
    ).fetchone()
    raise ArrivalRefused(
        f"the period shrank from {before:,} to {after:,} rows",
        where=f"{source_id} {partition}" + (f", gone: {gone[0]}" if gone else ""),
        remedy="ask again; if the publisher confirms it, refresh with the smaller period accepted",
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
    """An SQL expression: `name=value` pairs of a row, as `value=12 status=observed`."""
    pairs = [f"concat('{c}=', coalesce({side}.{c}::varchar, 'null'))" for c in columns]
    return f"concat_ws(' ', {', '.join(pairs)})"


def _texts(values: Iterable[str]) -> str:
    return ", ".join(map(quote_text, values))
