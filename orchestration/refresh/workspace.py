"""What every step of a run reads: settings, request, stores and the folders of the run."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.ingest.staging import remove_leftovers
from orchestration.lake.raw_store import RawStore
from orchestration.refresh.request import RefreshRequest
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.folders import remove_folder, remove_unfinished
from orchestration.settings import Settings
from orchestration.warehouse.manifest import mart_models
from orchestration.warehouse.project import DATABASE


@dataclass(frozen=True)
class Workspace:
    """One run's view of a lake."""

    settings: Settings
    run_id: str
    request: RefreshRequest = field(default_factory=RefreshRequest)

    @cached_property
    def store(self) -> RawStore:
        """The raw snapshots."""
        return RawStore(self.settings.raw, self.settings.quarantine)

    @cached_property
    def catalog(self) -> ReleaseCatalog:
        """The releases."""
        return ReleaseCatalog(self.settings.releases)

    @cached_property
    def models(self) -> dict[str, dict[str, Any]]:
        """The marts of dbt's manifest by name. Cached: reading them hashes the dbt project."""
        return mart_models()

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that this run builds; no other process opens it."""
        return self.settings.warehouse / self.run_id / DATABASE

    @property
    def aside(self) -> Path:
        """The DuckDB file of a build of single assets; it is kept until the next one."""
        return self.settings.aside / DATABASE

    @property
    def building(self) -> Path:
        """The folder in which this run builds its release."""
        return self.settings.releases / f".building-{self.run_id}"

    def active_declarations(self) -> list[Declaration]:
        """The sources that have active snapshots."""
        return [d for d in load_declarations().values() if self.store.active(d.source_id)]

    def remove_leftovers(self) -> int:
        """Remove what crashed runs left in the lake. Returns the number of files and folders removed."""
        removed = remove_unfinished(self.settings.releases)
        removed += remove_leftovers(self.settings.raw) + remove_leftovers(self.settings.staged)
        for path in self.settings.warehouse.glob("*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            removed += 1
        return removed

    def remove_own_files(self) -> None:
        """Remove the warehouse of this run, and its release where it was not published."""
        shutil.rmtree(self.warehouse.parent, ignore_errors=True)
        if self.building.exists():
            remove_folder(self.building)
