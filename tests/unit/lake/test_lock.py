"""The lock of the lake: one holder at a time, and the lock of an ended process is free."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.errors import LakeLocked
from orchestration.lake.lock import lake_lock

_HOLD = (
    "import sys, time; from pathlib import Path; from orchestration.lake.lock import lake_lock\n"
    "with lake_lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(float(sys.argv[2]))"
)


def holder(lake: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(lake), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_error_names_the_holder(tmp_path: Path) -> None:
    with holder(tmp_path, 60) as process:
        with (
            pytest.raises(
                LakeLocked, match=f"SC302 another refresh .*process {process.pid} since 20"
            ),
            lake_lock(tmp_path),
        ):
            pass
        process.kill()


def test_waits_for_the_lock(tmp_path: Path) -> None:
    with holder(tmp_path, 0.5), lake_lock(tmp_path, wait_seconds=60):
        pass


def test_lock_of_a_killed_process_is_released(tmp_path: Path) -> None:
    with holder(tmp_path, 60) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert (tmp_path / ".refresh.holder.json").exists(), "it had no time to clean up"
        started = time.monotonic()
        with lake_lock(tmp_path):
            pass
        assert time.monotonic() - started < 5
    assert not (tmp_path / ".refresh.holder.json").exists()
