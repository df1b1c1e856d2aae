"""Which releases there are and which one is current.

releases/<id>/              a release, whole
releases/current            relative link to the one that analysts open
releases/seen.json          fingerprints that are known to give the current content (see `seen`)
releases/pins.json          what retention may never remove, with the reason (see `retention`)
releases/.held-<id>/        a release that waits for a person (see `held`)
releases/.building-<run>/   a release in the making; without a run it is a leftover
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict  # pydantic needs it instead of typing's before Python 3.12

from orchestration.errors import ReleaseError
from orchestration.release.checksums import is_whole
from orchestration.storage.records import REBUILT, Kind, Name, Record, RecordDamaged

CURRENT = "current"
HELD = ".held-"
RECORD = "release.json"
SEEN = "seen.json"
PINS = "pins.json"
POINTER_REMEDY = "run `smartcity repair`, or `smartcity rollback ID` to the release that is right"


@with_config(ConfigDict(extra="allow"))
class Input(TypedDict):
    """One source of a release: its period, rows, how its bytes came, and a hash over them; and more."""

    source_id: str
    title: str
    period: str
    rows: int
    sha256: str
    origin: str


class ReleaseRecord(Record):
    """What a release says of itself; the part that may hold times, outside of its content id."""

    model_config = ConfigDict(frozen=True)

    release_id: Name
    published_at: str
    previous_id: Name | None
    fingerprint: str
    code_version: str
    inputs: list[Input]
    marts: dict[str, int]
    checks: int
    held_by: list[str] = Field(default_factory=list)
    accepted: str | None = None


class Seen(Record):
    """Fingerprints that are known to give the content of a release."""

    release_id: str
    fingerprints: list[str]


RELEASE_RECORD = Kind(
    "record of a release",
    TypeAdapter(ReleaseRecord),
    "run `smartcity refresh` to make it again, or `smartcity rollback ID`; `smartcity repair` puts"
    " a damaged release aside",
)
SEEN_RECORD = Kind("list of known fingerprints", TypeAdapter(Seen), REBUILT)
PINNED: Kind[dict[str, str]] = Kind("list of pinned releases", TypeAdapter(dict[Name, str]))


class Catalog:
    """The releases below a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, release_id: str) -> Path:
        """The folder of a release; raises `ReleaseError` where there is none."""
        folder = self.root / release_id
        if not _is_name(release_id) or not (folder / RECORD).is_file():
            known = ", ".join(r.release_id for r in self.all()) or "none"
            raise ReleaseError(
                f"there is no release {release_id}",
                where=str(self.root),
                remedy=f"use one of: {known}",
            )
        return folder

    def current_id(self) -> str | None:
        """The id of the current release; None where there is none or `current` leads elsewhere."""
        link = self.root / CURRENT
        if not link.is_symlink() or self.pointer_damage() is not None:
            return None
        return link.readlink().name

    def pointer_damage(self) -> str | None:
        """What is wrong with `current`, in one line; None where it is a link to a release, or none is."""
        link = self.root / CURRENT
        if not link.is_symlink():
            if link.exists():
                kind = "folder" if link.is_dir() else "file"
                return f"`{CURRENT}` is a {kind}, not a link to a release"
            return f"`{CURRENT}` is not there, but releases are" if self._folders() else None
        target = link.readlink()
        if (self.root / target).parent.resolve() != self.root.resolve():
            return f"`{CURRENT}` points outside of the releases, to {target}"
        if not _is_name(target.name) or not (self.root / target.name).is_dir():
            return f"`{CURRENT}` points to {target.name}, which is not there"
        return None

    def current(self) -> Path:
        """The folder of the current release; raises `ReleaseError` where there is none."""
        if damage := self.pointer_damage():
            raise ReleaseError(damage, where=str(self.root), remedy=POINTER_REMEDY)
        current = self.current_id()
        if current is None:
            raise ReleaseError(
                "there is no release yet", where=str(self.root), remedy="run `smartcity refresh`"
            )
        return self.folder(current)

    def record(self, release_id: str) -> ReleaseRecord:
        """What a release says of itself; raises `ReleaseError` where there is none or it is damaged."""
        return read_record(self.folder(release_id))

    def is_current_and_whole(self, release_id: str) -> bool:
        """Whether `release_id` is the current release and all its bytes are the recorded ones."""
        return release_id == self.current_id() and is_whole(self.root / release_id)

    def last_whole_id(self) -> str | None:
        """What a new release is compared with: the current one, or the latest other that is whole."""
        current = self.current_id()
        others = [r.release_id for r in self.all() if r.release_id != current]
        return next((i for i in [current, *others] if i and is_whole(self.root / i)), None)

    def fingerprints(self) -> set[str]:
        """What the current release is known to be made from; empty where there is none that is whole."""
        current = self.current_id()
        if current is None or not is_whole(self.root / current):
            return set()
        seen = SEEN_RECORD.read_if_valid(self.root / SEEN)
        again = seen.fingerprints if seen and seen.release_id == current else []
        return {self.record(current).fingerprint, *again}

    def pins(self) -> dict[str, str]:
        """The pinned releases, each with the reason; raises `RecordDamaged`."""
        return PINNED.read(self.root / PINS) or {}

    def all(self) -> list[ReleaseRecord]:
        """All releases whose record can be read, the latest first; `damaged` names the others."""
        damaged = self.damaged()
        found = [read_record(f) for f in self._folders() if f.name not in damaged]
        return sorted(found, key=lambda r: (r.published_at, r.release_id), reverse=True)

    def damaged(self) -> list[str]:
        """The releases whose own record cannot be read."""
        return [f.name for f in self._folders() if not _has_record(f)]

    def _folders(self) -> list[Path]:
        if not self.root.is_dir():
            return []
        return sorted(
            p for p in self.root.iterdir() if p.is_dir() and not p.is_symlink() and _is_name(p.name)
        )


def read_record(folder: Path) -> ReleaseRecord:
    """The record in a release's folder; raises `ReleaseError` where it is missing or damaged."""
    try:
        record = RELEASE_RECORD.read(folder / RECORD)
        if record is None or record.release_id != folder.name.removeprefix(HELD):
            why = "is missing" if record is None else f"is that of {record.release_id}"
            raise RELEASE_RECORD.damaged(folder / RECORD, f"{RECORD} {why}")
    except RecordDamaged as error:
        raise ReleaseError(error.what, where=str(folder), remedy=error.remedy) from None
    return record


def _has_record(folder: Path) -> bool:
    try:
        read_record(folder)
    except ReleaseError:
        return False
    return True


def _is_name(release_id: str) -> bool:
    plain = release_id == Path(release_id).name and not release_id.startswith(".")
    return plain and release_id != CURRENT
