"""The releases of a lake and which one is current.

releases/<id>/              a complete release
releases/current            relative link to the current release
releases/seen.json          fingerprints that lead to the current release (see `known_fingerprints`)
releases/verified.json      checksums of release files that were verified (see `checksum_cache`)
releases/pins.json          releases that retention never removes, with the reason (see `retention`)
releases/.held-<id>/        a release that waits for acceptance (see `held_release`)
releases/.building-<run>/   a release that a run is building; a leftover when the run has ended
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict  # pydantic needs it instead of typing's before Python 3.12

from orchestration.errors import ReleaseError
from orchestration.release.checksums import is_intact
from orchestration.storage.checksum_cache import ChecksumCache
from orchestration.storage.records import REBUILT, Kind, Name, Record, RecordDamaged

CURRENT = "current"
HELD = ".held-"
RECORD = "release.json"
KNOWN_FINGERPRINTS_FILE = "seen.json"
VERIFIED_FILES = "verified.json"
PINS = "pins.json"
POINTER_REMEDY = "run `smartcity repair`, or `smartcity rollback ID` to the correct release"


@with_config(ConfigDict(extra="allow"))
class Input(TypedDict):
    """One source of a release: id, title, periods, rows, hash of its snapshots, and their origins.

    Further fields, such as the numbers of suppressed cells, are kept as they are.
    """

    source_id: str
    title: str
    period: str
    rows: int
    sha256: str
    origin: str


class ReleaseRecord(Record):
    """The content of release.json. It may hold times, as it is not part of the content id."""

    model_config = ConfigDict(frozen=True)

    release_id: Name
    number: str | None = None
    """The number for people; releases of earlier versions have none."""
    published_at: str
    previous_id: Name | None
    fingerprint: str
    code_version: str
    inputs: list[Input]
    marts: dict[str, int]
    checks: int
    held_by: list[str] = Field(default_factory=list)
    accepted: str | None = None

    @property
    def name(self) -> str:
        """The number and the id, as outputs show them."""
        return f"{self.number}, {self.release_id}" if self.number else self.release_id


class KnownFingerprints(Record):
    """The content of seen.json: fingerprints that lead to the content of a release."""

    release_id: str
    fingerprints: list[str]


RELEASE_RECORD = Kind(
    "record of a release",
    TypeAdapter(ReleaseRecord),
    "run `smartcity refresh` to build it again, or `smartcity rollback ID`; `smartcity repair` moves"
    " a damaged release aside",
)
KNOWN_FINGERPRINTS = Kind("list of known fingerprints", TypeAdapter(KnownFingerprints), REBUILT)
PINNED: Kind[dict[str, str]] = Kind("list of pinned releases", TypeAdapter(dict[Name, str]))


class ReleaseCatalog:
    """The releases below the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, release_id: str) -> Path:
        """The folder of a release; raises `ReleaseError` where it does not exist."""
        folder = self.root / release_id
        if not _is_name(release_id) or not (folder / RECORD).is_file():
            known = ", ".join(r.release_id for r in self.all()) or "none"
            raise ReleaseError(
                f"there is no release {release_id}",
                where=str(self.root),
                remedy=f"use one of: {known}",
            )
        return folder

    def resolve(self, name: str) -> str:
        """The id of the release with this number (`2026-11-25.1`); any other name is an id already."""
        return next((r.release_id for r in self.all() if r.number == name), name)

    def current_id(self) -> str | None:
        """The id of the current release; None without one, or where the link `current` is damaged."""
        link = self.root / CURRENT
        if not link.is_symlink() or self.pointer_damage() is not None:
            return None
        return link.readlink().name

    def pointer_damage(self) -> str | None:
        """What is wrong with the link `current`, in one line; None if nothing is, or without a release."""
        link = self.root / CURRENT
        if not link.is_symlink():
            if link.exists():
                kind = "folder" if link.is_dir() else "file"
                return f"`{CURRENT}` is a {kind}, not a link to a release"
            return (
                f"`{CURRENT}` is missing, although there are releases" if self._folders() else None
            )
        target = link.readlink()
        if (self.root / target).parent.resolve() != self.root.resolve():
            return f"`{CURRENT}` points outside of the releases, to {target}"
        if not _is_name(target.name) or not (self.root / target.name).is_dir():
            return f"`{CURRENT}` points to {target.name}, which does not exist"
        return None

    def current(self) -> Path:
        """The folder of the current release; raises `ReleaseError` without one or with a damaged link."""
        if damage := self.pointer_damage():
            raise ReleaseError(damage, where=str(self.root), remedy=POINTER_REMEDY)
        current = self.current_id()
        if current is None:
            raise ReleaseError(
                "there is no release yet", where=str(self.root), remedy="run `smartcity refresh`"
            )
        return self.folder(current)

    def record(self, release_id: str) -> ReleaseRecord:
        """The record of a release; raises `ReleaseError` where it does not exist or is damaged."""
        return read_record(self.folder(release_id))

    def is_current_and_intact(self, release_id: str) -> bool:
        """Whether `release_id` is the current release and its files match their checksums."""
        return release_id == self.current_id() and is_intact(self.root / release_id)

    def latest_intact_id(self) -> str | None:
        """The release to compare a new one with: the current one, or the latest intact one."""
        current = self.current_id()
        others = [r.release_id for r in self.all() if r.release_id != current]
        return next((i for i in [current, *others] if i and is_intact(self.root / i)), None)

    def verified_files(self) -> ChecksumCache:
        """The cache of the release files that were verified; the caller saves it."""
        return ChecksumCache(self.root / VERIFIED_FILES)

    def fingerprints(self, cache: ChecksumCache | None = None) -> set[str]:
        """The fingerprints that lead to the current release; empty without an intact current release.

        With `cache` a file is read only where it changed since it was last found intact.
        """
        current = self.current_id()
        if current is None or not is_intact(self.root / current, cache):
            return set()
        known = KNOWN_FINGERPRINTS.read_if_valid(self.root / KNOWN_FINGERPRINTS_FILE)
        others = known.fingerprints if known and known.release_id == current else []
        return {self.record(current).fingerprint, *others}

    def pins(self) -> dict[str, str]:
        """The pinned releases, each with the reason; raises `RecordDamaged`."""
        return PINNED.read(self.root / PINS) or {}

    def all(self) -> list[ReleaseRecord]:
        """The records of all releases, the latest first; `damaged` lists those that cannot be read."""
        damaged = self.damaged()
        found = [read_record(f) for f in self._folders() if f.name not in damaged]
        return sorted(found, key=lambda r: (r.published_at, r.release_id), reverse=True)

    def damaged(self) -> list[str]:
        """The ids of the releases whose record cannot be read."""
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
            why = "is missing" if record is None else f"belongs to {record.release_id}"
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
