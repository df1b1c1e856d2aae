"""Collects the changes between two releases: counts all of them and lists the largest.

The number of listed changes is limited, so that releases that differ in every value can be compared too.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.release.change_size import SIZES, Size
from orchestration.release.export import BOM
from orchestration.storage.sql import count_rows, quote_name, quote_text

LISTED = 1_000_000
"""Changes per mart that changes.csv lists: the largest, and no more than a spreadsheet can open."""

_COLUMNS = """
    mart varchar, kind varchar, size varchar, key varchar, column_name varchar,
    old_value varchar, new_value varchar, relative_change double, period varchar
"""
_WRITTEN = "kind, size, key, column_name, old_value, new_value, relative_change"
_LARGEST = (
    f"list_position({list(SIZES)}, size) nulls last, relative_change desc nulls first,"
    " key, column_name"
)


class ChangeLog:
    """The changes of one comparison, in temporary tables of a DuckDB connection.

    Per mart, call `add` for each kind of change and `count_added` after each slice, then `finish_mart`.
    Tables: `added` (not yet counted), `listed` (of the current mart), `changes` (of the finished marts),
    `examples` (the largest per size) and `counted` (numbers by mart, kind, size and period).
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, shown: int, listed: int) -> None:
        """`shown` limits the examples per mart and size, `listed` the changes per mart."""
        self._connection, self._shown, self._listed = connection, shown, listed
        for table in ("added", "listed", "examples", "changes"):
            connection.execute(f"create temp table {table} ({_COLUMNS})")
        connection.execute(
            "create temp table counted (mart varchar, kind varchar, size varchar, period varchar,"
            " changes bigint)"
        )

    def add(self, select: str) -> None:
        """Add the rows of the query `select`, which has columns of the log by name."""
        self._connection.execute(f"insert into added by name {select}")

    def count_added(self) -> None:
        """Count the changes added since the last call and list the largest of them."""
        run = self._connection.execute
        run("insert into counted select mart, kind, size, period, count(*) from added group by all")
        run(
            "insert into examples select * from added where kind = 'changed' qualify row_number()"
            f" over (partition by size order by {_LARGEST}) <= {self._shown}"
        )
        run("insert into listed select * from added")
        run("truncate added")
        if count_rows(self._connection, "listed") > self._listed:
            run(
                "create or replace temp table listed as"
                f" select * from listed order by {_LARGEST} limit {self._listed}"
            )

    def finish_mart(self) -> None:
        """Store the listed changes of the current mart; the next `add` belongs to another mart."""
        self._connection.execute("insert into changes select * from listed")
        self._connection.execute("truncate listed")

    def rows(self, mart: str, kind: str) -> dict[str, int]:
        """The number of rows of `mart` that were added or removed (`kind`), by period."""
        query = (
            "select period, cast(sum(changes) as bigint) from counted where mart = ? and kind = ?"
            " group by period order by period"
        )
        return dict(self._connection.execute(query, [mart, kind]).fetchall())

    def sizes(self, mart: str) -> dict[Size, int]:
        """The number of changed values of `mart`, by size; sizes without a change are left out."""
        query = (
            "select size, cast(sum(changes) as bigint) from counted"
            " where mart = ? and kind = 'changed' group by size"
        )
        found = dict(self._connection.execute(query, [mart]).fetchall())
        return {size: found[size] for size in SIZES if size in found}

    def largest(
        self, mart: str
    ) -> list[tuple[Size, str, str, str | None, str | None, float | None]]:
        """The largest changes of each size: size, key, column, old value, new value, relative change."""
        query = (
            "select size, key, column_name, old_value, new_value, relative_change from examples"
            " where mart = ? qualify row_number() over ("
            f" partition by size order by {_LARGEST}) <= {self._shown} order by {_LARGEST}"
        )
        return self._connection.execute(query, [mart]).fetchall()

    def unlisted(self, mart: str) -> int:
        """The number of changes of `mart` that are counted but not listed."""
        query = "select coalesce(sum(changes), 0) from counted where mart = ?"
        counted = self._connection.execute(query, [mart]).fetchall()[0][0]
        return max(0, int(counted) - self._listed)

    def write(self, details: Path) -> None:
        """Write all listed changes to the CSV file `details`."""
        self._connection.execute(
            f"copy (select mart as {quote_name(BOM + 'mart')}, {_WRITTEN} from changes order by all)"
            f" to {quote_text(details)} (format csv, header)"
        )
