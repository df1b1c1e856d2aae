"""The main job, step by step, without Dagster: what each asset does is one method here.

A `Refresh` is one run. Its steps are called in the order of the flow; each reads what the one before left
in the lake, so that a run can also be followed, and repeated, step by step.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

from expectations.client import GateProcess
from expectations.result import SuiteResult, first_failure
from expectations.suite import load_suites
from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.errors import ArrivalRefused, ConfigurationError, GateFailed
from orchestration.fingerprint import fingerprint
from orchestration.ingest.collect import collect
from orchestration.ingest.drop_folder.receive import Receipt, receive
from orchestration.ingest.handoff import read_handoff, write_handoff
from orchestration.ingest.staging import StagingArea, remove_leftovers
from orchestration.lake.lock import lake_lock
from orchestration.lake.raw_store import RawStore
from orchestration.logs import recording
from orchestration.progress import stage
from orchestration.release.candidate import Candidate, complete, draft
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.folders import create_building_folder, remove_folder, remove_unfinished
from orchestration.release.hash_cache import cached_hashes
from orchestration.release.pages import write_pages
from orchestration.release.publish import publish
from orchestration.request import RefreshRequest
from orchestration.settings import Settings
from orchestration.site.build import preload as preload_site
from orchestration.warehouse.build import NodeResult, require_built
from orchestration.warehouse.engine import build_on_engine, prestarted_engine
from orchestration.warehouse.manifest import mart_models
from orchestration.warehouse.project import DATABASE

SEOUL = ZoneInfo("Asia/Seoul")


@dataclass
class Refresh:
    """One run over a lake, which it holds as a context manager; a second run waits or is refused."""

    settings: Settings
    run_id: str
    request: RefreshRequest = field(default_factory=RefreshRequest)
    nodes: list[NodeResult] = field(default_factory=list)
    validation: list[SuiteResult] = field(default_factory=list)
    candidate: Candidate | None = None
    published: bool = False
    _lake: ExitStack = field(default_factory=ExitStack)
    _workers: ExitStack = field(default_factory=ExitStack)
    _gate: GateProcess | None = None

    def __enter__(self) -> Refresh:
        with ExitStack() as opening:
            opening.enter_context(lake_lock(self.settings.lake, self.request.wait_seconds))
            opening.enter_context(recording(self.settings, self.run_id))
            opening.enter_context(cached_hashes())
            self.clean_up()
            self._lake = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._gate = None
        self._workers.close()
        shutil.rmtree(self.warehouse.parent, ignore_errors=True)
        if self.building.exists():
            remove_folder(self.building)
        self._lake.close()

    @cached_property
    def store(self) -> RawStore:
        """The raw snapshots."""
        return RawStore(self.settings.raw, self.settings.quarantine)

    @cached_property
    def models(self) -> dict[str, dict[str, Any]]:
        """The marts of dbt's manifest by name; reading them hashes the project, once a run."""
        return mart_models()

    @cached_property
    def catalog(self) -> ReleaseCatalog:
        """The releases."""
        return ReleaseCatalog(self.settings.releases)

    @property
    def warehouse(self) -> Path:
        """The DuckDB file of this run; nobody else opens it."""
        return self.settings.warehouse / self.run_id / DATABASE

    @property
    def building(self) -> Path:
        """The folder in which this run builds its release."""
        return self.settings.releases / f".building-{self.run_id}"

    def clean_up(self) -> int:
        """Remove what crashed runs left; returns how many leftovers there were."""
        removed = remove_unfinished(self.settings.releases)
        removed += remove_leftovers(self.settings.raw) + remove_leftovers(self.settings.staged)
        for path in self.settings.warehouse.glob("*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            removed += 1
        return removed

    def receive(self) -> list[Receipt]:
        """Raw: take in what people dropped. Raises `ArrivalRefused` where a file had to be refused.

        What nobody recognises is told and left where it is.
        """
        area = StagingArea(self.settings.staged, self.store)
        receipts = receive(self.settings, self.store, load_declarations(), read=area.preparse)
        refused = [r for r in receipts if r.status == "refused"]
        if refused:
            more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
            raise ArrivalRefused(
                f"dropped file {refused[0].file} was refused: {refused[0].detail}{more}",
                where=str(self.settings.quarantine),
                remedy="mend the file and drop it again; a new refresh goes on without it",
            )
        return receipts

    def collect(self, source_id: str) -> dict[str, int]:
        """Raw: keep what the source offers now. Returns the number of snapshots by partition."""
        declaration, request = load_declarations()[source_id], self.request
        with stage(f"raw/{source_id}") as current:
            if not request.asks(source_id):
                write_handoff(self.store, source_id, self.store.active(source_id))
                current.detail = "not asked"
                return {}
            arrived = collect(
                declaration,
                self.settings,
                self.store,
                window=request.window,
                force=request.ask_again,
            )
            write_handoff(self.store, source_id, arrived)
            current.detail = f"{sum(map(len, arrived.values()))} snapshots"
        return {partition: len(snapshots) for partition, snapshots in arrived.items()}

    def stage(self) -> dict[str, int]:
        """Staged: parse, check and bring into force what arrived. Returns the rows by source.

        Meanwhile dbt and the gate get ready in processes of their own.
        """
        self._prestart_workers()
        declarations = load_declarations()
        area = StagingArea(self.settings.staged, self.store)
        rows = {}
        with stage("staged") as current:
            for number, (source_id, declaration) in enumerate(declarations.items(), start=1):
                current.advance(source_id, number, len(declarations))
                arrived = read_handoff(self.store, source_id)
                smaller = self.request.accept_smaller
                counted = area.stage(declaration, arrived, accept_smaller=smaller)
                rows[source_id] = sum(counted.values())
            area.finish(declarations)
            current.detail = (
                f"{sum(rows.values()):,} rows of {sum(1 for r in rows.values() if r)} sources"
            )
        return rows

    def _prestart_workers(self) -> None:
        self._workers.enter_context(prestarted_engine(self.settings))
        self._gate = self._workers.enter_context(GateProcess())

    def build(self) -> list[NodeResult]:
        """Warehouse: dbt builds all marts into a new file."""
        with stage("warehouse") as current:
            done = 0

            def on_node(kind: str, name: str) -> None:
                nonlocal done
                done += 1
                current.advance(f"{kind} {name}", done)

            Thread(target=preload_site, daemon=True).start()
            self.nodes = build_on_engine(self.settings, self.warehouse, on_node)
            tests = sum(r.resource_type == "test" for r in self.nodes)
            current.detail = f"{len(self.nodes) - tests} models and seeds, {tests} tests"
        if self._gate is not None and all(node.succeeded for node in self.nodes):
            self._ask(self._gate)
        return self.nodes

    def require_built(self) -> None:
        """Raise `WarehouseError` with the first node that failed."""
        require_built(self.nodes)

    def validate(self) -> list[SuiteResult]:
        """Quality: every suite on its mart, compared with the last whole release.

        The gate judges in its own process since the marts are there; meanwhile they are written aside.
        """
        with stage("quality") as current:
            gate = self._asked_gate()
            self.candidate = self._draft()
            self.validation = gate.answer()
            checks = sum(len(r.checks) for r in self.validation)
            current.detail = f"{checks} checks of {len(self.validation)} suites"
        return self.validation

    def _asked_gate(self) -> GateProcess:
        """The gate that judges this run's marts."""
        if self._gate is None:
            raise ConfigurationError(
                "the staged stage did not run before the gate", remedy="run the whole job `refresh`"
            )
        return self._gate

    def _ask(self, gate: GateProcess) -> None:
        """Let the gate begin."""
        suites = load_suites()
        if missing := sorted(self.models.keys() ^ suites.keys()):
            raise ConfigurationError(
                f"mart and suite do not match: {', '.join(missing)}",
                where="expectations/suites/",
                remedy="every mart has a suite of the same name",
            )
        previous = self.catalog.latest_intact_id()
        last = self.catalog.folder(previous) / "marts.duckdb" if previous else None
        gate.ask(self.warehouse, sorted(suites), last)

    def require_valid(self) -> None:
        """Raise `GateFailed` with the first failure, unless every check passed or is held."""
        if failure := first_failure(self.validation):
            count = sum(len(r.failed) for r in self.validation)
            raise GateFailed(
                f"{count} of the gate's checks failed, first {failure}",
                where="expectations/suites/",
                remedy="the current release stays; mend the data or the model, then run again",
            )

    def assemble(self) -> Candidate:
        """Release, first half: everything but the pages, built aside."""
        with stage("release") as current:
            candidate = complete(self.candidate or self._draft(), self.validation)
            current.detail = f"{len(candidate.marts)} marts, {candidate.release_id}"
        self.candidate = candidate
        return candidate

    def _draft(self) -> Candidate:
        return draft(
            create_building_folder(self.settings.releases, self.run_id),
            self.warehouse,
            self.models,
            self.active_declarations(),
            self.catalog,
            released=datetime.now(SEOUL).date(),
        )

    def report(self) -> int:
        """Report: the pages, into the release in the making. Returns how many there are."""
        candidate = self.require_candidate()
        with stage("report") as current:
            pages = 0 if not candidate.is_new else len(write_pages(candidate))
            current.detail = f"{pages} pages" if pages else "nothing new"
        return pages

    def publish(self) -> bool:
        """Release, second half: seal and swap in. False where the content is the current one.

        Raises `ReleaseHeld` where a check holds the release until a person accepts it.
        """
        candidate = self.require_candidate()
        with stage("publish") as current:
            self.published = publish(
                candidate,
                self.catalog,
                fingerprint=fingerprint(self.settings),
                published_at=datetime.now(UTC),
            )
            current.detail = candidate.release_id if self.published else "nothing new"
        return self.published

    def require_candidate(self) -> Candidate:
        """The release in the making; raises `ConfigurationError` before `assemble`."""
        if self.candidate is None:
            raise ConfigurationError(
                "no release is in the making", remedy="run the whole job `refresh`"
            )
        return self.candidate

    def active_declarations(self) -> list[Declaration]:
        """The sources that have snapshots in force."""
        return [d for d in load_declarations().values() if self.store.active(d.source_id)]
