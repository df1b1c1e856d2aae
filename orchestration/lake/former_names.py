"""Files of a lake that an earlier version wrote under another name."""

from __future__ import annotations

import os
from pathlib import Path

from orchestration.storage.files import storage_errors


def rename_former_files(lake: Path) -> None:
    """Give the records of an older lake their present names; files that are made again are removed.

    raw/<source_id>/in_force.json becomes active.json, arrived.json becomes handoff.json.
    """
    for former, present in (("in_force.json", "active.json"), ("arrived.json", "handoff.json")):
        for path in (lake / "raw").glob(f"*/{former}"):
            target = path.with_name(present)
            with storage_errors(path):
                if target.exists():
                    path.unlink()
                else:
                    os.replace(path, target)
    made_again = lake / "staged" / "snapshots" / "in_force.parquet"
    with storage_errors(made_again):
        made_again.unlink(missing_ok=True)
