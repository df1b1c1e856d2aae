"""The side of the run: starts a worker, asks it, listens to what it tells on its way, ends it."""

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
from orchestration.settings import PROJECT_ROOT


class WorkerBroke(Exception):
    """The worker ended, or met an error that is not one of ours; the message is its last word."""


class Worker:
    """`python -m module arguments`, getting ready; a context manager that ends it.

    Its output is for answers alone; what it complains of is kept for the message of `WorkerBroke`.
    """

    def __init__(
        self, module: str, *arguments: object, environment: Mapping[str, str] | None = None
    ) -> None:
        self._complaints = tempfile.TemporaryFile(mode="w+")  # noqa: SIM115 - closed by `close`
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
            cwd=PROJECT_ROOT,
            env={**os.environ, **(environment or {})},
        )

    def ask(self, request: Mapping[str, Any]) -> None:
        """Let the worker begin; other work can go on until `answer`."""
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):  # `answer` says why
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()

    def answer(self, listen: Callable[[Any], object] = lambda _: None) -> Any:
        """What was asked for; `listen` hears what is told before.

        Raises the worker's own `SmartCityError`, or `WorkerBroke`.
        """
        assert self._process.stdout
        for line in self._process.stdout:
            message = json.loads(line)
            if "answer" in message:
                return message["answer"]
            if "error" in message:
                raise error_of(**message["error"])
            if "broke" in message:
                raise WorkerBroke(message["broke"])
            listen(message["told"])
        raise WorkerBroke(self._last_word())

    def _last_word(self) -> str:
        status = self._process.wait()
        if status < 0:
            return f"its process was ended by {Signals(-status).name}; was memory short?"
        self._complaints.seek(0)
        lines = self._complaints.read().strip().splitlines() or [f"status {status}"]
        return f"its process ended: {lines[-1]}"

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._complaints):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
