"""Find out in under a second, without Dagster or dbt, whether a refresh has anything to do.

It is decided before a run and, where services were asked or files received, again after staging.
"""

from __future__ import annotations

from contextlib import suppress

from orchestration.errors import SmartCityError, StorageError
from orchestration.fingerprint import fingerprint
from orchestration.ingest.drop_folder.folder import dropped_paths
from orchestration.lake.active_files import verify_active_files
from orchestration.lake.raw_store import RawStore
from orchestration.progress import stage
from orchestration.release.catalog import ReleaseCatalog
from orchestration.settings import Settings


def nothing_new(settings: Settings) -> bool:
    """True where there is nothing to ask and nothing to receive, and the lake `is_unchanged`.

    Always False with a key (the service has to be asked) and with files in the drop folder.
    """
    return not (settings.api_keys or dropped_paths(settings.landing)) and is_unchanged(settings)


def is_unchanged(settings: Settings) -> bool:
    """True where inputs and code are those of the current release, and its files and the lake are intact.

    A file is read only where it changed since it was last verified.
    """
    catalog = ReleaseCatalog(settings.releases)
    store = RawStore(settings.raw, settings.quarantine)
    verified = catalog.verified_files()
    with stage("look for changes") as current:
        try:
            if fingerprint(settings) not in catalog.fingerprints(verified):
                current.detail = "inputs or code changed"
                return False
            verify_active_files(store, use_cache=True)
        except SmartCityError as error:
            current.detail = error.what
            return False
        with suppress(StorageError):  # a lake that cannot be written is read again the next time
            store.checksums.save()
            verified.save()
        current.detail = "nothing new"
    return True
