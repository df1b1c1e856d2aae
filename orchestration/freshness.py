"""Find out in under a second, without Dagster or dbt, whether a refresh has anything to do."""

from __future__ import annotations

from orchestration.contracts.declaration import load_declarations
from orchestration.errors import SmartCityError
from orchestration.fingerprint import fingerprint
from orchestration.ingest.drop_folder.folder import dropped_paths
from orchestration.lake.raw_store import RawStore
from orchestration.progress import stage
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.settings import Settings


def nothing_new(settings: Settings) -> bool:
    """True where inputs and code are those of the current release, and its files and the lake are intact.

    Always False with a key (the service has to be asked) and with files in the drop folder.
    """
    if settings.api_keys or dropped_paths(settings.landing):
        return False
    catalog = ReleaseCatalog(settings.releases)
    with stage("look for changes") as current:
        if fingerprint(settings) not in catalog.fingerprints():
            current.detail = "inputs or code changed"
            return False
        try:
            verify_checksums(catalog.current())
            _verify_lake(settings)
        except SmartCityError as error:
            current.detail = error.what
            return False
        current.detail = "nothing new"
    return True


def _verify_lake(settings: Settings) -> None:
    store = RawStore(settings.raw, settings.quarantine)
    for source_id in load_declarations():
        for snapshots in store.active(source_id).values():
            for snapshot in snapshots:
                store.verify(snapshot)
