"""What the lake remembers about a source that is asked over the network.

    raw/<source_id>/ledger.json
        versions  by partition: what the source said of the period that is in force
        pending   by partition: the parts that an unfinished run has put into the raw store
        again     by partition and part: when the source last gave bytes that we had already

So a run asks for periods that are new or changed alone, and one that died goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from orchestration.contracts.snapshot import Snapshot
from orchestration.storage.files import write_json
from orchestration.storage.records import LEDGER, LedgerRecord

if TYPE_CHECKING:
    from orchestration.lake.raw_store import RawStore


class Ledger:
    """The ledger of one source. Every change is on the disk before the call returns."""

    def __init__(self, store: RawStore, source_id: str) -> None:
        self._store = store
        self._source_id = source_id
        self._path = store.root / source_id / "ledger.json"
        record = LEDGER.read(self._path) or LedgerRecord()
        content: dict[str, Any] = record.model_dump(mode="json")
        self._versions: dict[str, dict[str, Any]] = content["versions"]
        self._pending: dict[str, dict[str, Any]] = content["pending"]
        self._again: dict[str, dict[str, str]] = content["again"]
        self._changed = False

    def version_of(self, partition: str) -> str | None:
        """What the source said of the period in force; None when it was not fetched or not by us."""
        entry = self._versions.get(partition)
        if entry is None or entry["snapshots"] != self._store.active_ids(
            self._source_id, partition
        ):
            return None
        return str(entry["version"])

    def pending(self) -> list[str]:
        """The partitions of which something was put into the raw store and is not in force yet."""
        return sorted(self._pending)

    def active(self, partition: str) -> list[Snapshot]:
        """The snapshots of `partition` that count now."""
        return self._store.active(self._source_id).get(partition, [])

    def fetched_parts(self, partition: str, version: str) -> dict[str, Snapshot]:
        """By part, what an unfinished run already fetched of this version of the period."""
        entry = self._pending.get(partition, {})
        if entry.get("version") != version:
            return {}
        found = {
            part: self._store.find(self._source_id, partition, snapshot_id)
            for part, snapshot_id in entry["parts"].items()
        }
        return {part: snapshot for part, snapshot in found.items() if snapshot is not None}

    def last_seen_at(self, snapshot: Snapshot) -> datetime | None:
        """When the source last gave these bytes."""
        manifest = snapshot.manifest
        again = self._again.get(manifest.partition, {}).get(manifest.part)
        return datetime.fromisoformat(again) if again else manifest.retrieved_at

    def fetched_ids(self, partition: str, version: str) -> set[str]:
        """The ids that are kept for this version of the period, whole or not."""
        entry = self._pending.get(partition, {})
        return set(entry["parts"].values()) if entry.get("version") == version else set()

    def record_part(
        self,
        snapshot: Snapshot,
        part: str,
        version: str,
        at: datetime | None = None,
        *,
        write: bool = True,
    ) -> None:
        """Remember a part that an unfinished run has fetched (`at` a time).

        Without `write` it is on the disk only after `write()`: for many parts at once.
        """
        entry = self._pending.get(snapshot.manifest.partition, {})
        if entry.get("version") != version:
            entry = {"version": version, "parts": {}}
        entry["parts"][part] = snapshot.snapshot_id
        self._pending[snapshot.manifest.partition] = entry
        if at is not None and at != snapshot.manifest.retrieved_at:
            self._again.setdefault(snapshot.manifest.partition, {})[part] = at.isoformat()
        self._changed = True
        if write:
            self.write()

    def commit(self, partition: str, snapshots: Iterable[Snapshot]) -> None:
        """`snapshots` came into force: what was pending is done."""
        self.commit_all({partition: snapshots})

    def commit_all(self, partitions: Mapping[str, Iterable[Snapshot]]) -> None:
        """As `settle`, for many partitions with one write."""
        for partition, snapshots in partitions.items():
            entry = self._pending.pop(partition, None)
            if entry is not None:
                ids = [s.snapshot_id for s in snapshots]
                self._versions[partition] = {"version": entry["version"], "snapshots": ids}
                self._changed = True
        self.write()

    def discard(self, partition: str) -> None:
        """Forget what was pending: it was refused and has to be asked for again."""
        if self._pending.pop(partition, None) is not None:
            self._changed = True
            self.write()

    def write(self) -> None:
        """Put what changed on the disk."""
        if not self._changed:
            return
        content = {"versions": self._versions, "pending": self._pending, "again": self._again}
        write_json(self._path, content)
        self._changed = False
