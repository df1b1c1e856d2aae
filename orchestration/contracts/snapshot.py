"""Raw snapshots and their manifests: the bytes of a source and the record of where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

from orchestration.storage.records import Kind, Name, Record, Sha256

Origin = Literal["bundled", "fetched", "dropped"]


@dataclass(frozen=True)
class Payload:
    """Bytes as they were received, before they are in the raw store.

    `content` is the bytes, or the path of a file with them. `part` names the payload within its partition,
    for example one of several requests. `request` never contains a key. `version` is the version of the
    period that the source reports (a date of change), '' where it reports none.
    """

    partition: str
    part: str
    file_name: str
    content: bytes | Path
    origin: Origin
    request: Mapping[str, Any] = field(default_factory=dict)
    retrieved_at: datetime | None = None
    version: str = ""


class Manifest(Record):
    """The record of a raw snapshot, written with the bytes. `size` is in bytes."""

    model_config = ConfigDict(frozen=True)

    source_id: Name
    partition: Name
    part: str
    file_name: Name
    origin: Origin
    request: dict[str, Any]
    retrieved_at: datetime | None = None
    sha256: Sha256
    size: int
    licence: str
    attribution: str


MANIFEST = Kind("manifest of a raw snapshot", TypeAdapter(Manifest))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in the folder of a raw snapshot, None where there is none.

    Raises `RecordDamaged` where it is damaged or describes another snapshot.
    """
    path = folder / "manifest.json"
    manifest = MANIFEST.read(path)
    if manifest is not None:
        expected_folder = (manifest.source_id, manifest.partition, manifest.sha256)
        if folder.parts[-3:] != expected_folder:
            raise MANIFEST.damaged(path, "it describes another snapshot")
    return manifest


@dataclass(frozen=True)
class Snapshot:
    """A snapshot in the raw store: its manifest and the path of its bytes."""

    manifest: Manifest
    path: Path

    @property
    def snapshot_id(self) -> str:
        """The sha256 of the bytes, in hex."""
        return self.manifest.sha256
