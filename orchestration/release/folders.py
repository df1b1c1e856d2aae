"""Moving finished folders about: flushed, renamed, and only then pointed to.

A reader sees the old release or the new one. The order is that of a power cut: every byte is on the disk
before the name is, the name before the pointer.
"""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path

from orchestration.bounded_duckdb import SPILL
from orchestration.outcome import note_current
from orchestration.release.catalog import CURRENT
from orchestration.release.exchange import put_folder
from orchestration.storage.files import fsync, make_read_only, storage_errors

BUILDING, REMOVED = ".building-", ".removed-"
_POINTER = f".{CURRENT}."


def building_folder(releases: Path, run_id: str) -> Path:
    """An empty folder in which a release is built; on the same file system as the releases."""
    folder = releases / f"{BUILDING}{run_id}"
    with storage_errors(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        fsync(releases.parent)
    return folder


def put_in_place(building: Path, releases: Path, release_id: str) -> Path:
    """Flush `building` to the disk, rename it to its id and make it current.

    A release of the same id that is there already (damaged, or an older one whose content is back) is
    exchanged for it; its readers keep the files that they have open.
    """
    target = move_flushed(building, releases / release_id)
    point_to(releases, release_id)
    return target


def move_flushed(building: Path, target: Path) -> Path:
    """Make the files of `building` read-only, flush it and all below it, then let it be `target`.

    The folders stay writable, so that a release can be removed by its owner.
    """
    with storage_errors(target):
        for path in [*building.rglob("*"), building]:
            if path.is_file():
                make_read_only(path)
            fsync(path)
        discarded = _free_name(target)
        replaced = put_folder(building, target, discarded)
        fsync(target.parent)
    if replaced:
        shutil.rmtree(discarded, ignore_errors=True)
    return target


def point_to(releases: Path, release_id: str) -> None:
    """Make `release_id` the current release, in one step."""
    aside = releases / f"{_POINTER}{os.getpid()}"
    with storage_errors(releases):
        aside.unlink(missing_ok=True)
        aside.symlink_to(release_id)
        _make_way(releases / CURRENT)
        os.replace(aside, releases / CURRENT)
        note_current(release_id)
        fsync(releases)


def _make_way(place: Path) -> None:
    """Move aside what somebody put in the place of the link; a link is replaced in one step."""
    if place.exists() and not place.is_symlink():
        names = (place.with_name(f".was-{place.name}-{number}") for number in count(1))
        os.replace(place, next(name for name in names if not name.exists()))


def remove_folder(folder: Path) -> None:
    """Take a release away: its name at once, its bytes after."""
    with storage_errors(folder):
        discarded = _free_name(folder)
        os.replace(folder, discarded)
        fsync(folder.parent)
    shutil.rmtree(discarded, ignore_errors=True)


def remove_unfinished(releases: Path) -> int:
    """Remove what crashed runs left; returns how many. Only while holding the lake's lock.

    What a person still decides about (`held`) stays.
    """
    _restore_current(releases)
    leftovers = [
        p
        for p in releases.glob(".*")
        if p.name.startswith((BUILDING, REMOVED, SPILL, _POINTER)) or p.name.endswith(".part")
    ]
    for path in leftovers:
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)
    return len(leftovers)


def _restore_current(releases: Path) -> None:
    """Where folders cannot be exchanged in one step, a crash can fall between moving out and in."""
    link = releases / CURRENT
    if link.is_symlink() and not link.exists():
        moved_out = releases / f"{REMOVED}{link.readlink().name}"
        if moved_out.is_dir():
            os.replace(moved_out, releases / link.readlink().name)


def _free_name(folder: Path) -> Path:
    discarded = folder.with_name(f"{REMOVED}{folder.name.lstrip('.')}")
    shutil.rmtree(discarded, ignore_errors=True)
    return discarded
