"""One refresh at a time: a lock on the lake that dies with the process that holds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from orchestration.errors import LakeLocked
from orchestration.lake.former_names import rename_former_files
from orchestration.storage.files import storage_errors, write_json
from orchestration.storage.records import HOLDER


@contextmanager
def lake_lock(lake: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lake for the block; wait up to `wait_seconds`, then raise `LakeLocked` with who holds it.

    The lock is the operating system's: that of a process that was killed is free at once.
    """
    holder = lake / ".refresh.holder.json"
    with storage_errors(lake):
        lake.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lake / ".refresh.lock")
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            found = HOLDER.read_if_whole(holder)
            who = f"process {found.process} since {found.since}" if found else "process unknown"
            raise LakeLocked(
                f"another refresh is running ({who})",
                where=str(lake),
                remedy="wait for it, or run with --wait SECONDS",
            ) from None
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
