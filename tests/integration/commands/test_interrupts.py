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
    "status": (["status"], 1.0),
    "tables": (["tables"], 1.0),
    "releases": (["releases"], 1.0),
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
"""The arguments, and the seconds over which the moments are spread."""
MOMENTS = 6
FIRST_SECONDS = 0.3
"""Before that Python itself may still be starting."""


@pytest.mark.parametrize("command", COMMANDS)
def test_ctrl_c(command: str, lake: Path) -> None:
    arguments, seconds = COMMANDS[command]
    stopped = 0
    for moment in range(MOMENTS):
        status, lines = interrupt(
            lake, arguments, FIRST_SECONDS + seconds * (moment / MOMENTS) ** 2
        )
        if status != 0:
            stopped += 1
            assert status == 128 + signal.SIGINT, lines
            assert len(lines) == 1, lines
            assert lines[0].startswith("stopped")
            assert lines[0].endswith("; the current release is unchanged")
    assert stopped > 0


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
