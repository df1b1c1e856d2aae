"""A release that is whole and valid but changed more than its suites declare: it waits for a person.

It lies beside the releases as `.held-<id>`, complete with its pages, until it is accepted with a reason,
or until a later refresh decides otherwise. There is at most one.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from orchestration.errors import ReleaseError, ReleaseHeld
from orchestration.release.catalog import HELD, RECORD, ReleaseCatalog, ReleaseRecord, read_record
from orchestration.release.checksums import verify_checksums, write_checksums
from orchestration.release.folders import building_folder, move_flushed, put_in_place, remove_folder
from orchestration.storage.files import storage_errors, write_json


def held_folder(catalog: ReleaseCatalog) -> Path | None:
    """The release that waits, or None."""
    return max(catalog.root.glob(f"{HELD}*"), default=None, key=lambda p: p.stat().st_mtime)


def hold(building: Path, catalog: ReleaseCatalog, record: ReleaseRecord) -> ReleaseHeld:
    """Keep a sealed release aside, in the place of one that waited before; returns what to raise."""
    target = move_flushed(building, catalog.root / f"{HELD}{record.release_id}")
    discard_held(catalog, keep=target)
    count = len(record.held_by)
    more = f" (and {count - 1} more)" if count > 1 else ""
    return ReleaseHeld(
        f"release {record.release_id} is held: {record.held_by[0]}{more}",
        where=str(target),
        remedy='read its CHANGES.md, then `smartcity release --accept "reason"`,'
        " or mend the data and run `smartcity refresh` again",
    )


def discard_held(catalog: ReleaseCatalog, keep: Path | None = None) -> None:
    """Remove the release that waits: a later refresh has decided."""
    for folder in catalog.root.glob(f"{HELD}*"):
        if folder != keep:
            remove_folder(folder)


def accept(catalog: ReleaseCatalog, reason: str, at: datetime) -> ReleaseRecord:
    """Publish the release that waits, with `reason` in its record; returns the record.

    Raises `ReleaseError` where none waits, where it is damaged, or where the current release is no
    longer the one that it was compared with; hold the lake's lock.
    """
    folder = held_folder(catalog)
    if folder is None:
        raise ReleaseError(
            "no release is held", where=str(catalog.root), remedy="nothing to accept"
        )
    if not reason.strip():
        raise ReleaseError(
            "a held release is accepted with a reason",
            where=str(folder),
            remedy='run `smartcity release --accept "why the change is right"`',
        )
    verify_checksums(folder)
    record = read_record(folder)
    if record.previous_id != catalog.last_whole_id():
        raise ReleaseError(
            f"the held release was compared with {record.previous_id or 'none'},"
            f" which is no longer the current one",
            where=str(folder),
            remedy="run `smartcity refresh` to compare it anew",
        )
    accepted = record.model_copy(
        update={"accepted": reason.strip(), "published_at": at.isoformat(timespec="seconds")}
    )
    building = building_folder(catalog.root, "accepted")
    with storage_errors(building):
        shutil.copytree(folder, building, dirs_exist_ok=True)
    write_json(building / RECORD, accepted.model_dump())
    write_checksums(building)
    put_in_place(building, catalog.root, record.release_id)
    discard_held(catalog)
    return accepted
