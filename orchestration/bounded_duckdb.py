"""Open DuckDB with half of the memory limit of the settings; larger intermediate results spill to disk.

The gate, the release and its pages use it, and they run at the same time. The first two together take what
dbt took alone; the queries of the pages are small.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import duckdb

from orchestration.memory import half_of
from orchestration.settings import load_settings
from orchestration.stopping import interrupted_by

SPILL = ".spill-"
"""Prefix of the spill folder; a folder that a crash left is removed by the next run."""

_numbers = count()


@contextmanager
def bounded_duckdb(
    beside: Path, database: Path | str = ":memory:", *, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection within half of the memory limit of the settings.

    Data that do not fit are spilled into a folder next to the folder `beside` (not into it: it may be a
    release, whose files are listed), which is created when needed and removed at the end.
    """
    spill = beside.parent / f"{SPILL}{os.getpid()}-{next(_numbers)}"
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": half_of(load_settings().memory_limit),
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
    }
    try:
        with (
            duckdb.connect(str(database), read_only=read_only, config=config) as connection,
            interrupted_by(connection.interrupt),
        ):
            yield connection
    finally:
        shutil.rmtree(spill, ignore_errors=True)
