"""A refresh that is stopped in one of its stages leaves nothing and changes nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.settings import PROJECT_ROOT
from tests.support.slow import slow

pytestmark = pytest.mark.faults

OWN_TAXONOMY = PROJECT_ROOT / "tests" / "gallery" / "taxonomy" / "good.csv"
STAGES = [
    *("raw/kosis_census", "warehouse", ""),
    *(slow(stage) for stage in ("staged", "quality", "report")),
]


def stop_at(lake: Path, stage: str, number: signal.Signals) -> tuple[int, list[str]]:
    """Start a refresh in a group of its own, stop the group in a stage; status and stderr's lines."""
    process = subprocess.Popen(
        [sys.executable, "-m", "orchestration.cli", "refresh", "--force"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    log = lake / "logs" / "refresh.jsonl"
    before = log.stat().st_size if log.exists() else 0
    started = '"event": "stage started", "run_id": "'
    limit = time.monotonic() + 120
    while stage and time.monotonic() < limit and process.poll() is None:
        text = log.read_text("utf-8")[before:] if log.exists() else ""
        if any(started in line and f'"stage": "{stage}"' in line for line in text.splitlines()):
            break
        time.sleep(0.02)
    if not stage:
        time.sleep(0.3)  # while it imports
    os.killpg(process.pid, number)
    _, said = process.communicate(timeout=60)
    limit = time.monotonic() + 10  # those that are ending need a moment on a busy machine
    while (left := processes_of(process.pid)) and time.monotonic() < limit:
        time.sleep(0.1)
    assert left == [], "a process is left"
    return process.returncode, said.splitlines()


def processes_of(group: int) -> list[str]:
    """The processes of a group that still run."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    fields = (line.split(None, 2) for line in listed)
    return [" ".join(f) for f in fields if f[0] == str(group) and not f[1].startswith("Z")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("stage", STAGES)
def test_stopped(stage: str, number: signal.Signals, lake: Path) -> None:
    """One line, the status of the signal, nothing left of the run, and the lake free at once."""
    (lake / "taxonomies").mkdir()
    shutil.copy(OWN_TAXONOMY, lake / "taxonomies")  # so that the run has a new release to write
    before = ReleaseCatalog(lake / "releases").current_id()
    status, lines = stop_at(lake, stage, number)
    assert status == 128 + number, lines
    assert lines[-1] == "stopped; the current release is unchanged"
    assert [line for line in lines if not line.startswith(("ok ", "lake "))] == lines[-1:]
    assert ReleaseCatalog(lake / "releases").current_id() == before
    assert list((lake / "releases").glob(".building-*")) == []
    assert list((lake / "warehouse").glob("*")) == []
