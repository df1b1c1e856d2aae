"""What is known about a raw snapshot: the record that lies beside its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

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


class Manifest(BaseModel):
    """One raw snapshot's record; written once, with the bytes, never edited."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str
    partition: str
    part: str
    file_name: str
    origin: Origin
    request: dict[str, Any]
    retrieved_at: datetime | None
    sha256: str
    size: int
    licence: str
    attribution: str


@dataclass(frozen=True)
class Snapshot:
    """A raw snapshot in the store: where its bytes are and what is known of them."""

    manifest: Manifest
    path: Path

    @property
    def snapshot_id(self) -> str:
        """The sha256 of the bytes."""
        return self.manifest.sha256
