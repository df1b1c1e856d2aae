"""The parent's side of a worker process: start it, send requests, read events and results, end it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from signal import Signals
from typing import Any

from orchestration.errors import error_of
from orchestration.settings import CODE_ROOT

_ENVIRONMENT = {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8", "PYTHONOPTIMIZE": ""}
"""dbt and Great Expectations read and write UTF-8 whatever the locale of the terminal, and need the
docstrings that `PYTHONOPTIMIZE=2` drops."""


class WorkerFailed(Exception):
    """The worker ended, or raised an error that is no `SmartCityError`; the message says which."""


class Worker:
    """`python -m module arguments` as a child process. A context manager that ends it.

    Standard output carries the results only; standard error is kept for the message of `WorkerFailed`.
    """

    def __init__(
        self, module: str, *arguments: object, environment: Mapping[str, str] | None = None
    ) -> None:
        self._stderr = tempfile.TemporaryFile(mode="w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed by `close`
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=CODE_ROOT,
            env={**os.environ, **_ENVIRONMENT, **(environment or {})},
        )

        if self._process.stdin is None or self._process.stdout is None:
            raise WorkerFailed("it has no pipes")
        self._requests, self._results = self._process.stdin, self._process.stdout

    def send(self, request: Mapping[str, Any]) -> None:
        """Start a request; the caller can do other work until `receive`."""
        with contextlib.suppress(BrokenPipeError):  # `receive` says why
            self._requests.write(json.dumps(request) + "\n")
            self._requests.flush()

    def receive(self, on_event: Callable[[Any], object] = lambda _: None) -> Any:
        """Wait for the result of the request; `on_event` is called with each event before it.

        Raises the worker's own `SmartCityError`, or `WorkerFailed`.
        """
        for line in self._results:
            if not line.endswith("\n"):  # it ended while it was writing
                break
            try:
                message = json.loads(line)
            except ValueError:
                raise WorkerFailed(
                    f"it wrote something other than a result: {line[:200]}"
                ) from None
            if "result" in message:
                return message["result"]
            if "error" in message:
                raise error_of(**message["error"])
            if "failure" in message:
                raise WorkerFailed(message["failure"])
            on_event(message["event"])
        raise WorkerFailed(self._describe_end())

    def _describe_end(self) -> str:
        status = self._process.wait()
        if status < 0:
            return f"its process was ended by {Signals(-status).name}{self._memory_hint(status)}"
        self._stderr.seek(0)
        lines = self._stderr.read().strip().splitlines() or [f"status {status}"]
        return f"its process ended: {lines[-1]}"

    def _memory_hint(self, status: int) -> str:
        """A text that names memory, where the operating system killed a process that used too much."""
        self._stderr.seek(0)
        stderr = self._stderr.read()
        if -status == Signals.SIGKILL or "bad_alloc" in stderr:
            return ": Cannot allocate memory"
        return ""

    def close(self) -> None:
        """End the process, also in the middle of a request."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._results, self._stderr):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
