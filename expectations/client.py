"""The gate in a worker process that is started before the marts are built."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from expectations.result import SuiteResult, from_json
from orchestration.errors import GateFailed
from orchestration.workers.client import WorkerClient
from orchestration.workers.process import Worker


class GateProcess(WorkerClient):
    """The gate in another process. A context manager."""

    task = "the gate"

    def __init__(self) -> None:
        super().__init__(
            Worker("expectations.worker", environment={"GX_ANALYTICS_ENABLED": "false"})
        )

    def validate(
        self, marts: Path, suites: Iterable[str], previous: Path | None
    ) -> list[SuiteResult]:
        """Run `suites` on the DuckDB file `marts`; raises `GateFailed` if the gate itself cannot run."""
        self.start(marts, suites, previous)
        return self.results()

    def start(self, marts: Path, suites: Iterable[str], previous: Path | None) -> None:
        """Start the validation; the caller can do other work until `results`."""
        self._worker.send(
            {
                "marts": str(marts),
                "suites": list(suites),
                "previous": str(previous) if previous else None,
            }
        )

    def results(self) -> list[SuiteResult]:
        """Wait for the results; raises `GateFailed` if the gate itself cannot run."""
        return from_json(self._receive())

    def _failure(self, reason: str) -> GateFailed:
        return GateFailed(
            f"the gate could not run: {reason}",
            where="expectations/",
            remedy="correct the suite or the mart that it names",
        )
