"""Recognise a database that another program has open for writing: DuckDB refuses all other readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from orchestration.errors import ReleaseInUse

_LOCKED = "Could not set lock on file"
_HOLDER = re.compile(r"lock is held in (?P<program>.+?) \(PID (?P<process>\d+)\)")


@contextmanager
def lock_errors(marts: Path) -> Iterator[None]:
    """Turn DuckDB's refusal to open the locked file `marts` into a `ReleaseInUse`."""
    try:
        yield
    except duckdb.Error as error:
        if _LOCKED not in str(error):
            raise
        holder = _HOLDER.search(str(error))
        who = f"process {holder['process']}, {holder['program']}" if holder else "another program"
        raise ReleaseInUse(
            f"the database is open for writing in {who}",
            where=str(marts),
            remedy="close it there, and open it read-only next time (docs/analysts.md); the files in"
            " parquet/ and csv/ can be read meanwhile",
        ) from None


def require_unlocked(marts: Path) -> None:
    """Raise `ReleaseInUse` where another program has `marts` open for writing.

    Whether the file exists and is intact is not checked.
    """
    if marts.exists():
        with suppress(duckdb.Error), lock_errors(marts):
            duckdb.connect(str(marts), read_only=True).close()
