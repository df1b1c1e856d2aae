"""A DuckDB that keeps to a limit of memory, as dbt's does, and spills what is more beside the data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import duckdb

from orchestration.settings import load_settings

SPILL = ".spill-"
"""What the folder of spilled data begins with; one that a crash left is removed by the next run."""

_numbers = count()


@contextmanager
def bounded_duckdb(
    beside: Path, database: Path | str = ":memory:", *, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection within the memory limit of the settings, as dbt has it.

    What does not fit is spilled into a folder beside the folder `beside` (never into it: it may be a
    release, whose files are counted), made when it is needed and removed at the end.
    """
    spill = beside.parent / f"{SPILL}{os.getpid()}-{next(_numbers)}"
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": load_settings().memory_limit,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
    }
    try:
        with duckdb.connect(str(database), read_only=read_only, config=config) as connection:
            yield connection
    finally:
        shutil.rmtree(spill, ignore_errors=True)
