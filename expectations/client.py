"""Starts the gate's process early and asks it when the marts are there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from expectations.result import SuiteResult, from_json
from orchestration.errors import GateFailed
from orchestration.resource_errors import find_resource_error
from orchestration.workers.process import Worker, WorkerBroke


class GateProcess:
    """A gate that is getting ready in another process. Use as a context manager."""

    def __init__(self) -> None:
        self._worker = Worker("expectations.worker", environment={"GX_ANALYTICS_ENABLED": "false"})

    def validate(
        self, marts: Path, suites: Iterable[str], previous: Path | None
    ) -> list[SuiteResult]:
        """Run `suites` on the DuckDB file `marts`; raises `GateFailed` if the gate itself breaks."""
        self.ask(marts, suites, previous)
        return self.answer()

    def ask(self, marts: Path, suites: Iterable[str], previous: Path | None) -> None:
        """Let the gate begin; other work can go on until `answer`."""
        self._worker.ask(
            {
                "marts": str(marts),
                "suites": list(suites),
                "previous": str(previous) if previous else None,
            }
        )

    def answer(self) -> list[SuiteResult]:
        """The results of what was asked; raises `GateFailed` if the gate itself breaks."""
        try:
            return from_json(self._worker.answer())
        except WorkerBroke as error:
            if scarcity := find_resource_error(str(error), "the gate"):
                raise scarcity from None
            raise GateFailed(
                f"the gate could not run: {error}",
                where="expectations/",
                remedy="mend the suite or the mart that it names",
            ) from None

    def __enter__(self) -> GateProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()
