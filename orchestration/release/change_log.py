"""All changes of a comparison: counted whole, listed up to a limit, so that no release is too different."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.release.export import BOM
from orchestration.release.significance import SIZES, Size
from orchestration.storage.sql import count_rows, quote_name, quote_text

LISTED = 1_000_000
"""Changes of a mart that changes.csv lists: the largest, and no more than a spreadsheet opens."""

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
    """Tables of one connection: `fresh` for what is being noted, `listed`, `examples`, `counted`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, shown: int, listed: int) -> None:
        self._connection, self._shown, self._listed = connection, shown, listed
        for table in ("fresh", "listed", "examples", "changes"):
            connection.execute(f"create temp table {table} ({_COLUMNS})")
        connection.execute(
            "create temp table counted (mart varchar, kind varchar, size varchar, period varchar,"
            " changes bigint)"
        )

    def note(self, select: str) -> None:
        """Note what `select` gives, in the columns of the log."""
        self._connection.execute(f"insert into fresh by name {select}")

    def settle(self) -> None:
        """Count what was noted since the last time and keep of it what may be listed."""
        run = self._connection.execute
        run("insert into counted select mart, kind, size, period, count(*) from fresh group by all")
        run(
            "insert into examples select * from fresh where kind = 'changed' qualify row_number()"
            f" over (partition by size order by {_LARGEST}) <= {self._shown}"
        )
        run("insert into listed select * from fresh")
        run("truncate fresh")
        if count_rows(self._connection, "listed") > self._listed:
            run(
                "create or replace temp table listed as"
                f" select * from listed order by {_LARGEST} limit {self._listed}"
            )

    def close_mart(self) -> None:
        """Let what is listed be the mart's; the next one begins."""
        self._connection.execute("insert into changes select * from listed")
        self._connection.execute("truncate listed")

    def rows(self, mart: str, kind: str) -> dict[str, int]:
        """How many rows were added or removed, by period."""
        query = (
            "select period, cast(sum(changes) as bigint) from counted where mart = ? and kind = ?"
            " group by period order by period"
        )
        return dict(self._connection.execute(query, [mart, kind]).fetchall())

    def sizes(self, mart: str) -> dict[Size, int]:
        """How many values changed, by size."""
        query = (
            "select size, cast(sum(changes) as bigint) from counted"
            " where mart = ? and kind = 'changed' group by size"
        )
        found = dict(self._connection.execute(query, [mart]).fetchall())
        return {size: found[size] for size in SIZES if size in found}

    def largest(
        self, mart: str
    ) -> list[tuple[Size, str, str, str | None, str | None, float | None]]:
        """The largest changes of each size: size, key, column, old and new value, relative change."""
        query = (
            "select size, key, column_name, old_value, new_value, relative_change from examples"
            " where mart = ? qualify row_number() over ("
            f" partition by size order by {_LARGEST}) <= {self._shown} order by {_LARGEST}"
        )
        return self._connection.execute(query, [mart]).fetchall()

    def unlisted(self, mart: str) -> int:
        """How many changes of the mart are counted but not listed."""
        query = "select coalesce(sum(changes), 0) from counted where mart = ?"
        counted = self._connection.execute(query, [mart]).fetchall()[0][0]
        return max(0, int(counted) - self._listed)

    def write(self, details: Path) -> None:
        """All that is listed, as CSV."""
        self._connection.execute(
            f"copy (select mart as {quote_name(BOM + 'mart')}, {_WRITTEN} from changes order by all)"
            f" to {quote_text(details)} (format csv, header)"
        )
