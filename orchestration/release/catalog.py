"""Which releases there are and which one is current."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from orchestration.errors import ReleaseError
from orchestration.lake.files import read_json

CURRENT = "current"
RECORD = "release.json"
SEEN = "seen.json"
"""Beside the releases: the fingerprint of inputs that were found to give the current content again."""


class ReleaseRecord(BaseModel):
    """What a release says of itself; the part that may hold times, outside of its content id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release_id: str
    published_at: str
    previous_id: str | None
    fingerprint: str
    code_version: str
    inputs: list[dict[str, Any]]
    marts: dict[str, int]
    checks: int
    accepted: str | None = None


class Catalog:
    """The releases below a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, release_id: str) -> Path:
        """The folder of a release; raises `ReleaseError` where there is none."""
        folder = self.root / release_id
        if release_id != Path(release_id).name or not (folder / RECORD).is_file():
            known = ", ".join(r.release_id for r in self.all()) or "none"
            raise ReleaseError(
                f"there is no release {release_id}",
                where=str(self.root),
                remedy=f"use one of: {known}",
            )
        return folder

    def current_id(self) -> str | None:
        """The id of the current release, or None."""
        link = self.root / CURRENT
        return link.readlink().name if link.is_symlink() and link.exists() else None

    def current(self) -> Path:
        """The folder of the current release; raises `ReleaseError` where there is none."""
        current = self.current_id()
        if current is None:
            raise ReleaseError(
                "there is no release yet", where=str(self.root), remedy="run `smartcity refresh`"
            )
        return self.folder(current)

    def record(self, release_id: str) -> ReleaseRecord:
        """What a release says of itself."""
        return ReleaseRecord.model_validate(read_json(self.folder(release_id) / RECORD))

    def fingerprints(self) -> set[str]:
        """What the current release is known to be made from; empty where there is none."""
        current = self.current_id()
        if current is None:
            return set()
        seen = read_json(self.root / SEEN, {})
        again = {seen["fingerprint"]} if seen.get("release_id") == current else set()
        return {self.record(current).fingerprint} | again

    def all(self) -> list[ReleaseRecord]:
        """All releases, the latest first."""
        folders = [p.parent for p in self.root.glob(f"*/{RECORD}") if p.parent.name[0] != "."]
        records = [
            ReleaseRecord.model_validate(read_json(f / RECORD))
            for f in folders
            if not f.is_symlink()
        ]
        return sorted(records, key=lambda r: r.published_at, reverse=True)
