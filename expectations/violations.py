"""Runs a violation query: DuckDB counts its rows, and only the first rows are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from expectations.tally import SHOWN_ROWS, records


@dataclass(frozen=True)
class Violations:
    """Number of rows that a violation query returned, and the first rows in the order of their columns."""

    count: int
    rows: list[dict[str, Any]]


def find_violations(connection: duckdb.DuckDBPyConnection, query: str) -> Violations:
    """Run `query`; raises `duckdb.Error` where it cannot be run."""
    counted = connection.sql(f"select count(*) from (\n{query}\n)").fetchall()
    count = int(counted[0][0])
    if not count:
        return Violations(0, [])
    first = connection.sql(f"select * from (\n{query}\n) order by all limit {SHOWN_ROWS}")
    return Violations(count, records(first.to_arrow_table()))
