"""Dropped files between the raw store and activation.

The drop folder records a file in the source's ledger before it removes it from data_lake/landing/. Every
provider of dropped files uses `collect`, which offers the recorded files; staging activates or refuses
them, which removes them from the pending part of the ledger. So a crash in between loses no file, and a
refused file is not offered again.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.lake.raw_store import RawStore
from orchestration.lake.source_state import SourceState
from orchestration.settings import Settings

VERSION = "dropped"
"""Dropped files have no version of their own: the ledger lists all of them under this one."""


def refuse_dropped_file(store: RawStore, snapshot: Snapshot, reason: str) -> None:
    """Quarantine one file; other pending files of its partition stay pending."""
    state = SourceState(store, snapshot.manifest.source_id)
    pending = state.fetched_parts(snapshot.manifest.partition, VERSION)
    state.refuse(snapshot, reason)
    for part, other in pending.items():
        state.record_part(other, part, VERSION)


def collect(declaration: Declaration, settings: Settings) -> Iterator[Payload]:
    """The files of every partition with a pending file: the active and the pending ones.

    A pending file replaces the active file of the same part.
    """
    state = SourceState(RawStore(settings.raw, settings.quarantine), declaration.source_id)
    for partition in state.pending_partitions():
        parts = {s.manifest.part: s for s in state.active(partition)}
        parts |= state.fetched_parts(partition, VERSION)
        snapshots: dict[str, Snapshot] = {}
        for part in sorted(parts):  # the same bytes can be two parts: they are offered once
            snapshots.setdefault(parts[part].snapshot_id, parts[part])
        for snapshot in snapshots.values():
            manifest = snapshot.manifest
            yield Payload(
                partition=partition,
                part=manifest.part,
                file_name=manifest.file_name,
                content=snapshot.path,
                origin=manifest.origin,
                request=manifest.request,
                retrieved_at=manifest.retrieved_at,
            )
