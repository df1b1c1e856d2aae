"""Moves the folders of releases: flushed to the disk, renamed, and only then made current.

A reader sees the old release or the new one. This also holds after a power cut: all bytes are on the disk
before the folder gets its name, and the folder has its name before the link `current` points to it.
"""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path

from orchestration.bounded_duckdb import SPILL
from orchestration.outcome import note_current
from orchestration.release.catalog import CURRENT
from orchestration.release.folder_swap import replace_folder
from orchestration.storage.files import fsync, make_read_only, storage_errors

BUILDING, REMOVED = ".building-", ".removed-"
_NEW_LINK = f".{CURRENT}."


def create_building_folder(releases: Path, run_id: str) -> Path:
    """Create the empty folder in which a run builds its release, on the file system of the releases."""
    folder = releases / f"{BUILDING}{run_id}"
    with storage_errors(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        fsync(releases.parent)
    return folder


def publish_folder(building: Path, releases: Path, release_id: str) -> Path:
    """Flush `building` to the disk, rename it to `release_id` and make it current; returns its folder.

    An existing release with the same id (a damaged one, or an older one whose content is current again) is
    replaced; its readers keep the files that they have open. Raises `StorageError` where the disk refuses.
    """
    target = flush_and_move(building, releases / release_id)
    set_current(releases, release_id)
    return target


def flush_and_move(building: Path, target: Path) -> Path:
    """Make the files of `building` read-only, flush everything to the disk, and rename it to `target`.

    Folders stay writable, so that the owner can remove a release.
    """
    with storage_errors(target):
        for path in [*building.rglob("*"), building]:
            if path.is_file():
                make_read_only(path)
            fsync(path)
        discarded = _clear_discard_path(target)
        replaced = replace_folder(building, target, discarded)
        fsync(target.parent)
    if replaced:
        shutil.rmtree(discarded, ignore_errors=True)
    return target


def set_current(releases: Path, release_id: str) -> None:
    """Make `release_id` the current release, in one step; raises `StorageError` where the disk refuses."""
    link = releases / f"{_NEW_LINK}{os.getpid()}"
    with storage_errors(releases):
        link.unlink(missing_ok=True)
        link.symlink_to(release_id)
        _move_aside(releases / CURRENT)
        os.replace(link, releases / CURRENT)
        note_current(release_id)
        fsync(releases)


def _move_aside(path: Path) -> None:
    """Rename a file or folder that somebody put in place of the link; an existing link stays."""
    if path.exists() and not path.is_symlink():
        names = (path.with_name(f".was-{path.name}-{number}") for number in count(1))
        os.replace(path, next(name for name in names if not name.exists()))


def remove_folder(folder: Path) -> None:
    """Remove a release: first its name, then its files."""
    with storage_errors(folder):
        discarded = _clear_discard_path(folder)
        os.replace(folder, discarded)
        fsync(folder.parent)
    shutil.rmtree(discarded, ignore_errors=True)


def remove_unfinished(releases: Path) -> int:
    """Remove leftovers of crashed runs; returns their number. The caller holds the lake's lock.

    A held release stays, as a person still decides about it.
    """
    _restore_current(releases)
    leftovers = [
        p
        for p in releases.glob(".*")
        if p.name.startswith((BUILDING, REMOVED, SPILL, _NEW_LINK)) or p.name.endswith(".part")
    ]
    for path in leftovers:
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)
    return len(leftovers)


def _restore_current(releases: Path) -> None:
    """Finish a two-step replacement (see `folder_swap`) that a crash interrupted."""
    link = releases / CURRENT
    if link.is_symlink() and not link.exists():
        moved_out = releases / f"{REMOVED}{link.readlink().name}"
        if moved_out.is_dir():
            os.replace(moved_out, releases / link.readlink().name)


def _clear_discard_path(folder: Path) -> Path:
    """The path for a replaced or removed `folder`, cleared of an older one."""
    discarded = folder.with_name(f"{REMOVED}{folder.name.lstrip('.')}")
    shutil.rmtree(discarded, ignore_errors=True)
    return discarded
