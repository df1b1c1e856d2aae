"""Rename the files of a lake that was written by an earlier version."""

from __future__ import annotations

import os
from pathlib import Path

from orchestration.storage.files import storage_errors


def rename_former_files(lake: Path) -> None:
    """Rename the records of an older lake; hold the lake's lock.

    raw/<source_id>/in_force.json becomes active.json, and arrived.json becomes handoff.json. Where both
    exist, the present name is newer and the former file is removed. The staged table of snapshots with the
    former name is removed: staging writes it again.
    """
    for former_name, name in (("in_force.json", "active.json"), ("arrived.json", "handoff.json")):
        for path in (lake / "raw").glob(f"*/{former_name}"):
            target = path.with_name(name)
            with storage_errors(path):
                if target.exists():
                    path.unlink()
                else:
                    os.replace(path, target)
    snapshots = lake / "staged" / "snapshots" / "in_force.parquet"
    with storage_errors(snapshots):
        snapshots.unlink(missing_ok=True)
