"""What a process costs: its wall time, processor time and peak memory, children included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """`peak_mib` is the largest memory that the process and its children held together.

    `answer` is what the process printed as its last line, in JSON.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    answer: Any = None


def measured(
    module: str,
    arguments: Sequence[object],
    *,
    python: Path = Path(sys.executable),
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run `python -m module arguments` and measure it; raises `CalledProcessError` where it fails."""
    command = [str(python), "-m", module, *map(str, arguments)]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, **(environment or {})}, text=True
    )
    peak = _Peak(process.pid)
    assert process.stdout is not None
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise subprocess.CalledProcessError(status, command, printed)
    cpu = usage.ru_utime + usage.ru_stime
    held = max(usage.ru_maxrss / 1024, peak.stop())
    last = printed.strip().splitlines()[-1:] or ["null"]
    with suppress(json.JSONDecodeError):
        return Cost(seconds, cpu, held, json.loads(last[0]))
    return Cost(seconds, cpu, held)


class _Peak(threading.Thread):
    """Watches a process tree ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._stopped, self._bytes = pid, threading.Event(), 0
        self.start()

    def run(self) -> None:
        while not self._stopped.wait(0.1):
            self._bytes = max(self._bytes, sum(_resident(pid) for pid in _tree(self._pid)))

    def stop(self) -> float:
        self._stopped.set()
        self.join()
        return self._bytes / 2**20


def _tree(pid: int) -> list[int]:
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    return [pid, *(p for child in children for p in _tree(child))]


def _resident(pid: int) -> int:
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    return 0
