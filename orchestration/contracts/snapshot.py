"""What is known about a raw snapshot: the record that lies beside its bytes."""

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
    """Bytes as they were received, before the store has them.

    `content` is the bytes themselves or the path of a file that holds them. `part` tells the
    payloads of one partition apart (a request of several). `request` never holds a key. `version` is
    what the source says about the state of the period (a date of change), '' where it says nothing.
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
    """One raw snapshot's record; written once, with the bytes, never edited."""

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

    Raises `RecordDamaged`, also where it is that of another snapshot.
    """
    path = folder / "manifest.json"
    manifest = MANIFEST.read(path)
    if manifest is not None:
        place = (manifest.source_id, manifest.partition, manifest.sha256)
        if place != folder.parts[-3:]:
            raise MANIFEST.damaged(path, "it describes another snapshot")
    return manifest


@dataclass(frozen=True)
class Snapshot:
    """A raw snapshot in the store: where its bytes are and what is known of them."""

    manifest: Manifest
    path: Path

    @property
    def snapshot_id(self) -> str:
        """The sha256 of the bytes."""
        return self.manifest.sha256
