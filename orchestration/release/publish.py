"""Putting a finished release in place: flushed, renamed, and only then pointed to.

A reader sees the old release or the new one. A crash before the rename leaves a folder that begins with
a dot, which the next run removes; a crash between rename and swap leaves a whole release that is not
current yet.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from orchestration.errors import ReleaseError
from orchestration.lake.files import fsync, storage_errors, write_json
from orchestration.release.candidate import Candidate
from orchestration.release.catalog import CURRENT, RECORD, SEEN, Catalog, ReleaseRecord
from orchestration.release.checksums import verify_checksums, write_checksums
from orchestration.release.inputs import inputs_of
from orchestration.warehouse.manifest import code_version


def publish(
    candidate: Candidate, catalog: Catalog, *, fingerprint: str, published_at: datetime
) -> bool:
    """Seal `candidate` and make it current; False, and nothing left behind, where it is not new.

    Not new means that the current release has the same content and is whole.
    """
    if not candidate.is_new and _is_whole(catalog.folder(candidate.release_id)):
        _renew_fingerprint(catalog, candidate.release_id, fingerprint)
        shutil.rmtree(candidate.folder)
        return False
    record = ReleaseRecord(
        release_id=candidate.release_id,
        published_at=published_at.isoformat(timespec="seconds"),
        previous_id=candidate.previous_id,
        fingerprint=fingerprint,
        code_version=code_version(),
        inputs=inputs_of(candidate.folder / "marts.duckdb"),
        marts={mart.name: mart.rows for mart in candidate.marts},
        checks=candidate.checks,
    )
    write_json(candidate.folder / RECORD, record.model_dump())
    write_checksums(candidate.folder)
    put_in_place(candidate.folder, catalog.root, candidate.release_id)
    return True


def _is_whole(folder: Path) -> bool:
    try:
        verify_checksums(folder)
    except ReleaseError:
        return False
    return True


def _renew_fingerprint(catalog: Catalog, release_id: str, fingerprint: str) -> None:
    """The content is the same though code or inputs changed: say so, for the next refresh."""
    write_json(catalog.root / SEEN, {"release_id": release_id, "fingerprint": fingerprint})


def building_folder(releases: Path, run_id: str) -> Path:
    """An empty folder in which a release is built; on the same file system as the releases."""
    folder = releases / f".building-{run_id}"
    with storage_errors(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    return folder


def put_in_place(building: Path, releases: Path, release_id: str) -> Path:
    """Flush `building` to the disk, rename it to its id and make it current."""
    target = releases / release_id
    with storage_errors(target):
        for path in [*building.rglob("*"), building]:
            fsync(path)
        if target.exists():  # whole but not current: an older release, or a crash before the swap
            shutil.rmtree(target)
        os.replace(building, target)
        fsync(releases)
    point_to(releases, release_id)
    return target


def point_to(releases: Path, release_id: str) -> None:
    """Make `release_id` the current release, in one step."""
    aside = releases / f".{CURRENT}.{os.getpid()}"
    with storage_errors(releases):
        aside.unlink(missing_ok=True)
        aside.symlink_to(release_id)
        os.replace(aside, releases / CURRENT)
        fsync(releases)


def remove_unfinished(releases: Path) -> int:
    """Remove what crashed runs left; returns how many. Only while holding the lake's lock."""
    leftovers = [p for p in releases.glob(".*") if p.name.startswith((".building-", f".{CURRENT}."))]
    for path in leftovers:
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)
    return len(leftovers)
