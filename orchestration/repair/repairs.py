"""`smartcity repair`: rebuild damaged records from the rest of the lake, or move them to quarantine.

Only caches are removed. Records that cannot be rebuilt are moved to quarantine/records/, with the reason.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from orchestration.contracts.snapshot import read_manifest
from orchestration.lake.raw_store import ACTIVE
from orchestration.release.catalog import PINS, ReleaseCatalog
from orchestration.release.checksums import is_intact
from orchestration.release.folders import set_current
from orchestration.repair.known import KnownSnapshots
from orchestration.repair.survey import Damage, Place, survey
from orchestration.settings import Settings
from orchestration.storage.files import sha256_of, storage_errors, write_atomic, write_json
from orchestration.storage.records import RecordDamaged

_ROUNDS = 3
"""A record that was moved can be missing for another one: the next round finds that."""
LEFT_TO_REFRESH = "not changed: run `smartcity refresh`, which builds it again"


@dataclass(frozen=True)
class Repaired:
    """A damaged record and what was done with it, one line each."""

    damage: Damage
    outcome: str


@dataclass(frozen=True)
class _Lake:
    settings: Settings
    known: KnownSnapshots
    at: datetime

    def put_aside(self, path: Path, reason: str) -> Path:
        """Move a file or folder to quarantine/records/; returns its new folder."""
        folders = self.settings.quarantine / "records"
        stamp = f"{self.at:%Y%m%dT%H%M%SZ}"
        folder = next(f for n in count(1) if not (f := folders / f"{stamp}-{n}").exists())
        with storage_errors(folder):
            folder.mkdir(parents=True)
            shutil.move(path, folder / path.name.lstrip("."))
        write_atomic(folder / "reason.txt", f"{path}\n{reason}\n".encode())
        return folder


def repair(settings: Settings, at: datetime) -> list[Repaired]:
    """Repair all damaged records and return what was done; hold the lake's lock.

    A damaged current release is not changed: the next refresh builds it again with the same content.
    """
    lake = _Lake(settings, KnownSnapshots(settings), at)
    done: dict[Path, Repaired] = {}
    for _ in range(_ROUNDS):
        found = [damage for damage in survey(settings) if damage.path not in done]
        if not found:
            break
        for damage in found:
            done[damage.path] = Repaired(damage, _REPAIRS[damage.place](lake, damage))
    return list(done.values())


def _remove_cache(_: _Lake, damage: Damage) -> str:
    with storage_errors(damage.path):
        if damage.path.is_dir():
            shutil.rmtree(damage.path)
        else:
            damage.path.unlink(missing_ok=True)
    return "removed: the next refresh writes this cache again"


def _manifest(lake: _Lake, damage: Damage) -> str:
    folder = damage.path.parent
    source_id, partition, snapshot_id = folder.parts[-3:]
    manifest = lake.known.manifest(source_id, partition, snapshot_id)
    if manifest is not None:
        content = folder / manifest.file_name
        if content.is_file() and sha256_of(content) == snapshot_id:
            if damage.path.is_dir():
                lake.put_aside(damage.path, damage.what)
            write_atomic(damage.path, manifest.model_dump_json(indent=1).encode() + b"\n")
            return "rebuilt: the staged data or a release describe it, and its bytes are intact"
    aside = lake.put_aside(folder, damage.what)
    return f"moved to {aside}, as no other record describes it: {_how_to_restore(source_id)}"


def _active(lake: _Lake, damage: Damage) -> str:
    source_id = damage.path.parent.name
    lake.put_aside(damage.path, damage.what)
    described = lake.known.active(source_id)
    if described is None:
        return f"now empty, as no other record lists it: {_how_to_restore(source_id)}"
    origin, listed = described
    stored = {
        partition: [s for s in snapshots if (damage.path.parent / partition / s).is_dir()]
        for partition, snapshots in listed.items()
    }
    write_json(damage.path, {partition: found for partition, found in stored.items() if found})
    return f"rebuilt from {origin}: {', '.join(sorted(stored))}"


def _gone(_: _Lake, damage: Damage) -> str:
    source = damage.path.parent.parent
    source_id, partition, snapshot_id = damage.path.parts[-3:]
    listed = ACTIVE.read(source / "active.json") or {}
    kept = [s for s in listed.get(partition, []) if s != snapshot_id]
    others = {p: snapshots for p, snapshots in listed.items() if p != partition}
    write_json(source / "active.json", {**others, partition: kept} if kept else others)
    return f"{partition} continues without it: {_how_to_restore(source_id)}"


def _ledger(lake: _Lake, damage: Damage) -> str:
    aside = lake.put_aside(damage.path, damage.what)
    source = damage.path.parent
    listed = ACTIVE.read_if_valid(source / "active.json") or {}
    active = {snapshot_id for snapshots in listed.values() for snapshot_id in snapshots}
    pending = []
    for folder in sorted(source.glob("*/*")):
        try:
            manifest = read_manifest(folder) if folder.is_dir() else None
        except RecordDamaged:
            continue
        if manifest and manifest.origin == "dropped" and manifest.sha256 not in active:
            pending.append(str(folder / manifest.file_name))
    dropped = ""
    if pending:
        dropped = f"; drop these again if they were pending: {', '.join(pending)}"
    return f"moved to {aside}; every period is fetched again{dropped}"


def _revisions(lake: _Lake, damage: Damage) -> str:
    return f"moved to {lake.put_aside(damage.path, damage.what)}: its revisions are not listed"


def _pins(lake: _Lake, damage: Damage) -> str:
    lake.put_aside(damage.path, damage.what)
    catalog = ReleaseCatalog(lake.settings.releases)
    reason = f"the list of pins was damaged ({lake.at:%Y-%m-%d}); unpin what need not stay"
    pinned = {record.release_id: reason for record in catalog.all()}
    write_json(catalog.root / PINS, pinned)
    return f"all {len(pinned)} releases are pinned, so that none is lost"


def _pointer(lake: _Lake, damage: Damage) -> str:
    catalog = ReleaseCatalog(lake.settings.releases)
    whole = next((r for r in catalog.all() if is_intact(catalog.root / r.release_id)), None)
    before = ""
    if damage.path.is_symlink() or damage.path.exists():
        before = f"; what was there: {lake.put_aside(damage.path, damage.what)}"
    if whole is None:
        return f"there is no whole release: run `smartcity refresh`{before}"
    set_current(catalog.root, whole.release_id)
    return f"points to {whole.release_id}, the latest whole release{before}"


def _release(lake: _Lake, damage: Damage) -> str:
    return f"moved to {lake.put_aside(damage.path, damage.what)}"


def _current_release(_: _Lake, damage: Damage) -> str:
    return LEFT_TO_REFRESH


def _how_to_restore(source_id: str) -> str:
    return (
        f"the next `smartcity refresh` restores bundled and fetched data of {source_id};"
        " drop a dropped file again"
    )


_REPAIRS: Mapping[Place, Callable[[_Lake, Damage], str]] = {
    "cache": _remove_cache,
    "manifest": _manifest,
    "active": _active,
    "gone": _gone,
    "ledger": _ledger,
    "revisions": _revisions,
    "pins": _pins,
    "pointer": _pointer,
    "release": _release,
    "held release": _release,
    "current release": _current_release,
}
