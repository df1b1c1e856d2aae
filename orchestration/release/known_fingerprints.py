"""Fingerprints of inputs and code that lead to the current release, besides the one in its record.

There are two cases: inputs or code changed but the content stayed the same, or somebody rolled back the
release that they gave. In both cases a refresh has nothing to do until something changes again.
"""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.release.catalog import (
    KNOWN_FINGERPRINTS,
    KNOWN_FINGERPRINTS_FILE,
    KnownFingerprints,
    ReleaseCatalog,
)
from orchestration.storage.files import storage_errors, write_json


def remember_fingerprints(
    catalog: ReleaseCatalog, release_id: str, fingerprints: Iterable[str]
) -> None:
    """Record that `fingerprints` need no refresh while `release_id` is current."""
    path = catalog.root / KNOWN_FINGERPRINTS_FILE
    before = KNOWN_FINGERPRINTS.read_if_valid(path)
    known = before.fingerprints if before and before.release_id == release_id else []
    updated = sorted({*known, *fingerprints})
    if updated != known:
        write_json(
            path, KnownFingerprints(release_id=release_id, fingerprints=updated).model_dump()
        )


def remove_if_damaged(catalog: ReleaseCatalog) -> None:
    """Remove the list where it cannot be read; it belongs to the release before."""
    path = catalog.root / KNOWN_FINGERPRINTS_FILE
    if path.is_file() and KNOWN_FINGERPRINTS.read_if_valid(path) is None:
        with storage_errors(path):
            path.unlink()
