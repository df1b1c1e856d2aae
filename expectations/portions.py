"""The rows of a mart, a portion at a time: memory does not grow with the mart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb
import pyarrow as pa

PORTION_ROWS = 500_000
"""A mart of fewer rows is one portion."""


def portions(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    columns: Iterable[str],
    rows: int = PORTION_ROWS,
) -> Iterator[pa.Table]:
    """These columns of the mart, in its order, as tables of `rows` rows; the last one has fewer.

    A mart without rows is one table without rows. Nothing else can be asked of `connection` meanwhile.
    """
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.sql(f'select {named} from "{mart}"').to_arrow_reader(rows) as reader:
        yield from _of_size(reader, rows)


def _of_size(reader: pa.RecordBatchReader, rows: int) -> Iterator[pa.Table]:
    """What `reader` gives, cut anew; in one piece each, of which pandas takes rows far faster."""
    held: list[pa.RecordBatch] = []
    missing, is_first = rows, True
    for batch in reader:
        while len(batch) >= missing:
            yield pa.Table.from_batches([*held, batch.slice(0, missing)]).combine_chunks()
            batch, held, missing, is_first = batch.slice(missing), [], rows, False
        held.append(batch)
        missing -= len(batch)
    if missing < rows or is_first:
        yield pa.Table.from_batches(held, reader.schema).combine_chunks()
