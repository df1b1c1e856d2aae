"""One run: holds the lake, calls the steps in order and keeps the result of each for the next.

Dagster calls each step as an asset of its own, so results are kept here between two calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from expectations.client import GateProcess
from expectations.result import SuiteResult
from orchestration.duckdb_lock import require_unlocked
from orchestration.errors import ConfigurationError
from orchestration.freshness import is_unchanged
from orchestration.ingest.drop_folder.receipt import Receipt
from orchestration.lake.lock import lake_lock
from orchestration.logs import recording
from orchestration.progress import stage
from orchestration.refresh.aside import build_aside, validate_aside
from orchestration.refresh.build import build_marts
from orchestration.refresh.ingest import collect_source, receive_files, stage_sources
from orchestration.refresh.publish import (
    complete_release,
    complete_site,
    draft_release,
    publish_release,
)
from orchestration.refresh.request import RefreshRequest
from orchestration.refresh.validate import require_valid, start_validation
from orchestration.refresh.workspace import Workspace
from orchestration.release.candidate import Candidate
from orchestration.release.hash_cache import cached_hashes
from orchestration.settings import Settings
from orchestration.site.client import SiteProcess
from orchestration.warehouse.build import NodeResult, require_built
from orchestration.warehouse.engine import prestarted_engine
from orchestration.warehouse.kept import keep_warehouse


class Refresh:
    """A context manager: a second run on the same lake waits or is refused."""

    def __init__(
        self,
        settings: Settings,
        run_id: str,
        request: RefreshRequest | None = None,
        *,
        publishes: bool = True,
    ) -> None:
        """`publishes`: the run ends with a release; otherwise single steps are called."""
        self.workspace = Workspace(settings, run_id, request or RefreshRequest())
        self.publishes = publishes
        self._is_built_aside = False
        self.nodes: list[NodeResult] = []
        self.validation: list[SuiteResult] = []
        self._candidate: Candidate | None = None
        self._gate: GateProcess | None = None
        self._site: SiteProcess | None = None
        self._lake, self._workers = ExitStack(), ExitStack()

    def __enter__(self) -> Refresh:
        settings, request = self.workspace.settings, self.workspace.request
        with ExitStack() as opening:
            opening.enter_context(lake_lock(settings.lake, request.wait_seconds))
            opening.enter_context(recording(settings, self.workspace.run_id))
            opening.enter_context(cached_hashes())
            self.workspace.remove_leftovers()
            if self.publishes:  # the gate reads the last release, when everything else is done
                require_unlocked(settings.releases / "current" / "marts.duckdb")
            self._lake = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.close()
        if self._has_warehouse:
            keep_warehouse(self.workspace.settings, self.workspace.warehouse)
        self.workspace.remove_own_files()
        self._lake.close()

    def receive(self) -> list[Receipt]:
        """Raw: put dropped files into the raw store."""
        return receive_files(self.workspace)

    def collect(self, source_id: str) -> dict[str, int]:
        """Raw: put what a source offers into the raw store."""
        return collect_source(self.workspace, source_id)

    def stage(self) -> dict[str, int]:
        """Staged: parse and activate; dbt and the gate are imported meanwhile, in their own processes."""
        if self.publishes:
            self._prestart_workers()
        return stage_sources(self.workspace)

    def has_nothing_to_build(self) -> bool:
        """After staging: whether the current release was made of what was collected. Never with `force`."""
        request = self.workspace.request
        return self.publishes and not request.force and is_unchanged(self.workspace.settings)

    def build(self) -> list[NodeResult]:
        """Warehouse: build the marts; the gate begins as soon as all of them are there.

        The process of the pages imports meanwhile what they need.
        """
        if self.publishes:
            self._prestart_site()
        self.nodes = build_marts(self.workspace)
        if self._gate is not None and self._is_built:
            start_validation(self.workspace, self._gate)
        return self.nodes

    def build_aside(self, nodes: Sequence[str]) -> list[NodeResult]:
        """Warehouse: build only the relations and tests named `nodes`, aside; nothing is published."""
        self.nodes = build_aside(self.workspace, nodes)
        self._is_built_aside = True
        return self.nodes

    @property
    def _has_warehouse(self) -> bool:
        """Whether DuckDB built every model of the run: Spark copies only the marts into the file."""
        engine = self.workspace.settings.engine
        return self._is_built and not self._is_built_aside and engine == "duckdb"

    @property
    def _is_built(self) -> bool:
        return bool(self.nodes) and all(node.succeeded for node in self.nodes)

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that this run built."""
        return self.workspace.aside if self._is_built_aside else self.workspace.warehouse

    def require_built(self) -> None:
        """Raise `WarehouseError` with the first node that failed."""
        require_built(self.nodes)

    def validate(self) -> list[SuiteResult]:
        """Quality: wait for the gate; meanwhile the marts and pages are written into the new release."""
        with stage("quality") as current:
            gate = self._require_gate()
            self._candidate = draft_release(self.workspace, self._site)
            self.validation = gate.results()
            checks = sum(len(result.checks) for result in self.validation)
            current.detail = f"{checks} checks of {len(self.validation)} suites"
        return self.validation

    def validate_aside(self, marts: Iterable[str]) -> list[SuiteResult]:
        """Quality: run the suites of `marts` on what was built aside, else on the current release."""
        self.validation = validate_aside(self.workspace, marts, is_built=self._is_built_aside)
        return self.validation

    def require_valid(self) -> None:
        """Raise `GateFailed` with the first failure, unless every check passed or is held."""
        require_valid(self.validation)

    def assemble(self) -> Candidate:
        """Release: add everything but the pages."""
        drafted = self._candidate or draft_release(self.workspace, self._site)
        self._candidate = complete_release(drafted, self.validation)
        return self._candidate

    def report(self) -> int:
        """Report: wait for the pages and write those about the run. Returns how many."""
        return complete_site(self._require_candidate(), self._require_site())

    def publish(self) -> bool:
        """Publish: make the release current; False where its content is the current one."""
        return publish_release(self.workspace, self._require_candidate())

    def _prestart_workers(self) -> None:
        self._workers.enter_context(prestarted_engine(self.workspace.settings))
        self._gate = self._workers.enter_context(GateProcess())

    def _prestart_site(self) -> None:
        self._site = self._workers.enter_context(SiteProcess())

    def _require_gate(self) -> GateProcess:
        if self._gate is None:
            raise ConfigurationError(
                "the staged stage did not run before the gate", remedy="run the whole job `refresh`"
            )
        return self._gate

    def _require_site(self) -> SiteProcess:
        if self._site is None:
            raise ConfigurationError(
                "the warehouse stage did not run before the report",
                remedy="run the whole job `refresh`",
            )
        return self._site

    def _require_candidate(self) -> Candidate:
        if self._candidate is None:
            raise ConfigurationError(
                "no release is being built", remedy="run the whole job `refresh`"
            )
        return self._candidate
