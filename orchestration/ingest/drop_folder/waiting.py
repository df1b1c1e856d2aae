"""Dropped files on their way from the raw store into force.

`landing_intake` notes a file in the source's ledger before it leaves the landing folder. `collect`
of every provider of dropped files offers what is noted; staging strikes it off, in force or refused. So
a crash in between loses nothing and a refused file is not offered again.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.lake.ledger import Ledger
from orchestration.lake.raw_store import RawStore
from orchestration.settings import Settings

VERSION = "dropped"


def note(store: RawStore, snapshot: Snapshot, part: str) -> None:
    """Let `snapshot` wait to be staged as `part` of its partition."""
    Ledger(store, snapshot.manifest.source_id).record_part(snapshot, part, VERSION)


def refuse(store: RawStore, snapshot: Snapshot, reason: str) -> None:
    """Keep a broken file aside; what else waits for its partition goes on waiting."""
    ledger = Ledger(store, snapshot.manifest.source_id)
    waiting = ledger.fetched_parts(snapshot.manifest.partition, VERSION)
    store.refuse(snapshot, reason)
    for part, other in waiting.items():
        note(store, other, part)


def collect(declaration: Declaration, settings: Settings) -> Iterator[Payload]:
    """The files of every partition that something waits for; nothing where nothing waits.

    They are those in force and, in the place of the same part or beside them, those that wait.
    """
    store = RawStore(settings.raw, settings.quarantine)
    ledger = Ledger(store, declaration.source_id)
    pending = ledger.pending()
    active = store.active(declaration.source_id) if pending else {}
    for partition in pending:
        parts = {s.manifest.part: s for s in active.get(partition, [])}
        parts |= ledger.fetched_parts(partition, VERSION)
        for snapshot_id in dict.fromkeys(parts[part].snapshot_id for part in sorted(parts)):
            snapshot = next(s for s in parts.values() if s.snapshot_id == snapshot_id)
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
