"""Publishes a finished candidate: makes it current, holds it, or finds that it is not new."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from orchestration.release.candidate import Candidate
from orchestration.release.catalog import RECORD, ReleaseCatalog, ReleaseRecord
from orchestration.release.checksums import read_checksums, write_checksums
from orchestration.release.folders import publish_folder
from orchestration.release.held_release import discard_held, hold
from orchestration.release.known_fingerprints import record_fingerprints, remove_if_damaged
from orchestration.release.source_inputs import read_inputs
from orchestration.storage.files import write_json
from orchestration.warehouse.manifest import code_version


def publish(
    candidate: Candidate, catalog: ReleaseCatalog, *, fingerprint: str, published_at: datetime
) -> bool:
    """Write the record and checksums of `candidate` and make it the current release.

    Returns False, and removes the candidate, where it is not new: the current release has the same content
    and is intact. (A damaged release is replaced by an equal candidate.) Raises `ReleaseHeld` where a check
    holds the release; it then waits for acceptance.
    """
    if not candidate.is_new:
        record_fingerprints(catalog, candidate.release_id, [fingerprint])
        shutil.rmtree(candidate.folder)
        discard_held(catalog)
        return False
    record = ReleaseRecord(
        release_id=candidate.release_id,
        number=candidate.identity.number,
        published_at=published_at.isoformat(timespec="seconds"),
        previous_id=candidate.previous_id,
        fingerprint=fingerprint,
        code_version=code_version(),
        inputs=read_inputs(candidate.folder / "marts.duckdb"),
        marts={mart.name: mart.rows for mart in candidate.marts},
        checks=candidate.checks,
        held_by=list(candidate.held_by),
    )
    write_json(candidate.folder / RECORD, record.model_dump())
    write_checksums(candidate.folder)
    if candidate.held_by:
        raise hold(candidate.folder, catalog, record)
    remove_if_damaged(catalog)
    folder = publish_folder(candidate.folder, catalog.root, candidate.release_id)
    _record_verified(folder, catalog)
    discard_held(catalog)
    return True


def _record_verified(folder: Path, catalog: ReleaseCatalog) -> None:
    """Let the next refresh trust the checksums that were computed just now, as long as no file changes."""
    verified = catalog.verified_files()
    for name, sha256 in read_checksums(folder).items():
        verified.record(folder / name, sha256)
    verified.save()
