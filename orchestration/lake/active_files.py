"""Verify the raw files that the current data consist of."""

from __future__ import annotations

from orchestration.contracts.declaration import load_declarations
from orchestration.lake.raw_store import RawStore


def verify_active_files(store: RawStore, *, use_cache: bool = False) -> int:
    """The number of active raw files; raises `StorageError` at the first damaged one.

    With `use_cache` a file is read only where it changed since it was last found intact.
    """
    count = 0
    for source_id in load_declarations():
        for snapshots in store.active(source_id).values():
            for snapshot in snapshots:
                store.verify(snapshot, use_cache=use_cache)
                count += 1
    return count
