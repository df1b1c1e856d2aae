"""Count the rows and bytes of each relation of a warehouse."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.storage.sql import quote_name, quote_text


def table_sizes(file: Path) -> dict[str, tuple[int, int]]:
    """Rows and bytes of every table (views are left out) of a DuckDB file.

    Bytes are whole blocks of the file: small tables share a block, which is counted for each of them.
    """
    with duckdb.connect(str(file), read_only=True) as connection:
        names = [
            n for (n,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        ]
        if not names:
            return {}
        (block,) = connection.execute("select block_size from pragma_database_size()").fetchall()[0]
        sizes = " union all ".join(
            f"select {quote_text(name)}, (select count(*) from {quote_name(name)}),"
            f" {block} * (select count(distinct block_id)"
            f" from pragma_storage_info({quote_text(name)}) where persistent)"
            for name in names
        )
        return {name: (rows, size) for name, rows, size in connection.execute(sizes).fetchall()}
