"""Run `dbt build` in this process, into a new DuckDB file."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from orchestration.errors import WarehouseError, parse_error
from orchestration.resource_errors import find_resource_error, resource_error_of
from orchestration.storage.files import storage_errors
from orchestration.warehouse.project import DATABASE, PROJECT, TARGET, environ, environment


@dataclass(frozen=True)
class NodeResult:
    """The result of one dbt node: a seed, model or test."""

    unique_id: str
    resource_type: str
    name: str
    status: str
    seconds: float
    message: str
    failures: int

    @property
    def succeeded(self) -> bool:
        """Whether the node succeeded; a warning is a success."""
        return self.status in ("success", "pass", "warn")


Listener = Callable[[str, str], None]
"""Called with the type and the name of each finished node."""


def build_warehouse(
    warehouse: Path,
    staged: Path,
    on_node: Listener | None = None,
    manifest: Any = None,
    select: Sequence[str] = (),
) -> list[NodeResult]:
    """Build all marts, or what `select` names, into the new DuckDB file `warehouse` from `staged`.

    The file is named `DATABASE`, like the database of the parsed project; `manifest` is the result of
    `parse`, if it was called before; `select` is in dbt's notation. Unit tests of models run in `make test`
    only. Raises `WarehouseError` where dbt cannot run at all; failed nodes are in the results: see
    `require_built`.
    """
    with storage_errors(warehouse):
        warehouse.parent.mkdir(parents=True, exist_ok=True)
        warehouse.unlink(missing_ok=True)
    if warehouse.name != DATABASE:
        raise ValueError(f"{warehouse} is not called {DATABASE}")
    manifest = manifest or parse(staged)
    arguments, variables = build_arguments(select), environment(warehouse, staged)
    return invoke(arguments, variables, on_node, manifest=manifest)


def build_arguments(
    select: Sequence[str] = (), tests: Literal["cautious", "buildable"] = "cautious"
) -> list[str]:
    """The arguments of dbt to build all nodes, or those in `select` and the tests that read nothing else.

    `buildable` tests may also read what the selected nodes are made from.
    dbt's own records (manifest, run results) are not written: that costs as much as a third of the SQL.
    """
    arguments = ["build", "--exclude-resource-type", "unit_test", "--no-write-json"]
    if not select:
        return arguments
    return [*arguments, "--select", *select, "--indirect-selection", tests]


def require_built(results: list[NodeResult]) -> None:
    """Raise the error of the first failed node; the file is then incomplete.

    A test that refuses the data in a line of our own (macros/refusal.sql) is raised as that error, any
    other failure as `WarehouseError`: the first of them.
    """
    failed = [r for r in results if not r.succeeded and r.status != "skipped"]
    for node in failed:
        if refusal := parse_error(node.message):
            raise refusal
        if scarcity := find_resource_error(
            node.message, f"dbt build, {node.resource_type} {node.name}"
        ):
            raise scarcity
    if failed:
        raise _error(failed[0], len(failed))


def parse(staged: Path, *, target: Path = TARGET, write: bool = False) -> Any:
    """The manifest of dbt in memory; `write` also puts it into the folder `target`.

    It does not depend on the file that will be built: what dbt read before, it does not read again.
    """
    arguments = ["parse"] if write else ["parse", "--no-write-json"]
    return _run(arguments, environment(None, staged), target=target).result


def nodes_between(manifest: Any, source: str, models: Sequence[str]) -> list[str]:
    """The names of the models that depend on a staged `source` and that `models` are made from."""
    wanted = [key for key, node in manifest.nodes.items() if node.name in models]
    sources = [key for key, node in manifest.sources.items() if node.name == source]
    found = _reached(manifest.parent_map, wanted) & _reached(manifest.child_map, sources)
    return sorted(node.name for key, node in manifest.nodes.items() if key in found)


def _reached(edges: Mapping[str, Sequence[str]], start: Iterable[str]) -> set[str]:
    """The nodes that are reached along `edges`, with those of the start."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        if (node := waiting.pop()) not in found:
            found.add(node)
            waiting += edges.get(node, ())
    return found


def invoke(
    arguments: list[str],
    variables: dict[str, str],
    on_node: Listener | None = None,
    *,
    target: Path = TARGET,
    manifest: Any = None,
) -> list[NodeResult]:
    """Run dbt quietly with `arguments` in this process; raises only where dbt itself cannot run."""
    outcome = _run(arguments, variables, on_node, target, manifest)
    return [_node(result) for result in outcome.result.results]


def _run(
    arguments: list[str],
    variables: dict[str, str],
    on_node: Listener | None = None,
    target: Path = TARGET,
    manifest: Any = None,
) -> Any:
    from dbt.cli.main import dbtRunner

    def callback(event: Any) -> None:
        if on_node and event.info.name == "NodeFinished":
            info = event.data.node_info
            on_node(info.resource_type, info.node_name)

    general = ["--quiet", "--log-level-file", "none", "--no-use-colors", "--no-version-check"]
    places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    places += ["--target-path", str(target), "--log-path", str(target / "logs")]
    runner = dbtRunner(manifest=manifest, callbacks=[callback])
    with environ(variables), contextlib.redirect_stdout(io.StringIO()):
        try:
            outcome = runner.invoke([*general, *arguments, *places])
        finally:
            _let_go_of_the_file()
    if outcome.exception and (scarcity := resource_error_of(outcome.exception, "dbt")):
        raise scarcity
    if outcome.exception is not None or outcome.result is None:
        raise WarehouseError(
            f"dbt could not run: {outcome.exception or 'no result'}",
            where="dbt_project/",
            remedy="run `dbt build` inside dbt_project/ to see all of its output",
        )
    return outcome


def _let_go_of_the_file() -> None:
    """Close the file, which dbt-duckdb keeps open until its process ends: the gate reads it before."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _node(result: Any) -> NodeResult:
    return NodeResult(
        unique_id=result.node.unique_id,
        resource_type=str(getattr(result.node.resource_type, "value", result.node.resource_type)),
        name=result.node.name,
        status=str(getattr(result.status, "value", result.status)),
        seconds=float(result.execution_time or 0),
        message=str(result.message or ""),
        failures=int(result.failures or 0),
    )


def _error(node: NodeResult, count: int) -> WarehouseError:
    more = f" (and {count - 1} more)" if count > 1 else ""
    return WarehouseError(
        f"{node.resource_type} {node.name} {node.status}: {node.message}{more}",
        where="dbt build",
        remedy="correct the data or the model, then run `smartcity refresh` again",
    )
