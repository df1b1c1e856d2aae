"""Receiving recognised files: each is stored in raw, parsed once, and recorded in the ledger of its source.

The ledger of a source is one file. It is read once and written once for many dropped files, so that the
cost is linear in the number of files.
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
from orchestration.lake.dropped_files import VERSION, refuse_dropped_file
from orchestration.lake.raw_store import RawStore
from orchestration.lake.source_state import SourceState
from orchestration.sources.dropped_file import DroppedFile
from orchestration.sources.plain_text import plain_text
from orchestration.storage.files import sha256_of

Parser = Callable[[Declaration, Snapshot], int]
"""Parses a snapshot, returns the number of rows, and raises `ArrivalRefused` where it is not accepted."""


@dataclass
class Intake:
    """Receives files into `store`. `declarations` are the sources that a file can belong to."""

    store: RawStore
    declarations: Mapping[str, Declaration]
    parse: Parser
    _states: dict[str, SourceState] = field(default_factory=dict)

    def receive(self, file: DroppedFile, request: Mapping[str, Any]) -> Receipt:
        """Receive one file; `request` goes into its manifest. The ledger is written by `save`."""
        name = plain_text(file.name, most=200)
        try:
            declaration, found = recognise(file, self.declarations)
        except NotRecognised as error:
            return Receipt.unrecognised(name, error, error.source_id)
        source_id, sha256 = declaration.source_id, sha256_of(file.path)
        known = Receipt(name, "known", "loaded before", source_id, found.partitions, sha256)
        new = [p for p in found.partitions if not self._state(source_id).has(p, sha256, VERSION)]
        if not new:
            return known
        try:
            rows = sum(self._put(file, p, found.part, request, declaration) for p in new)
        except ArrivalRefused as error:
            return replace(known, status="refused").with_error(error)
        return replace(known, status="loaded", detail=f"{rows:,} rows for {', '.join(new)}")

    def save(self) -> None:
        """Record the received files on disk. Only then may they be removed from the drop folder."""
        for state in self._states.values():
            state.save()

    def _put(
        self,
        file: DroppedFile,
        partition: str,
        part: str,
        request: Mapping[str, Any],
        declaration: Declaration,
    ) -> int:
        """Put the file into raw, parse it and record it as pending; returns the number of rows.

        Raises `ArrivalRefused` after a copy of the file is in quarantine.
        """
        snapshot = self.store.put(
            declaration,
            Payload(
                partition=partition,
                part=part,
                file_name=file.name,
                content=file.path,
                origin="dropped",
                request={"dropped_as": file.name, **request},
                retrieved_at=datetime.now(UTC).replace(microsecond=0),
            ),
        )
        try:
            rows = self.parse(declaration, snapshot)
        except ArrivalRefused as error:
            self._refuse(snapshot, str(error))
            raise
        self._state(declaration.source_id).record_part(snapshot, part, VERSION, save=False)
        return rows

    def _refuse(self, snapshot: Snapshot, reason: str) -> None:
        self.save()
        refuse_dropped_file(self.store, snapshot, reason)
        self._states.pop(snapshot.manifest.source_id, None)

    def _state(self, source_id: str) -> SourceState:
        if source_id not in self._states:
            self._states[source_id] = SourceState(self.store, source_id)
        return self._states[source_id]
