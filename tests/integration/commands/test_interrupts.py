"""Ctrl-C at many moments of every command: one line, status 130, no process left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT
from tests.faults.test_stopped import processes_of

pytestmark = pytest.mark.faults

KEY = "year = 2023 and region_code = '11' and ksic_code = '62' and measure = 'employees'"
COMMANDS = {
    "status": (["status"], None),
    "tables": (["tables"], None),
    "releases": (["releases"], None),
    "query": (["query", "select count(*) from range(20000000000), range(10)"], 4.0),
    "shell": (["shell"], 2.0),
    "trace": (["trace", "industry_share", "--where", KEY], 8.0),
    "validate": (["validate"], 8.0),
    "doctor": (["doctor"], 3.0),
    "repair": (["repair"], 1.0),
    "serve": (["serve", "--port", "0"], 4.0),
    "whatif": (["whatif", "data_lake/sample/taxonomies/smart_city_divisions.csv"], 16.0),
    "refresh": (["refresh", "--force"], 30.0),
}
"""The arguments, and the seconds over which the moments are spread; `None`: as long as the command runs."""
MOMENTS = 6
FIRST_SECONDS = 0.3
"""Before that Python itself may still be starting."""
FIRST_SHARE = 0.4
"""The same for a short command, as a share of its running time."""


@pytest.mark.parametrize("command", COMMANDS)
def test_ctrl_c(command: str, lake: Path) -> None:
    arguments, seconds = COMMANDS[command]
    stopped = 0
    for moment in moments(lake, arguments, seconds):
        status, lines = interrupt(lake, arguments, moment)
        if status != 0:
            stopped += 1
            assert status == 128 + signal.SIGINT, lines
            assert len(lines) == 1, lines
            assert lines[0].startswith("stopped")
            assert lines[0].endswith("; the current release is unchanged")
    assert stopped > 0


def moments(lake: Path, arguments: list[str], seconds: float | None) -> list[float]:
    """The seconds after the start at which Ctrl-C is sent."""
    parts = [(number / MOMENTS) ** 2 for number in range(MOMENTS)]
    if seconds is not None:
        return [FIRST_SECONDS + seconds * part for part in parts]
    start = time.monotonic()
    status, _ = interrupt(lake, arguments, 60.0)
    assert status == 0
    whole = time.monotonic() - start
    return [whole * (FIRST_SHARE + (1 - FIRST_SHARE) * part) for part in parts]


def interrupt(lake: Path, arguments: list[str], seconds: float) -> tuple[int, list[str]]:
    """Send Ctrl-C to the group of the command after `seconds`: its status, and its errors and notes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "orchestration", *arguments],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    limit = time.monotonic() + 10
    while (left := processes_of(process.pid)) and time.monotonic() < limit:
        time.sleep(0.1)
    assert left == [], "a process is left"
    progress = ("ok ", "lake ", "...", "note ")
    return process.returncode, [line for line in said.splitlines() if not line.startswith(progress)]
