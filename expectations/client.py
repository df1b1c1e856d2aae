"""Starts the gate's process early and asks it when the marts are there."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from expectations.result import SuiteResult, from_json
from orchestration.errors import GateFailed
from orchestration.settings import PROJECT_ROOT


class GateProcess:
    """A gate that is getting ready in another process. Use as a context manager."""

    def __init__(self) -> None:
        self._complaints = tempfile.TemporaryFile(mode="w+")  # noqa: SIM115 - closed by `close`
        self._process = subprocess.Popen(
            [sys.executable, "-m", "expectations.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
            cwd=PROJECT_ROOT,
            env={**os.environ, "GX_ANALYTICS_ENABLED": "false"},
        )

    def validate(
        self, marts: Path, suites: Iterable[str], previous: Path | None
    ) -> list[SuiteResult]:
        """Run `suites` on the DuckDB file `marts`; raises `GateFailed` if the gate itself breaks."""
        self.ask(marts, suites, previous)
        return self.answer()

    def ask(self, marts: Path, suites: Iterable[str], previous: Path | None) -> None:
        """Let the gate begin; other work can go on until `answer`."""
        request = {
            "marts": str(marts),
            "suites": list(suites),
            "previous": str(previous) if previous else None,
        }
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):  # `answer` says why
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()

    def answer(self) -> list[SuiteResult]:
        """The results of what was asked; raises `GateFailed` if the gate itself breaks."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            self._complaints.seek(0)
            reason = (self._complaints.read().strip().splitlines() or ["no message"])[-1]
            raise GateFailed(
                f"the gate's process ended: {reason}",
                where="expectations/worker.py",
                remedy="run `python -m expectations.worker </dev/null` to see why",
            )
        answer = json.loads(line)
        if "error" in answer:
            raise GateFailed(
                f"the gate could not run: {answer['error']}",
                where="expectations/",
                remedy="mend the suite or the mart that it names",
            )
        return from_json(answer["results"])

    def close(self) -> None:
        """End the process."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._complaints):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> GateProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
