"""Fingerprints that are known to lead to the current release though it does not carry them itself.

Either inputs or code changed and the content came out the same, or a person went back from what they
give. In both cases a refresh has nothing new to do until something changes again.
"""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.release.catalog import SEEN, SEEN_RECORD, Catalog, Seen
from orchestration.storage.files import storage_errors, write_json


def remember_fingerprints(catalog: Catalog, release_id: str, fingerprints: Iterable[str]) -> None:
    """Remember that `fingerprints` need no refresh as long as `release_id` is current."""
    path = catalog.root / SEEN
    before = SEEN_RECORD.read_if_valid(path)
    known = before.fingerprints if before and before.release_id == release_id else []
    noted = sorted({*known, *fingerprints})
    if noted != known:
        write_json(path, Seen(release_id=release_id, fingerprints=noted).model_dump())


def forget_if_damaged(catalog: Catalog) -> None:
    """Remove a list that cannot be read: it belongs to the release before."""
    path = catalog.root / SEEN
    if path.is_file() and SEEN_RECORD.read_if_valid(path) is None:
        with storage_errors(path):
            path.unlink()
