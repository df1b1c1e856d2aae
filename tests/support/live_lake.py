"""A lake of its own for a test, and settings that point at a loopback server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.window import Window
from orchestration.ingest.collect import collect
from orchestration.ingest.staging import StagingArea
from orchestration.lake.raw_store import RawStore
from orchestration.services import SERVICES, Limits
from orchestration.settings import Settings

QUICK = Limits(
    calls_per_minute=600_000,
    burst=1000,
    attempts=4,
    wait_initial=0.01,
    wait_max=3.0,
    connect_timeout=1.0,
    read_timeout=20.0,
)
"""Limits for tests: nothing waits longer than it has to."""

IMPATIENT = replace(QUICK, read_timeout=0.7)
"""For servers that are slow on purpose."""


@dataclass
class LiveLake:
    """One source, its lake, and the two calls that a refresh makes."""

    declaration: Declaration
    settings: Settings

    @property
    def store(self) -> RawStore:
        return RawStore(self.settings.raw, self.settings.quarantine)

    @property
    def staging(self) -> StagingArea:
        return StagingArea(self.settings.staged, self.store)

    def refresh(
        self, window: Window | None = None, *, force: bool = False, accept_smaller: bool = False
    ) -> dict[str, int]:
        """Collect, stage, finish; returns the rows by partition."""
        arrived = collect(self.declaration, self.settings, self.store, window=window, force=force)
        staging = self.staging
        rows = staging.stage(self.declaration, arrived, accept_smaller=accept_smaller)
        staging.finish({self.declaration.source_id: self.declaration})
        return rows

    def staged(self, dataset: str) -> Any:
        """The rows of a staged data set as a pyarrow table."""
        import pyarrow.dataset as ds

        return ds.dataset(self.settings.staged / dataset, format="parquet").to_table()

    def active(self) -> dict[str, list[str]]:
        """The ids of the active snapshots by partition."""
        active = self.store.active(self.declaration.source_id)
        return {partition: [s.snapshot_id for s in found] for partition, found in active.items()}

    def quarantined(self) -> list[Path]:
        """The entries of the quarantine folder."""
        return sorted(self.settings.quarantine.glob("*/*"))


def set_limits(monkeypatch: pytest.MonkeyPatch, name: str, limits: Limits) -> None:
    """Give the service `name` other limits."""
    monkeypatch.setitem(SERVICES, name, replace(SERVICES[name], limits=limits))


def live_lake(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source_id: str,
    environment: Mapping[str, str],
    request: Mapping[str, Any] | None = None,
    limits: Limits = QUICK,
) -> LiveLake:
    """A lake below `tmp_path` for `source_id`, its declared `request` changed as given."""
    for name in SERVICES:
        set_limits(monkeypatch, name, limits)
    for name, value in {"SMARTCITY_LAKE": str(tmp_path / "lake"), **environment}.items():
        monkeypatch.setenv(name, value)
    declaration = load_declarations()[source_id]
    changed = declaration.model_copy(update={"request": {**declaration.request, **(request or {})}})
    return LiveLake(changed, Settings(_env_file=None))
