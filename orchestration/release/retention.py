"""Removes old releases, except the latest, the current one and all pinned ones."""

from __future__ import annotations

from orchestration.errors import ConfigurationError, ReleaseError
from orchestration.release.catalog import PINS, ReleaseCatalog
from orchestration.release.folders import remove_folder
from orchestration.storage.files import write_json


def prune(catalog: ReleaseCatalog, keep: int) -> list[str]:
    """Remove all but the latest `keep` releases, the current one and the pinned ones.

    Returns the ids of the removed releases. `keep` is at least 1, else `ConfigurationError`. A reader
    that has a file of a removed release open can still read it. The caller holds the lake's lock.
    """
    if keep < 1:
        raise ConfigurationError(
            f"cannot keep {keep} releases", remedy="keep at least one: --keep 1 or more"
        )
    retained = {catalog.current_id(), *catalog.pins()}
    latest = [r.release_id for r in catalog.all()]
    removed = [release_id for release_id in latest[keep:] if release_id not in retained]
    for release_id in removed:
        remove_folder(catalog.root / release_id)
    return removed


def pin(catalog: ReleaseCatalog, release_id: str, reason: str) -> None:
    """Exclude `release_id` from removal, with a reason; raises `ReleaseError` where it does not exist."""
    catalog.folder(release_id)
    write_json(catalog.root / PINS, {**catalog.pins(), release_id: reason})


def unpin(catalog: ReleaseCatalog, release_id: str) -> None:
    """Allow the removal of `release_id` again; raises `ReleaseError` where it is not pinned."""
    pins = catalog.pins()
    if release_id not in pins:
        raise ReleaseError(
            f"release {release_id} is not pinned",
            where=str(catalog.root / PINS),
            remedy=f"pinned releases: {', '.join(sorted(pins)) or 'none'}",
        )
    del pins[release_id]
    write_json(catalog.root / PINS, pins)
