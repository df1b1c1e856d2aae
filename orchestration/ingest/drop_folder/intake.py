"""Recognised files on their way into the raw store, many at a time.

The ledger of a source is one file: it is read once and written once for many dropped files, so that a
thousand files cost a thousand times as much as one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.ingest.drop_folder.match import NotRecognised, recognise
from orchestration.ingest.drop_folder.receipt import Receipt
from orchestration.ingest.drop_folder.waiting import VERSION, refuse
from orchestration.lake.ledger import Ledger
from orchestration.lake.raw_store import RawStore
from orchestration.sources.dropped_file import DroppedFile
from orchestration.sources.plain_text import plain_text
from orchestration.storage.files import sha256_of

Reader = Callable[[Declaration, Snapshot], int]
"""Reads a file through; returns its rows."""


@dataclass
class Intake:
    """Where files are taken in: the store they go to, the sources they may be of, who reads them."""

    store: RawStore
    declarations: Mapping[str, Declaration]
    read: Reader
    _ledgers: dict[str, Ledger] = field(default_factory=dict)
    _active: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def take(self, file: DroppedFile, came_in: Mapping[str, Any]) -> Receipt:
        """Take in one file. It counts as taken in only after `flush`."""
        shown = plain_text(file.name, most=200)
        try:
            declaration, found = recognise(file, self.declarations)
        except NotRecognised as error:
            return Receipt(shown, "unrecognised", "", error.source_id).because(error)
        source_id, sha256 = declaration.source_id, sha256_of(file.path)
        known = Receipt(shown, "known", "loaded before", source_id, found.partitions, sha256)
        new = [p for p in found.partitions if not self._counts(source_id, p, sha256)]
        if not new:
            return known
        try:
            rows = sum(self._put(file, p, found.part, came_in, declaration) for p in new)
        except ArrivalRefused as error:
            return replace(known, status="refused").because(error)
        return replace(known, status="loaded", detail=f"{rows:,} rows for {', '.join(new)}")

    def flush(self) -> None:
        """Write down what was taken in; only then may the dropped files go."""
        for ledger in self._ledgers.values():
            ledger.write()

    def _counts(self, source_id: str, partition: str, sha256: str) -> bool:
        """Whether these bytes are active in `partition`, or waiting for it and whole."""
        if source_id not in self._active:
            self._active[source_id] = self.store.all_active_ids(source_id)
        if sha256 in self._active[source_id].get(partition, []):
            return True
        waiting = self._ledger(source_id).fetched_ids(partition, VERSION)
        return sha256 in waiting and self.store.find(source_id, partition, sha256) is not None

    def _put(
        self,
        file: DroppedFile,
        partition: str,
        part: str,
        came_in: Mapping[str, Any],
        declaration: Declaration,
    ) -> int:
        """Put the file into raw, read it through, let it wait for staging; returns its rows.

        Raises `ArrivalRefused` after keeping a file that cannot be accepted aside.
        """
        snapshot = self.store.put(
            declaration,
            Payload(
                partition=partition,
                part=part,
                file_name=file.name,
                content=file.path,
                origin="dropped",
                request={"dropped_as": file.name, **came_in},
                retrieved_at=datetime.now(UTC).replace(microsecond=0),
            ),
        )
        try:
            rows = self.read(declaration, snapshot)
        except ArrivalRefused as error:
            self._refuse(snapshot, str(error))
            raise
        self._ledger(declaration.source_id).record_part(snapshot, part, VERSION, write=False)
        return rows

    def _refuse(self, snapshot: Snapshot, reason: str) -> None:
        self.flush()
        refuse(self.store, snapshot, reason)
        self._ledgers.pop(snapshot.manifest.source_id, None)

    def _ledger(self, source_id: str) -> Ledger:
        if source_id not in self._ledgers:
            self._ledgers[source_id] = Ledger(self.store, source_id)
        return self._ledgers[source_id]
