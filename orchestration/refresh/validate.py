"""Step quality: every suite of the gate on its mart, compared with the last complete release."""

from __future__ import annotations

from expectations.client import GateProcess
from expectations.result import SuiteResult, first_failure
from expectations.suite import load_suites
from orchestration.errors import ConfigurationError, GateFailed
from orchestration.refresh.workspace import Workspace


def start_validation(workspace: Workspace, gate: GateProcess) -> None:
    """Send the marts to the gate, which validates them in its own process.

    Raises `ConfigurationError` where a mart has no suite or a suite no mart.
    """
    suites = load_suites()
    if missing := set(suites) ^ set(workspace.models):
        raise ConfigurationError(
            f"mart and suite do not match: {', '.join(sorted(missing))}",
            where="expectations/suites/",
            remedy="every mart has a suite of the same name",
        )
    previous = workspace.catalog.latest_intact_id()
    last = workspace.catalog.folder(previous) / "marts.duckdb" if previous else None
    gate.start(workspace.warehouse, sorted(suites), last)


def require_valid(results: list[SuiteResult]) -> None:
    """Raise `GateFailed` with the first failure, unless every check passed or is held."""
    if failure := first_failure(results):
        count = sum(len(result.failed) for result in results)
        raise GateFailed(
            f"{count} of the gate's checks failed, first {failure}",
            where="expectations/suites/",
            remedy="the current release is unchanged; correct the data or the model, then run again",
        )
