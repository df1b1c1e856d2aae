"""What has arrived and is not staged yet: the note that the raw stage leaves for the staged stage.

raw/<source_id>/handoff.json     snapshot ids by partition
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orchestration.contracts.snapshot import Snapshot
from orchestration.lake.raw_store import RawStore
from orchestration.storage.files import write_json
from orchestration.storage.records import ARRIVED


def write_handoff(
    store: RawStore, source_id: str, arrived: Mapping[str, Sequence[Snapshot]]
) -> None:
    """Write down what the source offers now."""
    noted = {
        partition: [s.snapshot_id for s in snapshots] for partition, snapshots in arrived.items()
    }
    path = store.root / source_id / "handoff.json"
    if ARRIVED.read_if_whole(path) != noted:
        write_json(path, noted)


def read_handoff(store: RawStore, source_id: str) -> dict[str, list[Snapshot]]:
    """What the last raw stage wrote down."""
    noted = ARRIVED.read(store.root / source_id / "handoff.json") or {}
    return {
        partition: [store.get(source_id, partition, snapshot) for snapshot in snapshots]
        for partition, snapshots in noted.items()
    }
