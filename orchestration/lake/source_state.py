"""The state of one source in the lake: the active snapshots and the ledger, changed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from orchestration.contracts.snapshot import Snapshot
from orchestration.lake.ledger import Ledger
from orchestration.lake.raw_store import RawStore


class SourceState:
    """Reads and changes what the lake has of one source.

    Ledger and active ids are read once per object: use one object per operation.
    """

    def __init__(self, store: RawStore, source_id: str) -> None:
        self._store = store
        self._source_id = source_id
        self._ledger = Ledger(store.source_folder(source_id) / "ledger.json")

    def active(self, partition: str) -> list[Snapshot]:
        """The active snapshots of `partition`, in order."""
        return [
            self._store.get(self._source_id, partition, snapshot_id)
            for snapshot_id in self._active_ids.get(partition, [])
        ]

    def active_version(self, partition: str) -> str | None:
        """The version that the source reported for the active snapshots of `partition`.

        None where the partition has no active snapshots, or they were not fetched from the service.
        """
        return self._ledger.committed_version(partition, self._active_ids.get(partition, []))

    def pending_partitions(self) -> list[str]:
        """The partitions with stored parts that are neither activated nor refused yet."""
        return self._ledger.pending_partitions()

    def fetched_parts(self, partition: str, version: str) -> dict[str, Snapshot]:
        """By part, the intact snapshots that an unfinished run fetched of this version."""
        found = {
            part: self._store.find_intact(self._source_id, partition, snapshot_id)
            for part, snapshot_id in self._ledger.fetched_parts(partition, version).items()
        }
        return {part: snapshot for part, snapshot in found.items() if snapshot is not None}

    def has(self, partition: str, snapshot_id: str, version: str) -> bool:
        """Whether a snapshot is active in `partition`, or an intact fetched part of `version`."""
        if snapshot_id in self._active_ids.get(partition, []):
            return True
        if snapshot_id not in self._ledger.fetched_parts(partition, version).values():
            return False
        return self._store.find_intact(self._source_id, partition, snapshot_id) is not None

    def last_seen_at(self, snapshot: Snapshot) -> datetime | None:
        """When the source last returned these bytes."""
        manifest = snapshot.manifest
        again = self._ledger.last_seen_at(manifest.partition, manifest.part)
        return again or manifest.retrieved_at

    def record_part(
        self,
        snapshot: Snapshot,
        part: str,
        version: str,
        retrieved_at: datetime | None = None,
        *,
        save: bool = True,
    ) -> None:
        """Record `snapshot` as a fetched part of a version that is not complete yet.

        Without `save` it is on disk only after `save()`: for many parts at once.
        """
        partition = snapshot.manifest.partition
        self._ledger.record_part(partition, part, snapshot.snapshot_id, version)
        if retrieved_at is not None and retrieved_at != snapshot.manifest.retrieved_at:
            self._ledger.record_seen_again(partition, part, retrieved_at)
        if save:
            self.save()

    def activate(self, partitions: Mapping[str, Sequence[Snapshot]]) -> None:
        """Make these snapshots the active ones of their partitions and commit them in the ledger."""
        ids = {p: [s.snapshot_id for s in snapshots] for p, snapshots in partitions.items()}
        self._store.activate(self._source_id, partitions)
        self._ledger.commit(ids)
        self._active_ids |= ids

    def refuse(self, snapshot: Snapshot, reason: str) -> Path:
        """Copy `snapshot` to quarantine and discard what is pending for its partition.

        Returns the folder in quarantine.
        """
        folder = self._store.quarantine_snapshot(snapshot, reason)
        self._ledger.discard(snapshot.manifest.partition)
        return folder

    def save(self) -> None:
        """Write what was recorded without `save`."""
        self._ledger.save()

    @cached_property
    def _active_ids(self) -> dict[str, list[str]]:
        return self._store.active_ids(self._source_id)
