"""What a process costs: its wall time, processor time and peak memory, children included."""

from __future__ import annotations

import json
import os
import shutil
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
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Share:
    """What one process of several cost; `name` is its module, or its program."""

    name: str
    cpu_seconds: float
    peak_mib: float


@dataclass(frozen=True)
class Cost:
    """`peak_mib` is the largest memory that the process and its children held together.

    `answer` is what the process printed as its last line, in JSON; `shares` are the processes, each with
    its own peak.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    answer: Any = None
    shares: tuple[Share, ...] = ()


def measured(
    module: str,
    arguments: Sequence[object],
    *,
    python: Path = Path(sys.executable),
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run `python -m module arguments` and measure it; raises `CalledProcessError` where it fails."""
    return measured_command([str(python), "-m", module, *map(str, arguments)], environment)


def measured_command(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """The same for any command."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, **(environment or {})}, text=True
    )
    watch = _Watch(process.pid)
    printed, _ = process.communicate()
    seconds = time.perf_counter() - start
    watch.stop()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, printed)
    last = printed.strip().splitlines()[-1:] or ["null"]
    with suppress(json.JSONDecodeError):
        answer = json.loads(last[0])
        return Cost(seconds, watch.cpu_seconds, watch.peak_mib, answer, watch.shares)
    return Cost(seconds, watch.cpu_seconds, watch.peak_mib, None, watch.shares)


def measured_release(
    history: str, lake: Path, environment: Mapping[str, str] | None = None
) -> tuple[Cost, float]:
    """Refresh the loaded `lake` to its first release: the cost, and the seconds of the warehouse."""
    shutil.rmtree(lake / "releases", ignore_errors=True)
    made = measured("benchmarks.release_steps", [history, lake], environment=environment)
    return made, float(str(made.answer["warehouse"]).partition(" ")[0])


class _Watch(threading.Thread):
    """Looks at a process and its children twenty times a second.

    What the system tells of a child when it has ended is of no use: its peak begins with the memory of the
    process that started it, and a JVM that nobody waits for is not counted.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._stopped = pid, threading.Event()
        self._ticks: dict[int, int] = {}
        self._names: dict[int, str] = {}
        self._peaks: dict[int, int] = {}
        self.peak_mib = 0.0
        self.start()

    @property
    def cpu_seconds(self) -> float:
        return sum(self._ticks.values()) / _TICKS

    @property
    def shares(self) -> tuple[Share, ...]:
        return tuple(
            Share(name, self._ticks[pid] / _TICKS, self._peaks[pid] / 2**20)
            for pid, name in self._names.items()
        )

    def run(self) -> None:
        while not self._stopped.wait(0.05):
            held = 0
            for pid in _tree(self._pid):
                ticks, resident = _state(pid)
                self._ticks[pid] = max(ticks, self._ticks.get(pid, 0))
                self._peaks[pid] = max(resident, self._peaks.get(pid, 0))
                self._names[pid] = _name(pid) or self._names.get(pid, "?")
                held += resident
            self.peak_mib = max(self.peak_mib, held / 2**20)

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _tree(pid: int) -> list[int]:
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    return [pid, *(p for child in children for p in _tree(child))]


def _name(pid: int) -> str:
    """The module that a Python process runs, or the program."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        return words[words.index("-m") + 1] if "-m" in words else Path(words[0]).name
    return ""


def _state(pid: int) -> tuple[int, int]:
    """Processor ticks used and bytes held; nothing of a process that is gone."""
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12]), int(fields[21]) * _PAGE
    return 0, 0
