"""Reads the rows of a mart in portions, so that memory does not grow with the mart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb
import pyarrow as pa

PORTION_ROWS = 500_000
"""Rows per portion; a smaller mart is one portion."""


def portions(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    columns: Iterable[str],
    rows: int = PORTION_ROWS,
) -> Iterator[pa.Table]:
    """These columns of the mart, in its row order, as tables of `rows` rows; the last one may have fewer.

    A mart without rows gives one empty table. `connection` cannot run another query until all are read.
    """
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.sql(f'select {named} from "{mart}"').to_arrow_reader(rows) as reader:
        yield from _of_size(reader, rows)


def _of_size(reader: pa.RecordBatchReader, rows: int) -> Iterator[pa.Table]:
    """The rows of `reader` as tables of `rows` rows, of one chunk each: pandas reads these faster."""
    batches: list[pa.RecordBatch] = []
    missing, is_first = rows, True
    for batch in reader:
        while len(batch) >= missing:
            yield pa.Table.from_batches([*batches, batch.slice(0, missing)]).combine_chunks()
            batch, batches, missing, is_first = batch.slice(missing), [], rows, False
        batches.append(batch)
        missing -= len(batch)
    if missing < rows or is_first:
        yield pa.Table.from_batches(batches, reader.schema).combine_chunks()
