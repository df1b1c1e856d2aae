"""The ledger of a source: which version of each period is active, and what an unfinished run has fetched.

    raw/<source_id>/ledger.json
        versions  by partition: the version that the source reported for the active snapshots, and their ids
        pending   by partition: the version that is being fetched, and the snapshot id of each part so far
        again     by partition and part: when the source last returned bytes that were already stored

With it a run fetches only periods that are new or changed, and continues an interrupted run. The ledger
holds ids only; `lake.source_state` relates them to the raw store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import Field, TypeAdapter

from orchestration.storage.files import write_json
from orchestration.storage.records import Kind, Name, Record, Sha256


class CommittedVersion(Record):
    """The version that a source reported for a period, and the ids of its snapshots in order."""

    version: str
    snapshots: list[Sha256]


class PendingVersion(Record):
    """The version that is being fetched, and the snapshot id of each part that is stored."""

    version: str
    parts: dict[str, Sha256]


class LedgerRecord(Record):
    """The content of `ledger.json`, by partition."""

    versions: dict[Name, CommittedVersion] = Field(default_factory=dict)
    pending: dict[Name, PendingVersion] = Field(default_factory=dict)
    again: dict[Name, dict[str, datetime]] = Field(default_factory=dict)


LEDGER = Kind("ledger", TypeAdapter(LedgerRecord))


class Ledger:
    """The ledger at `path`. `commit`, `discard` and `save` write it to disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        record = LEDGER.read(path) or LedgerRecord()
        content: dict[str, Any] = record.model_dump(mode="json")
        self._versions: dict[str, dict[str, Any]] = content["versions"]
        self._pending: dict[str, dict[str, Any]] = content["pending"]
        self._again: dict[str, dict[str, str]] = content["again"]
        self._changed = False

    def committed_version(self, partition: str, snapshot_ids: Sequence[str]) -> str | None:
        """The version that was committed with exactly these snapshots; None for other snapshots."""
        entry = self._versions.get(partition)
        if entry is None or entry["snapshots"] != list(snapshot_ids):
            return None
        return str(entry["version"])

    def pending_partitions(self) -> list[str]:
        """The partitions that have fetched parts which are not committed yet."""
        return sorted(self._pending)

    def fetched_parts(self, partition: str, version: str) -> dict[str, str]:
        """Snapshot ids by part of what an unfinished run fetched of this version of the partition."""
        entry = self._pending.get(partition, {})
        return dict(entry["parts"]) if entry.get("version") == version else {}

    def last_seen_at(self, partition: str, part: str) -> datetime | None:
        """When the source last returned stored bytes again; None if it returned them only once."""
        again = self._again.get(partition, {}).get(part)
        return datetime.fromisoformat(again) if again else None

    def record_part(self, partition: str, part: str, snapshot_id: str, version: str) -> None:
        """Record a part that an unfinished run has fetched. `save` writes it to disk."""
        entry = self._pending.get(partition, {})
        if entry.get("version") != version:
            entry = {"version": version, "parts": {}}
        entry["parts"][part] = snapshot_id
        self._pending[partition] = entry
        self._changed = True

    def record_seen_again(self, partition: str, part: str, at: datetime) -> None:
        """Record that the source returned stored bytes again. `save` writes it to disk."""
        self._again.setdefault(partition, {})[part] = at.isoformat()
        self._changed = True

    def commit(self, partitions: Mapping[str, Sequence[str]]) -> None:
        """Make the pending version of each partition the committed one, with these snapshot ids.

        The committed version of a partition without a pending one does not change.
        """
        for partition, snapshot_ids in partitions.items():
            entry = self._pending.pop(partition, None)
            if entry is not None:
                self._versions[partition] = {
                    "version": entry["version"],
                    "snapshots": list(snapshot_ids),
                }
                self._changed = True
        self.save()

    def discard(self, partition: str) -> None:
        """Remove the pending version of a partition: it was refused and has to be fetched again."""
        if self._pending.pop(partition, None) is not None:
            self._changed = True
            self.save()

    def save(self) -> None:
        """Write the changes to disk."""
        if not self._changed:
            return
        content = {"versions": self._versions, "pending": self._pending, "again": self._again}
        write_json(self._path, content)
        self._changed = False
