"""Makes an older release current again: only the link `current` changes."""

from __future__ import annotations

from orchestration.release.catalog import ReleaseCatalog, ReleaseRecord
from orchestration.release.checksums import verify_checksums
from orchestration.release.folders import set_current
from orchestration.release.known_fingerprints import record_fingerprints


def rollback(catalog: ReleaseCatalog, release_id: str) -> ReleaseRecord:
    """Make the release `release_id` current and return its record. The caller holds the lake's lock.

    The fingerprints of the release that was current are recorded, so that the next refresh does not undo
    the rollback; it publishes again when inputs or code change, or with `--force`. Raises `ReleaseError`
    where the release does not exist or is damaged.
    """
    folder = catalog.folder(release_id)
    verify_checksums(folder)
    if release_id != catalog.current_id():
        record_fingerprints(catalog, release_id, catalog.fingerprints())
        set_current(catalog.root, release_id)
    return catalog.record(release_id)
