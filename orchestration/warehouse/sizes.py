"""Count the rows of each relation of a warehouse."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.storage.sql import quote_name, quote_text


def row_counts(warehouse: Path) -> dict[str, int]:
    """Rows of every table (views are left out) in the DuckDB file `warehouse`."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables()").fetchall()
        counts = [
            f"select {quote_text(name)}, count(*) from {quote_name(name)}" for (name,) in names
        ]
        return dict(connection.execute(" union all ".join(counts)).fetchall()) if counts else {}
