"""A lock on the lake: one refresh at a time. It is released when its process ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from orchestration.errors import LakeLocked
from orchestration.lake.former_names import rename_former_files
from orchestration.stopping import allow_clean_up
from orchestration.storage.files import storage_errors, write_json
from orchestration.storage.records import REBUILT, Kind, Record


class Holder(Record):
    """The process that holds the lock. `since` is an ISO 8601 time in UTC."""

    process: int
    since: str


HOLDER = Kind("record of the lock's holder", TypeAdapter(Holder), REBUILT)


@contextmanager
def lake_lock(lake: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lock inside the block. Raises `LakeLocked` with the holder after `wait_seconds`.

    It is a lock of the operating system, so a killed process does not keep it.
    """
    holder = lake / ".refresh.holder.json"
    with storage_errors(lake):
        lake.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lake / ".refresh.lock")
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            found = HOLDER.read_if_valid(holder)
            owner = f"process {found.process} since {found.since}" if found else "process unknown"
            raise LakeLocked(
                f"another refresh is running ({owner})",
                where=str(lake),
                remedy="wait until it ends, or run with --wait SECONDS",
            ) from None
    allow_clean_up()
    try:
        write_json(
            holder,
            {"process": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")},
        )
        rename_former_files(lake)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()
