"""Step warehouse: dbt builds all marts into a new DuckDB file."""

from __future__ import annotations

from orchestration.progress import stage
from orchestration.refresh.workspace import Workspace
from orchestration.release.candidate import require_derivatives_allowed
from orchestration.warehouse.build import NodeResult
from orchestration.warehouse.engine import build_on_engine


def build_marts(workspace: Workspace) -> list[NodeResult]:
    """Run `dbt build` on the engine of the settings. Returns one result per seed, model and test.

    A failed node is a result, not an exception. Raises `ReleaseError` where a
    licence forbids a release: it would be refused after the marts are built.
    """
    require_derivatives_allowed(workspace.active_declarations())
    with stage("warehouse") as current:
        done = 0

        def on_node(kind: str, name: str) -> None:
            nonlocal done
            done += 1
            current.advance(f"{kind} {name}", done)

        nodes = build_on_engine(workspace.settings, workspace.warehouse, on_node)
        tests = sum(node.resource_type == "test" for node in nodes)
        current.detail = f"{len(nodes) - tests} models and seeds, {tests} tests"
    return nodes
