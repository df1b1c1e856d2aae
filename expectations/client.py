"""Starts the gate in a process of its own before the marts are built."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from expectations.result import SuiteResult, from_json
from orchestration.errors import GateFailed
from orchestration.resource_errors import find_resource_error
from orchestration.workers.process import Worker, WorkerBroke


class GateProcess:
    """A gate in another process, which imports Great Expectations on its own. Use as a context manager."""

    def __init__(self) -> None:
        self._worker = Worker("expectations.worker", environment={"GX_ANALYTICS_ENABLED": "false"})

    def validate(
        self, marts: Path, suites: Iterable[str], previous: Path | None
    ) -> list[SuiteResult]:
        """Run `suites` on the DuckDB file `marts`; raises `GateFailed` if the gate itself breaks."""
        self.ask(marts, suites, previous)
        return self.answer()

    def ask(self, marts: Path, suites: Iterable[str], previous: Path | None) -> None:
        """Start the validation and return at once; `answer` waits for the results."""
        self._worker.ask(
            {
                "marts": str(marts),
                "suites": list(suites),
                "previous": str(previous) if previous else None,
            }
        )

    def answer(self) -> list[SuiteResult]:
        """Wait for the results of `ask`; raises `GateFailed` if the gate itself breaks."""
        try:
            return from_json(self._worker.answer())
        except WorkerBroke as error:
            if scarcity := find_resource_error(str(error), "the gate"):
                raise scarcity from None
            raise GateFailed(
                f"the gate could not run: {error}",
                where="expectations/",
                remedy="correct the suite or the mart that the message names",
            ) from None

    def __enter__(self) -> GateProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()
