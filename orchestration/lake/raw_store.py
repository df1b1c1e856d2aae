"""The raw store: bytes as received, stored once, hashed, never modified.

    raw/<source_id>/<partition>/<sha256>/<file name>    the bytes
    raw/<source_id>/<partition>/<sha256>/manifest.json  where they came from
    raw/<source_id>/active.json                         the ids of the active snapshots, by partition
    raw/verified.json                                   files that need not be read again (`ChecksumCache`)

Other files of a source lie beside them: `ledger.json` (`lake.ledger`), `handoff.json` (`ingest.handoff`)
and `revisions/` (`lake.revisions`).

A snapshot becomes active only after it was staged without error. Refused bytes are copied to quarantine/
with the reason, and the active snapshots stay as they are.

Older versions wrote the manifest of a dropped file without `retrieved_at`. Then the time at which the
manifest was written is used, and it is added to the manifest when the same file is put again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from orchestration.contracts.credit import credit
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Manifest, Payload, Snapshot, read_manifest
from orchestration.errors import StorageError
from orchestration.storage.checksum_cache import ChecksumCache
from orchestration.storage.files import (
    fsync,
    sha256_of,
    storage_errors,
    write_atomic,
    write_json,
)
from orchestration.storage.records import Kind, Name, RecordDamaged, Sha256

SNAPSHOT_IDS: TypeAdapter[dict[str, list[str]]] = TypeAdapter(dict[Name, list[Sha256]])
"""Ids of snapshots in order, by partition."""
ACTIVE = Kind("file of active snapshots", SNAPSHOT_IDS)


class RawStore:
    """The raw snapshots below the folder `root`; refused bytes go to the folder `quarantine`."""

    def __init__(self, root: Path, quarantine: Path) -> None:
        self.root = root
        self.quarantine = quarantine
        self.checksums = ChecksumCache(root / "verified.json")

    def put(self, declaration: Declaration, payload: Payload) -> Snapshot:
        """Store `payload` and return its snapshot. Bytes that the partition has already are stored once.

        Raises `StorageError` where the lake cannot be written.
        """
        content = payload.content
        sha256 = (
            sha256_of(content) if isinstance(content, Path) else hashlib.sha256(content).hexdigest()
        )
        folder = self._folder(declaration.source_id, payload.partition, sha256)
        if (folder / "manifest.json").exists():
            with suppress(RecordDamaged):  # then it is replaced below, with the same bytes
                snapshot = self._read(folder)
                if self._is_intact(snapshot):
                    self._add_missing_time(folder, snapshot.manifest)
                    return snapshot
            shutil.rmtree(folder)
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        credited = credit(declaration, payload.origin, payload.file_name, {})
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
            licence=credited.licence.id,
            attribution=credited.attribution_ko,
        )
        self._write(folder, manifest, content)
        return Snapshot(manifest, folder / payload.file_name)

    def state_credit(self, snapshot: Snapshot, credited: Declaration) -> None:
        """Write licence and attribution of `credited` into the manifest; the file's bytes stay as they are.

        When a file is put, the metadata in it are not read yet.
        """
        licence, attribution = credited.licence.id, credited.attribution_ko
        manifest = snapshot.manifest
        if (manifest.licence, manifest.attribution) != (licence, attribution):
            changed = manifest.model_copy(update={"licence": licence, "attribution": attribution})
            write_json(snapshot.path.parent / "manifest.json", changed.model_dump(mode="json"))

    def get(self, source_id: str, partition: str, snapshot_id: str) -> Snapshot:
        """The snapshot with this id; raises `StorageError` where it is missing or its manifest damaged."""
        return self._read(self._folder(source_id, partition, snapshot_id))

    def find_intact(self, source_id: str, partition: str, snapshot_id: str) -> Snapshot | None:
        """The snapshot with this id, None where it is missing or its bytes are damaged."""
        folder = self._folder(source_id, partition, snapshot_id)
        if not (folder / "manifest.json").exists():
            return None
        snapshot = self._read(folder)
        return snapshot if self._is_intact(snapshot) else None

    def active_ids(self, source_id: str) -> dict[str, list[str]]:
        """The ids of the active snapshots in order, by partition."""
        return ACTIVE.read(self._active_file(source_id)) or {}

    def active(self, source_id: str) -> dict[str, list[Snapshot]]:
        """The active snapshots in order, by partition; partitions are sorted."""
        listed = self.active_ids(source_id)
        return {
            partition: [self.get(source_id, partition, s) for s in listed[partition]]
            for partition in sorted(listed)
        }

    def readable_active(self, source_id: str) -> Iterator[Snapshot]:
        """The active snapshots whose manifest can be read; `repair.survey` reports the others."""
        listed = ACTIVE.read_if_valid(self._active_file(source_id)) or {}
        for partition, snapshots in listed.items():
            for snapshot in snapshots:
                with suppress(StorageError):
                    yield self.get(source_id, partition, snapshot)

    def activate(self, source_id: str, partitions: Mapping[str, Sequence[Snapshot]]) -> None:
        """Make these the active snapshots of their partitions, with one write."""
        listed = self.active_ids(source_id)
        wanted = {p: [s.snapshot_id for s in snapshots] for p, snapshots in partitions.items()}
        if any(listed.get(partition) != ids for partition, ids in wanted.items()):
            write_json(self._active_file(source_id), {**listed, **wanted})

    def deactivate(self, source_id: str, partition: str) -> None:
        """Leave `partition` without active snapshots; its files are kept."""
        listed = self.active_ids(source_id)
        if listed.pop(partition, None) is not None:
            write_json(self._active_file(source_id), listed)

    def verify(self, snapshot: Snapshot, *, use_cache: bool = False) -> None:
        """Raise `StorageError` unless the file has the recorded sha256.

        With `use_cache` a file is read only where it changed since it was last found intact.
        """
        path, sha256 = snapshot.path, snapshot.manifest.sha256
        is_intact = self.checksums.matches(path, sha256) if use_cache else self._is_intact(snapshot)
        if not is_intact:
            raise StorageError(
                "raw snapshot is damaged: its bytes do not have the recorded sha256",
                where=str(path),
                remedy="remove its folder and run `smartcity refresh`; it is fetched or copied again",
            )

    def quarantine_snapshot(self, snapshot: Snapshot, reason: str) -> Path:
        """Copy a refused snapshot to quarantine, with `reason.txt`; returns its folder there."""
        manifest = snapshot.manifest
        name = f"{manifest.partition}-{manifest.sha256[:12]}"
        folder = self.quarantine / manifest.source_id / name
        with storage_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy2(snapshot.path, folder / manifest.file_name)
        write_atomic(folder / "reason.txt", reason.encode() + b"\n")
        return folder

    def quarantine_response(self, source_id: str, name: str, content: bytes, reason: str) -> Path:
        """Write the body of a refused response to quarantine, with `reason.txt`; returns its folder."""
        digest = hashlib.sha256(content).hexdigest()
        folder = self.quarantine / source_id / f"{name}-{digest[:12]}"
        write_atomic(folder / "answer", content)
        write_atomic(folder / "reason.txt", reason.encode() + b"\n")
        return folder

    def source_folder(self, source_id: str) -> Path:
        """The folder with all files of a source."""
        return self.root / source_id

    def _is_intact(self, snapshot: Snapshot) -> bool:
        path, manifest = snapshot.path, snapshot.manifest
        return (
            path.is_file()
            and path.stat().st_size == manifest.size
            and sha256_of(path) == manifest.sha256
        )

    def _write(self, folder: Path, manifest: Manifest, content: bytes | Path) -> None:
        temporary = folder.with_name(f".{folder.name}.{os.getpid()}.part")
        with storage_errors(folder):
            shutil.rmtree(temporary, ignore_errors=True)
            temporary.mkdir(parents=True)
            target = temporary / manifest.file_name
            if isinstance(content, Path):
                shutil.copyfile(content, target)
            else:
                target.write_bytes(content)
            manifest_file = temporary / "manifest.json"
            manifest_file.write_text(manifest.model_dump_json(indent=1) + "\n", "utf-8")
            for path in (target, manifest_file, temporary):
                fsync(path)
            os.replace(temporary, folder)
            fsync(folder.parent)

    def _read(self, folder: Path) -> Snapshot:
        manifest = read_manifest(folder)
        if manifest is None:
            raise StorageError(
                "raw snapshot is listed as active but is missing",
                where=str(folder),
                remedy="restore it from a backup, or run `smartcity repair` to continue without it",
            )
        if manifest.retrieved_at is None and manifest.origin != "bundled":
            written = (folder / "manifest.json").stat().st_mtime
            at = datetime.fromtimestamp(int(written), UTC)
            manifest = manifest.model_copy(update={"retrieved_at": at})
        return Snapshot(manifest, folder / manifest.file_name)

    def _add_missing_time(self, folder: Path, manifest: Manifest) -> None:
        """Write `retrieved_at` to a manifest on disk that does not have it."""
        written = read_manifest(folder)
        if written and written.retrieved_at is None and manifest.retrieved_at is not None:
            write_json(folder / "manifest.json", manifest.model_dump(mode="json"))

    def _folder(self, source_id: str, partition: str, sha256: str) -> Path:
        return self.root / source_id / partition / sha256

    def _active_file(self, source_id: str) -> Path:
        return self.root / source_id / "active.json"
