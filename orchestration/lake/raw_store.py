"""The raw store: bytes as received, put once, hashed, never edited.

    raw/<source_id>/<partition>/<sha256>/<file name>   the bytes
    raw/<source_id>/<partition>/<sha256>/manifest.json where they came from
    raw/<source_id>/active.json                      which snapshots count, by partition
    raw/<source_id>/ledger.json                        what was asked for (see `ledger`)
    raw/<source_id>/revisions/                         values that changed (see `checks.history`)
    raw/verified.json                                  files that need not be read again (`verified`)

A manifest of a dropped file may lack the time (older versions did not write it): then it is the time at
which the manifest was written, and it is added when the file is offered again.

A snapshot comes into force only after it was staged without complaint. What was refused is copied to
quarantine/ with the reason; what was in force before stays in force.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Manifest, Payload, Snapshot, read_manifest
from orchestration.errors import StorageError
from orchestration.lake.ledger import Ledger
from orchestration.storage.checksum_cache import ChecksumCache
from orchestration.storage.files import (
    fsync,
    sha256_of,
    storage_errors,
    write_atomic,
    write_json,
)
from orchestration.storage.records import ACTIVE, RecordDamaged


class RawStore:
    """The raw snapshots of a lake."""

    def __init__(self, root: Path, quarantine: Path) -> None:
        self.root = root
        self.quarantine = quarantine
        self.checksums = ChecksumCache(root / "verified.json")

    def put(self, declaration: Declaration, payload: Payload) -> Snapshot:
        """Keep `payload`; the same bytes in the same partition are kept once and found again."""
        content = payload.content
        sha256 = (
            sha256_of(content) if isinstance(content, Path) else hashlib.sha256(content).hexdigest()
        )
        folder = self._folder(declaration.source_id, payload.partition, sha256)
        if (folder / "manifest.json").exists():
            with suppress(RecordDamaged):  # the bytes came again: so does their manifest
                snapshot = self._read(folder)
                if self._intact(snapshot):
                    self._keep_time(folder, snapshot.manifest)
                    return snapshot
            shutil.rmtree(folder)
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        manifest = Manifest(
            source_id=declaration.source_id,
            partition=payload.partition,
            part=payload.part,
            file_name=payload.file_name,
            origin=payload.origin,
            request=dict(payload.request),
            retrieved_at=payload.retrieved_at,
            sha256=sha256,
            size=size,
            licence=declaration.licence.id,
            attribution=declaration.attribution_ko,
        )
        self._write(folder, manifest, content)
        return Snapshot(manifest, folder / payload.file_name)

    def find(self, source_id: str, partition: str, snapshot_id: str) -> Snapshot | None:
        """The snapshot with that sha256, or None when it is not there or damaged."""
        folder = self._folder(source_id, partition, snapshot_id)
        if not (folder / "manifest.json").exists():
            return None
        snapshot = self._read(folder)
        return snapshot if self._intact(snapshot) else None

    def active_ids(self, source_id: str, partition: str) -> list[str]:
        """The sha256 of the snapshots that count for `partition`, in order."""
        return self.all_active_ids(source_id).get(partition, [])

    def all_active_ids(self, source_id: str) -> dict[str, list[str]]:
        """The sha256 of the snapshots that count, by partition."""
        return ACTIVE.read(self._pointer(source_id)) or {}

    def get(self, source_id: str, partition: str, snapshot_id: str) -> Snapshot:
        """The snapshot with this id; raises `StorageError` where it is gone."""
        return self._read(self._folder(source_id, partition, snapshot_id))

    def active(self, source_id: str) -> dict[str, list[Snapshot]]:
        """The snapshots that count, by partition in order."""
        listed = self.all_active_ids(source_id)
        return {
            partition: [
                self._read(self._folder(source_id, partition, s)) for s in listed[partition]
            ]
            for partition in sorted(listed)
        }

    def active_with_manifest(self, source_id: str) -> Iterator[Snapshot]:
        """The active snapshots whose manifest can be read; the others are passed over."""
        listed = ACTIVE.read_if_whole(self._pointer(source_id)) or {}
        for partition, snapshots in listed.items():
            for snapshot in snapshots:
                with suppress(StorageError):
                    yield self.get(source_id, partition, snapshot)

    def activate(self, source_id: str, partition: str, snapshots: Sequence[Snapshot]) -> None:
        """Make `snapshots` the ones that count for `partition`."""
        self.activate_all(source_id, {partition: snapshots})

    def activate_all(self, source_id: str, partitions: Mapping[str, Sequence[Snapshot]]) -> None:
        """As `activate`, for many partitions with one write."""
        listed = self.all_active_ids(source_id)
        wanted = {p: [s.snapshot_id for s in snapshots] for p, snapshots in partitions.items()}
        if any(listed.get(partition) != ids for partition, ids in wanted.items()):
            write_json(self._pointer(source_id), {**listed, **wanted})
        Ledger(self, source_id).commit_all(partitions)

    def withdraw(self, source_id: str, partition: str) -> None:
        """Let `partition` no longer count (its file was taken away); the bytes stay."""
        listed = self.all_active_ids(source_id)
        if listed.pop(partition, None) is not None:
            write_json(self._pointer(source_id), listed)

    def verify(self, snapshot: Snapshot, *, read: bool = True) -> None:
        """Raise `StorageError` unless the bytes are the ones that were put.

        Without `read` a file is read only where it changed since it was last found intact.
        """
        path, sha256 = snapshot.path, snapshot.manifest.sha256
        if not (self._intact(snapshot) if read else self.checksums.matches(path, sha256)):
            raise StorageError(
                "raw snapshot is damaged: its bytes do not have the recorded sha256",
                where=str(snapshot.path),
                remedy="remove its folder and run `smartcity refresh`; it is fetched or copied again",
            )

    def refuse(self, snapshot: Snapshot, reason: str) -> Path:
        """Keep a refused snapshot aside for inspection and say where."""
        manifest = snapshot.manifest
        aside = (
            self.quarantine / manifest.source_id / f"{manifest.partition}-{manifest.sha256[:12]}"
        )
        with storage_errors(aside):
            aside.mkdir(parents=True, exist_ok=True)
            shutil.copy2(snapshot.path, aside / manifest.file_name)
        write_atomic(aside / "reason.txt", reason.encode() + b"\n")
        Ledger(self, manifest.source_id).discard(manifest.partition)
        return aside

    def put_aside(self, source_id: str, name: str, content: bytes, reason: str) -> Path:
        """Keep bytes that never became a snapshot (an answer that is none) and say where."""
        digest = hashlib.sha256(content).hexdigest()
        aside = self.quarantine / source_id / f"{name}-{digest[:12]}"
        write_atomic(aside / "answer", content)
        write_atomic(aside / "reason.txt", reason.encode() + b"\n")
        return aside

    def revisions(self, source_id: str) -> Path:
        """The folder of the values that a source changed, one Parquet file a change of a period."""
        return self.root / source_id / "revisions"

    def _intact(self, snapshot: Snapshot) -> bool:
        path, manifest = snapshot.path, snapshot.manifest
        return (
            path.is_file()
            and path.stat().st_size == manifest.size
            and sha256_of(path) == manifest.sha256
        )

    def _write(self, folder: Path, manifest: Manifest, content: bytes | Path) -> None:
        aside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
        with storage_errors(folder):
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(parents=True)
            target = aside / manifest.file_name
            if isinstance(content, Path):
                shutil.copyfile(content, target)
            else:
                target.write_bytes(content)
            (aside / "manifest.json").write_text(manifest.model_dump_json(indent=1) + "\n", "utf-8")
            for path in (target, aside / "manifest.json", aside):
                fsync(path)
            os.replace(aside, folder)
            fsync(folder.parent)

    def _read(self, folder: Path) -> Snapshot:
        manifest = read_manifest(folder)
        if manifest is None:
            raise StorageError(
                "raw snapshot is listed as in force but is gone",
                where=str(folder),
                remedy="restore it from a backup, or run `smartcity repair` to go on without it",
            )
        if manifest.retrieved_at is None and manifest.origin != "bundled":
            written = (folder / "manifest.json").stat().st_mtime
            at = datetime.fromtimestamp(int(written), UTC)
            manifest = manifest.model_copy(update={"retrieved_at": at})
        return Snapshot(manifest, folder / manifest.file_name)

    def _keep_time(self, folder: Path, manifest: Manifest) -> None:
        """Add the time to a manifest that was written without it."""
        written = read_manifest(folder)
        if written and written.retrieved_at is None and manifest.retrieved_at is not None:
            write_json(folder / "manifest.json", manifest.model_dump(mode="json"))

    def _folder(self, source_id: str, partition: str, sha256: str) -> Path:
        return self.root / source_id / partition / sha256

    def _pointer(self, source_id: str) -> Path:
        return self.root / source_id / "active.json"
