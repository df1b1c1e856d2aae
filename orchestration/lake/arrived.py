"""What has arrived and is not staged yet: the note that the raw stage leaves for the staged stage.

raw/<source_id>/arrived.json     snapshot ids by partition
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orchestration.lake.files import write_json
from orchestration.lake.manifest import Snapshot
from orchestration.lake.raw_store import RawStore
from orchestration.lake.records import ARRIVED


def note_arrived(
    store: RawStore, source_id: str, arrived: Mapping[str, Sequence[Snapshot]]
) -> None:
    """Write down what the source offers now."""
    noted = {
        partition: [s.snapshot_id for s in snapshots] for partition, snapshots in arrived.items()
    }
    path = store.root / source_id / "arrived.json"
    if ARRIVED.read_if_whole(path) != noted:
        write_json(path, noted)


def read_arrived(store: RawStore, source_id: str) -> dict[str, list[Snapshot]]:
    """What the last raw stage wrote down."""
    noted = ARRIVED.read(store.root / source_id / "arrived.json") or {}
    return {
        partition: [store.get(source_id, partition, snapshot) for snapshot in snapshots]
        for partition, snapshots in noted.items()
    }
