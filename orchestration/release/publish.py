"""A finished candidate becomes a release: sealed, and then current, held, or found to be nothing new."""

from __future__ import annotations

import shutil
from datetime import datetime

from orchestration.release.candidate import Candidate
from orchestration.release.catalog import RECORD, ReleaseCatalog, ReleaseRecord
from orchestration.release.checksums import write_checksums
from orchestration.release.folders import put_in_place
from orchestration.release.held import discard_held, hold
from orchestration.release.inputs import inputs_of
from orchestration.release.known_fingerprints import forget_if_damaged, remember_fingerprints
from orchestration.storage.files import write_json
from orchestration.warehouse.manifest import code_version


def publish(
    candidate: Candidate, catalog: ReleaseCatalog, *, fingerprint: str, published_at: datetime
) -> bool:
    """Seal `candidate` and make it current; False, and nothing left behind, where it is not new.

    Not new means that the current release has the same content and is whole: a damaged one is replaced
    by its equal. Raises `ReleaseHeld` where a check holds the release; it is then kept aside.
    """
    if not candidate.is_new:
        remember_fingerprints(catalog, candidate.release_id, [fingerprint])
        shutil.rmtree(candidate.folder)
        discard_held(catalog)
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
        held_by=list(candidate.held_by),
    )
    write_json(candidate.folder / RECORD, record.model_dump())
    write_checksums(candidate.folder)
    if candidate.held_by:
        raise hold(candidate.folder, catalog, record)
    forget_if_damaged(catalog)
    put_in_place(candidate.folder, catalog.root, candidate.release_id)
    discard_held(catalog)
    return True
