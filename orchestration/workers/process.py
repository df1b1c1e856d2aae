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

_OWN_TEXT = {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8", "PYTHONOPTIMIZE": ""}
"""dbt and Great Expectations read files and write texts as UTF-8 whatever the terminal's locale, and need
the docstrings that `PYTHONOPTIMIZE=2` drops."""


class WorkerBroke(Exception):
    """The worker ended, or met an error that is not one of ours; the message is its last word."""


class Worker:
    """`python -m module arguments`, getting ready; a context manager that ends it.

    Its output is for answers alone; what it complains of is kept for the message of `WorkerBroke`.
    """

    def __init__(
        self, module: str, *arguments: object, environment: Mapping[str, str] | None = None
    ) -> None:
        self._complaints = tempfile.TemporaryFile(mode="w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed by `close`
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=PROJECT_ROOT,
            env={**os.environ, **_OWN_TEXT, **(environment or {})},
        )

        if self._process.stdin is None or self._process.stdout is None:
            raise WorkerBroke("it has no pipes")
        self._requests, self._answers = self._process.stdin, self._process.stdout

    def ask(self, request: Mapping[str, Any]) -> None:
        """Let the worker begin; other work can go on until `answer`."""
        with contextlib.suppress(BrokenPipeError):  # `answer` says why
            self._requests.write(json.dumps(request) + "\n")
            self._requests.flush()

    def answer(self, listen: Callable[[Any], object] = lambda _: None) -> Any:
        """What was asked for; `listen` hears what is told before.

        Raises the worker's own `SmartCityError`, or `WorkerBroke`.
        """
        for line in self._answers:
            try:
                message = json.loads(line)
            except ValueError:
                raise WorkerBroke(f"it answered with something else: {line[:200]}") from None
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
            return f"its process was ended by {Signals(-status).name}{self._memory(status)}"
        self._complaints.seek(0)
        lines = self._complaints.read().strip().splitlines() or [f"status {status}"]
        return f"its process ended: {lines[-1]}"

    def _memory(self, status: int) -> str:
        """What ended it, where that is known: the system kills what takes too much memory."""
        self._complaints.seek(0)
        said = self._complaints.read()
        if -status == Signals.SIGKILL or "bad_alloc" in said:
            return ": Cannot allocate memory"
        return ""

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers, self._complaints):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
