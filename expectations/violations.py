"""The rows that a violation query gives: counted by DuckDB, and only the first of them taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from expectations.tally import SHOWN_ROWS, records


@dataclass(frozen=True)
class Violations:
    """How many rows violate a rule, and the first of them in the order of their columns."""

    count: int
    rows: list[dict[str, Any]]


def find_violations(connection: duckdb.DuckDBPyConnection, query: str) -> Violations:
    """What `query` gives; raises `duckdb.Error` where it cannot be run."""
    counted = connection.sql(f"select count(*) from (\n{query}\n)").fetchall()
    count = int(counted[0][0])
    if not count:
        return Violations(0, [])
    first = connection.sql(f"select * from (\n{query}\n) order by all limit {SHOWN_ROWS}")
    return Violations(count, records(first.to_arrow_table()))
