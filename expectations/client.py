"""The gate in a worker process that is started before the marts are built."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from expectations.result import SuiteResult, from_json
from orchestration.errors import GateFailed
from orchestration.resource_errors import find_resource_error
from orchestration.workers.process import Worker, WorkerFailed


class GateProcess:
    """The gate in another process. A context manager."""

    def __init__(self) -> None:
        self._worker = Worker("expectations.worker", environment={"GX_ANALYTICS_ENABLED": "false"})

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
        try:
            return from_json(self._worker.receive())
        except WorkerFailed as error:
            if scarcity := find_resource_error(str(error), "the gate"):
                raise scarcity from None
            raise GateFailed(
                f"the gate could not run: {error}",
                where="expectations/",
                remedy="correct the suite or the mart that it names",
            ) from None

    def __enter__(self) -> GateProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()
