"""Releases made in a second: few small marts, no dbt, no gate, no pages; all the rest is the real thing.

Functions here run in processes that tests kill; they take and give plain data.
"""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import duckdb

from expectations.result import SuiteResult
from orchestration.contracts.declaration import load_declarations
from orchestration.errors import SmartCityError
from orchestration.lake.lock import lake_lock
from orchestration.progress import Event, listening, stage
from orchestration.refresh.request import RefreshRequest
from orchestration.refresh.run import Refresh
from orchestration.refresh.workspace import Workspace
from orchestration.release.candidate import Candidate, complete, describe, draft
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.folders import create_building_folder, remove_unfinished
from orchestration.release.publish import publish
from orchestration.settings import Settings
from orchestration.storage.files import storage_errors
from orchestration.warehouse.manifest import mart_models
from tests.support.small_marts import copy_small

DAY = date(2026, 1, 2)
STAMPED = ("industry_share", "smart_city_scale", "regional_complement")
RELEASED = {
    *STAMPED,
    *("data_dictionary", "shift_share", "smart_city_estimate", "smart_city_share"),
    *("source_snapshots", "taxonomy_codes", "taxonomy_list", "unmapped_codes"),
}
"""Each mart costs a file of each form, a sheet and a part of data/v1/; these are one of each kind."""


def released_models() -> dict[str, dict[str, Any]]:
    """The models of the marts that a quick release has."""
    return {name: model for name, model in mart_models().items() if name in RELEASED}


def small_warehouse(marts: Path, target: Path, stamp: str) -> Path:
    """A warehouse of small marts in which every mart with a source says `stamp` as its source."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{target}' as made")
        copy_small(connection, marts, "made")
        for mart in STAMPED:
            connection.execute(f"update {mart} set source_id = ?", [stamp])
        # what the audit of suppressed cells reads: small marts have none
        connection.execute(
            "create table int_cells (series text, year int, ksic_revision text, measure text, status text,"
            " is_listed boolean)"
        )
    return target


def build_candidate(
    lake: Path, warehouse: Path, validation: list[SuiteResult] | None = None
) -> Candidate:
    """Everything of a release but its pages, built aside below `lake`/releases."""
    catalog = ReleaseCatalog(lake / "releases")
    sources = [d for d in load_declarations().values() if d.bundled]
    folder = create_building_folder(catalog.root, f"test-{os.getpid()}")
    models = released_models()
    drafted = draft(folder, warehouse, models, sources, catalog, DAY)
    return complete(describe(drafted, warehouse, models, catalog), validation or [])


def publish_once(
    lake: Path,
    warehouse: Path,
    validation: list[SuiteResult] | None = None,
    fingerprint: str = "test",
) -> bool:
    """One release from `warehouse`; False where it is nothing new."""
    with lake_lock(lake, wait_seconds=60):
        remove_unfinished(lake / "releases")
        candidate = build_candidate(lake, warehouse, validation)
        return publish(
            candidate,
            ReleaseCatalog(lake / "releases"),
            fingerprint=fingerprint,
            published_at=datetime.now(UTC),
        )


def publish_copy(lake: Path, candidate: Candidate) -> bool:
    """Publish what `candidate` holds again, from a copy of its folder, over whatever is current."""
    catalog = ReleaseCatalog(lake / "releases")
    folder = create_building_folder(catalog.root, "copy")
    shutil.copytree(candidate.folder, folder, dirs_exist_ok=True)
    again = replace(candidate, folder=folder, is_new=True, previous_id=catalog.current_id())
    return publish(again, catalog, fingerprint="test", published_at=datetime.now(UTC))


def publish_without_end(lake: Path, warehouses: list[Path]) -> None:
    """Publish one after the other until somebody kills the process."""
    while True:
        for warehouse in warehouses:
            publish_once(lake, warehouse)


class QuickWorkspace(Workspace):
    """Its release has few marts."""

    models = cached_property(lambda self: released_models())  # type: ignore[assignment]


class QuickRefresh(Refresh):
    """A refresh whose warehouse is copied from one that was made before, without gate and pages."""

    prepared: Path
    workspace_class: type[Workspace] = QuickWorkspace

    def __init__(
        self, settings: Settings, run_id: str, request: RefreshRequest | None = None, **more: bool
    ) -> None:
        super().__init__(settings, run_id, request, **more)
        self.workspace = self.workspace_class(settings, run_id, self.workspace.request)

    def _prestart_workers(self) -> None:
        """Neither dbt nor the gate is asked."""

    def build(self) -> list[object]:  # type: ignore[override]
        warehouse = self.workspace.warehouse
        with stage("warehouse"), storage_errors(warehouse):
            warehouse.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.prepared, warehouse)
        return []

    def validate(self) -> list[SuiteResult]:
        with stage("quality"):
            return []


def refresh_quickly(lake: Path, prepared: Path, kill_at: tuple[str, str] | None = None) -> None:
    """A whole quick refresh; the process kills itself when a stage (name, kind of event) is reached."""

    def listener(event: Event) -> None:
        if (event.stage, event.kind) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    settings = Settings(_env_file=None, SMARTCITY_LAKE=lake)  # type: ignore[call-arg]
    with listening(listener), QuickRefresh(settings, f"run{os.getpid()}") as run:
        run.prepared = prepared
        for source_id in load_declarations():
            run.collect(source_id)
        run.stage()
        run.build()
        run.validate()
        run.assemble()
        run.publish()


def refresh_and_say(lake: Path, prepared: Path, said: Connection) -> None:
    """A quick refresh that sends what went wrong, one line, or '' where nothing did."""
    try:
        refresh_quickly(lake, prepared)
    except SmartCityError as error:
        said.send(str(error))
    else:
        said.send("")
