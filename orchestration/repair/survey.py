"""Find the damaged records of a lake: read every record, and check where `current` points to.

Raw bytes are not read here (`doctor` does that), nor the files of a release (`validate`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from orchestration.contracts.snapshot import MANIFEST, read_manifest
from orchestration.errors import ReleaseError
from orchestration.ingest.handoff import HANDOFF
from orchestration.ingest.staged_batch import INDEX, STAGED_BATCH
from orchestration.lake.ledger import LEDGER
from orchestration.lake.lock import HOLDER
from orchestration.lake.raw_store import ACTIVE
from orchestration.lake.revisions import read_revisions
from orchestration.release.catalog import (
    CURRENT,
    HELD,
    KNOWN_FINGERPRINTS,
    KNOWN_FINGERPRINTS_FILE,
    PINNED,
    PINS,
    POINTER_REMEDY,
    VERIFIED_FILES,
    ReleaseCatalog,
    read_record,
)
from orchestration.settings import Settings
from orchestration.storage.checksum_cache import VERIFIED
from orchestration.storage.records import REPAIR, Kind, RecordDamaged

Place = Literal[
    "cache",
    "active",
    "manifest",
    "gone",
    "ledger",
    "revisions",
    "pins",
    "pointer",
    "release",
    "current release",
    "held release",
]
"""What is damaged; `repair` has one function for each. A refresh writes a `cache` again by itself."""

_SNAPSHOT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Damage:
    """A damaged record: its kind, its path, what is wrong, and what to do."""

    place: Place
    path: Path
    what: str
    remedy: str

    @property
    def stops_work(self) -> bool:
        """Whether commands end with an error until it is repaired."""
        return self.place != "cache"


def survey(settings: Settings) -> list[Damage]:
    """All damaged records, in the order in which they are repaired."""
    return [
        *_record("cache", HOLDER, settings.lake / ".refresh.holder.json"),
        *_raw(settings.raw),
        *_staged(settings.staged),
        *_releases(ReleaseCatalog(settings.releases)),
    ]


def _record(place: Place, kind: Kind[Any], path: Path) -> Iterator[Damage]:
    try:
        kind.read(path)
    except RecordDamaged as error:
        yield Damage(place, path, error.what, error.remedy)


def _raw(raw: Path) -> Iterator[Damage]:
    yield from _record("cache", VERIFIED, raw / "verified.json")
    for source in _folders(raw):
        for folder in (f for partition in _folders(source) for f in _folders(partition)):
            if _SNAPSHOT.fullmatch(folder.name):
                yield from _manifest(folder)
        yield from _record("active", ACTIVE, source / "active.json")
        yield from _record("cache", HANDOFF, source / "handoff.json")
        yield from _record("ledger", LEDGER, source / "ledger.json")
        for partition, snapshots in (ACTIVE.read_if_valid(source / "active.json") or {}).items():
            for folder in (source / partition / snapshot for snapshot in snapshots):
                if not folder.is_dir():
                    yield Damage("gone", folder, "an active raw snapshot is missing", REPAIR)
        for path in sorted((source / "revisions").glob("*.parquet")):
            try:
                read_revisions(path)
            except RecordDamaged as error:
                yield Damage("revisions", path, error.what, error.remedy)


def _manifest(folder: Path) -> Iterator[Damage]:
    path = folder / "manifest.json"
    try:
        if read_manifest(folder) is None:
            raise MANIFEST.damaged(path, "it is not there")
    except RecordDamaged as error:
        yield Damage("manifest", path, error.what, error.remedy)


def _staged(staged: Path) -> Iterator[Damage]:
    yield from _record("cache", INDEX, staged / "index.json")
    yield from _record("cache", VERIFIED, staged / "verified.json")
    for path in sorted((staged / ".preparsed").glob("*.json")):
        yield from _record("cache", STAGED_BATCH, path)


def _releases(catalog: ReleaseCatalog) -> Iterator[Damage]:
    yield from _record("cache", KNOWN_FINGERPRINTS, catalog.root / KNOWN_FINGERPRINTS_FILE)
    yield from _record("cache", VERIFIED, catalog.root / VERIFIED_FILES)
    current = catalog.current_id()
    for release_id in catalog.damaged():
        place: Place = "current release" if release_id == current else "release"
        yield from _release(place, catalog.root / release_id)
    for folder in sorted(catalog.root.glob(f"{HELD}*")):
        yield from _release("held release", folder)
    yield from _record("pins", PINNED, catalog.root / PINS)
    if damage := catalog.pointer_damage():
        yield Damage("pointer", catalog.root / CURRENT, damage, POINTER_REMEDY)


def _release(place: Place, folder: Path) -> Iterator[Damage]:
    try:
        read_record(folder)
    except ReleaseError as error:
        yield Damage(place, folder, error.what, error.remedy)


def _folders(folder: Path) -> list[Path]:
    with suppress(NotADirectoryError, FileNotFoundError):
        return sorted(p for p in folder.iterdir() if p.is_dir() and p.name[0] != ".")
    return []
