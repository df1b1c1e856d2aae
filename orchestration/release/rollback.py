"""Going back to an older release: the pointer moves, nothing is made or removed."""

from __future__ import annotations

from orchestration.release.catalog import ReleaseCatalog, ReleaseRecord
from orchestration.release.checksums import verify_checksums
from orchestration.release.folders import point_to
from orchestration.release.known_fingerprints import remember_fingerprints


def rollback(catalog: ReleaseCatalog, release_id: str) -> ReleaseRecord:
    """Make the release `release_id` current and return its record; hold the lake's lock.

    The inputs and code that gave the release that is left count as seen, so that the next refresh does
    not undo the step; it publishes again when either changes, or with `--force`. Raises `ReleaseError`
    where there is no such release or it is damaged.
    """
    folder = catalog.folder(release_id)
    verify_checksums(folder)
    if release_id != catalog.current_id():
        remember_fingerprints(catalog, release_id, catalog.fingerprints())
        point_to(catalog.root, release_id)
    return catalog.record(release_id)
