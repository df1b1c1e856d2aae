"""Holds a complete release whose values changed more than its suites allow, until a person accepts it.

A held release is the folder `.held-<id>` beside the releases, including its pages. It is removed when it is
accepted with a reason, or when a later refresh publishes or holds another release. There is at most one.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from orchestration.errors import ReleaseError, ReleaseHeld
from orchestration.release.catalog import HELD, RECORD, ReleaseCatalog, ReleaseRecord, read_record
from orchestration.release.checksums import verify_checksums, write_checksums
from orchestration.release.folders import (
    building_folder,
    flush_and_move,
    publish_folder,
    remove_folder,
)
from orchestration.storage.files import storage_errors, write_json


def held_folder(catalog: ReleaseCatalog) -> Path | None:
    """The folder of the held release, or None."""
    return max(catalog.root.glob(f"{HELD}*"), default=None, key=lambda p: p.stat().st_mtime)


def hold(building: Path, catalog: ReleaseCatalog, record: ReleaseRecord) -> ReleaseHeld:
    """Store the complete release in `building` as the held one; returns the error to raise."""
    target = flush_and_move(building, catalog.root / f"{HELD}{record.release_id}")
    discard_held(catalog, keep=target)
    count = len(record.held_by)
    more = f" (and {count - 1} more)" if count > 1 else ""
    return ReleaseHeld(
        f"release {record.release_id} is held: {record.held_by[0]}{more}",
        where=str(target),
        remedy='read its CHANGES.md, then `smartcity release --accept "reason"`,'
        " or correct the data and run `smartcity refresh` again",
    )


def discard_held(catalog: ReleaseCatalog, keep: Path | None = None) -> None:
    """Remove the held release, unless its folder is `keep`."""
    for folder in catalog.root.glob(f"{HELD}*"):
        if folder != keep:
            remove_folder(folder)


def accept(catalog: ReleaseCatalog, reason: str, at: datetime) -> ReleaseRecord:
    """Publish the held release, with `reason` in its record; returns the record.

    Raises `ReleaseError` without a held release or a reason, where the held release is damaged, or where it
    was compared with a release that is no longer current. The caller holds the lake's lock.
    """
    folder = held_folder(catalog)
    if folder is None:
        raise ReleaseError(
            "no release is held",
            where=str(catalog.root),
            remedy="run `smartcity releases` to list the published releases",
        )
    if not reason.strip():
        raise ReleaseError(
            "a held release can only be accepted with a reason",
            where=str(folder),
            remedy='run `smartcity release --accept "why the change is right"`',
        )
    verify_checksums(folder)
    record = read_record(folder)
    if record.previous_id != catalog.latest_intact_id():
        raise ReleaseError(
            f"the held release was compared with {record.previous_id or 'none'},"
            f" which is no longer the current one",
            where=str(folder),
            remedy="run `smartcity refresh` to compare it again",
        )
    accepted = record.model_copy(
        update={"accepted": reason.strip(), "published_at": at.isoformat(timespec="seconds")}
    )
    building = building_folder(catalog.root, "accepted")
    with storage_errors(building):
        shutil.copytree(folder, building, dirs_exist_ok=True)
    write_json(building / RECORD, accepted.model_dump())
    write_checksums(building)
    publish_folder(building, catalog.root, record.release_id)
    discard_held(catalog)
    return accepted
