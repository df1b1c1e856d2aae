"""Finds the parts of a mart that differ between two releases; only these are compared row by row."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from orchestration.storage.sql import count_rows, quote_name, quote_text

SLICE_ROWS = 1_000_000
"""Largest number of rows of a slice of several periods; a slice of one period may have more."""

_DIFFERING = """
with old as (
    select {period} as period, count(*) as counted, sum(hash(r)) as hashes from {old} as r group by 1
), new as (
    select {period} as period, count(*) as counted, sum(hash(r)) as hashes from {new} as r group by 1
)
select
    cast(coalesce(new.period, old.period) as varchar),
    greatest(coalesce(old.counted, 0), coalesce(new.counted, 0))
from old
full join new on old.period is not distinct from new.period
where (old.counted, old.hashes) is distinct from (new.counted, new.hashes)
order by coalesce(new.period, old.period)
"""
"""SQL: the periods that differ. Equal numbers of rows and equal sums of row hashes mean equal rows."""


def find_slices(
    connection: duckdb.DuckDBPyConnection, old: str, new: str, period: str | None
) -> Iterator[str]:
    """SQL conditions on the rows of the relations `old` and `new` that together cover all differences.

    A small mart, or one without a `period` column (None), is one slice. Of a large mart, the periods
    that are equal in both relations are left out. Raises `duckdb.Error`.
    """
    if (
        period is None
        or max(count_rows(connection, old), count_rows(connection, new)) <= SLICE_ROWS
    ):
        yield "true"
        return
    column = quote_name(period)
    query = _DIFFERING.format(period=column, old=old, new=new)
    together: list[str] = []
    rows = 0
    for value, counted in connection.execute(query).fetchall():
        if together and rows + counted > SLICE_ROWS:
            yield " or ".join(together)
            together, rows = [], 0
        together.append(f"{column} is null" if value is None else f"{column} = {quote_text(value)}")
        rows += counted
    if together:
        yield " or ".join(together)
