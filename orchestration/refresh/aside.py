"""Build single relations aside, for a person who works on them. Nothing of it is published.

Seeds and models are built from the staged data of the lake, with all that they are made from, into
<lake>/aside/smartcity.duckdb. The file is kept until the next such build, so that it can be queried. The
suites of its marts compare with the current release.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from expectations.client import GateProcess
from expectations.reading import marts_read_by
from expectations.result import SuiteResult
from expectations.suite import load_suites
from orchestration.errors import ConfigurationError
from orchestration.progress import stage
from orchestration.refresh.workspace import Workspace
from orchestration.release.revalidate import previous_marts
from orchestration.warehouse.build import NodeResult
from orchestration.warehouse.client import dbt_process


def build_aside(workspace: Workspace, nodes: Sequence[str]) -> list[NodeResult]:
    """Build the seeds, models and tests named `nodes` on DuckDB, with all that they are made from.

    The marts that the suites of these marts read are built too. Tests of which every relation is built
    run as well. Returns one result per node that dbt ran. Raises `ConfigurationError` where nothing is
    staged.
    """
    settings = workspace.settings
    if not any(settings.staged.glob("*/_schema.parquet")):
        raise ConfigurationError(
            "nothing is staged yet",
            where=str(settings.staged),
            remedy="run `smartcity refresh` once, then build single assets",
        )
    with stage("warehouse") as current, dbt_process(settings.staged) as dbt:
        names = sorted({*nodes, *_read_by_suites_of(nodes)})
        results = dbt.build(workspace.aside, select=[f"+{name}" for name in names])
        current.detail = f"{len(results)} seeds, models and tests aside"
    return results


def validate_aside(
    workspace: Workspace, marts: Iterable[str], *, is_built: bool
) -> list[SuiteResult]:
    """Run the suites of `marts` on what this run built aside, or else on the current release.

    Raises `ReleaseError` where nothing was built and there is no release.
    """
    file, compared_with = _files(workspace, is_built)
    with stage("quality") as current, GateProcess() as gate:
        results = gate.validate(file, sorted(marts), compared_with)
        current.detail = f"{sum(len(r.checks) for r in results)} checks of {len(results)} suites"
    return results


def _files(workspace: Workspace, is_built: bool) -> tuple[Path, Path | None]:
    """The marts to validate, and those of the release to compare them with."""
    catalog = workspace.catalog
    if is_built:
        last = catalog.latest_intact_id()
        return workspace.aside, catalog.folder(last) / "marts.duckdb" if last else None
    current = catalog.current()
    before = catalog.record(current.name).previous_id
    return current / "marts.duckdb", previous_marts(current, before)


def _read_by_suites_of(nodes: Iterable[str]) -> set[str]:
    suites = load_suites()
    return {mart for name in nodes if name in suites for mart in marts_read_by(suites[name])}
