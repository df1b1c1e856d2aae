"""The handoff from the raw stage to the staged stage: the snapshots that a source offers now.

raw/<source_id>/handoff.json     snapshot ids by partition
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orchestration.contracts.snapshot import Snapshot
from orchestration.lake.raw_store import SNAPSHOT_IDS, RawStore
from orchestration.storage.files import write_json
from orchestration.storage.records import REBUILT, Kind

HANDOFF = Kind("record of offered snapshots", SNAPSHOT_IDS, REBUILT)
_FILE = "handoff.json"


def write_handoff(
    store: RawStore, source_id: str, offered: Mapping[str, Sequence[Snapshot]]
) -> None:
    """Write the ids of the offered snapshots, by partition."""
    ids = {
        partition: [s.snapshot_id for s in snapshots] for partition, snapshots in offered.items()
    }
    path = store.source_folder(source_id) / _FILE
    if HANDOFF.read_if_valid(path) != ids:
        write_json(path, ids)


def read_handoff(store: RawStore, source_id: str) -> dict[str, list[Snapshot]]:
    """The snapshots that the last raw stage offered, by partition; empty where it did not run."""
    ids = HANDOFF.read(store.source_folder(source_id) / _FILE) or {}
    return {
        partition: [store.get(source_id, partition, snapshot) for snapshot in snapshots]
        for partition, snapshots in ids.items()
    }
