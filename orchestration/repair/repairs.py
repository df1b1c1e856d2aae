"""`smartcity repair`: damaged records made again from the rest of the lake, or put aside.

Nothing is removed: what cannot be made again lies in quarantine/records/ with the reason.
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
"""What is put aside can leave something else without it: a second look finds that."""
AFTERWARDS = "left as it is: run `smartcity refresh`, which makes it again"


@dataclass(frozen=True)
class Repaired:
    """What was damaged and what became of it, one line each."""

    damage: Damage
    outcome: str


@dataclass(frozen=True)
class _Lake:
    settings: Settings
    known: KnownSnapshots
    at: datetime

    def put_aside(self, path: Path, reason: str) -> Path:
        """Move a file or folder to quarantine/records/ and say where it lies."""
        folders = self.settings.quarantine / "records"
        stamp = f"{self.at:%Y%m%dT%H%M%SZ}"
        folder = next(f for n in count(1) if not (f := folders / f"{stamp}-{n}").exists())
        with storage_errors(folder):
            folder.mkdir(parents=True)
            shutil.move(path, folder / path.name.lstrip("."))
        write_atomic(folder / "reason.txt", f"{path}\n{reason}\n".encode())
        return folder


def repair(settings: Settings, at: datetime) -> list[Repaired]:
    """Repair what can be repaired and return what was done; hold the lake's lock.

    A damaged current release is left to the next refresh, which makes it again with the same content.
    """
    lake = _Lake(settings, KnownSnapshots(settings), at)
    done: dict[Path, Repaired] = {}
    for _ in range(_ROUNDS):
        found = [damage for damage in survey(settings) if damage.path not in done]
        if not found:
            break
        for damage in found:
            done[damage.path] = Repaired(damage, _WAYS[damage.place](lake, damage))
    return list(done.values())


def _forget(_: _Lake, damage: Damage) -> str:
    with storage_errors(damage.path):
        if damage.path.is_dir():
            shutil.rmtree(damage.path)
        else:
            damage.path.unlink(missing_ok=True)
    return "removed: it only saved work and is made again"


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
            return "made again: the staged data or a release describe it, and its bytes are whole"
    aside = lake.put_aside(folder, damage.what)
    return f"put aside in {aside}, as nothing describes it: {_comes_again(source_id)}"


def _active(lake: _Lake, damage: Damage) -> str:
    source_id = damage.path.parent.name
    lake.put_aside(damage.path, damage.what)
    told = lake.known.active(source_id)
    if told is None:
        return f"started empty, as nothing tells what was active: {_comes_again(source_id)}"
    place, listed = told
    there = {
        partition: [s for s in snapshots if (damage.path.parent / partition / s).is_dir()]
        for partition, snapshots in listed.items()
    }
    write_json(damage.path, {partition: found for partition, found in there.items() if found})
    return f"made again from {place}: {', '.join(sorted(there))}"


def _gone(_: _Lake, damage: Damage) -> str:
    source = damage.path.parent.parent
    source_id, partition, snapshot_id = damage.path.parts[-3:]
    listed = ACTIVE.read(source / "active.json") or {}
    kept = [s for s in listed.get(partition, []) if s != snapshot_id]
    others = {p: snapshots for p, snapshots in listed.items() if p != partition}
    write_json(source / "active.json", {**others, partition: kept} if kept else others)
    return f"{partition} goes on without it: {_comes_again(source_id)}"


def _ledger(lake: _Lake, damage: Damage) -> str:
    aside = lake.put_aside(damage.path, damage.what)
    source = damage.path.parent
    listed = ACTIVE.read_if_valid(source / "active.json") or {}
    active = {snapshot_id for snapshots in listed.values() for snapshot_id in snapshots}
    waiting = []
    for folder in sorted(source.glob("*/*")):
        try:
            manifest = read_manifest(folder) if folder.is_dir() else None
        except RecordDamaged:
            continue
        if manifest and manifest.origin == "dropped" and manifest.sha256 not in active:
            waiting.append(str(folder / manifest.file_name))
    dropped = ""
    if waiting:
        dropped = f"; not active, drop them again if they should be: {', '.join(waiting)}"
    return f"put aside in {aside}; the provider is asked for every period again{dropped}"


def _revisions(lake: _Lake, damage: Damage) -> str:
    return f"put aside in {lake.put_aside(damage.path, damage.what)}: these changes are not listed"


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
    return f"put aside in {lake.put_aside(damage.path, damage.what)}"


def _current_release(_: _Lake, damage: Damage) -> str:
    return AFTERWARDS


def _comes_again(source_id: str) -> str:
    return (
        f"what {source_id} bundles or its provider has comes with the next `smartcity refresh`,"
        " a dropped file has to be dropped again"
    )


_WAYS: Mapping[Place, Callable[[_Lake, Damage], str]] = {
    "cache": _forget,
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
