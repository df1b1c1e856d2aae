"""Dagster as it is deployed: a home of its own, a daemon in a process, commands beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.settings import PROJECT_ROOT


@dataclass
class DagsterHome:
    """A lake, and Dagster's records beside it. `extra` are further variables of the environment."""

    lake: Path
    extra: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "SMARTCITY_LAKE": str(self.lake),
            "DAGSTER_HOME": str(self.lake / "dagster"),
            "DAGSTER_DISABLE_TELEMETRY": "yes",
            **self.extra,
        }

    def python(self, *arguments: str) -> str:
        """Run Python beside the daemon; returns what it prints."""
        return run_python(self.environment, *arguments)

    def state(self) -> dict[str, Any]:
        """The runs, and how often each schedule and sensor has ticked."""
        with dg.DagsterInstance.from_config(self.environment["DAGSTER_HOME"]) as instance:
            ticks = {
                s.name: len(instance.get_ticks(s.instigator_origin_id, s.selector_id))
                for s in instance.all_instigator_state()
            }
            runs = [{"status": r.status.value, "tags": dict(r.tags)} for r in instance.get_runs()]
        return {"ticks": ticks, "runs": runs}

    @contextmanager
    def daemon(self, *command: str) -> Iterator[Path]:
        """The daemon (or what `command` starts of it) for the block; yields its log."""
        self.python("-m", "orchestration.instance")
        log = self.lake.parent / "daemon.log"
        usual = ("-m", "dagster._daemon", "run", "-m", "orchestration.definitions")
        with log.open("w") as out:
            running = subprocess.Popen(
                [sys.executable, *(command or usual)],
                cwd=PROJECT_ROOT,
                env=self.environment,
                stdout=out,
                stderr=out,
            )
            try:
                yield log
            finally:
                running.send_signal(signal.SIGINT)
                running.wait(120)


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until `condition` holds; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(1)


def run_python(environment: Mapping[str, str], *arguments: str) -> str:
    """Run Python in the project with that environment; returns what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
