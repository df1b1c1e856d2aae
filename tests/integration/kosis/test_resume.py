"""A backfill that was killed continues: data in the raw store are not requested again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.integration.kosis.conftest import KEY
from tests.support.kosis_service import KosisService
from tests.support.kosis_table import census_table
from tests.support.loopback import Loopback, serving

ROOT = Path(__file__).parents[3]
REQUEST = json.dumps({"cells_per_call": 900})
PIECES_A_YEAR = 5


def start(server: Loopback, lake: Path) -> subprocess.Popen[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "SMARTCITY_LAKE": str(lake),
        "KOSIS_API_KEY": KEY,
        "SMARTCITY_KOSIS_URL": server.url,
    }
    command = [sys.executable, "-m", "tests.support.refresh_once"]
    return subprocess.Popen(
        [*command, "kosis_census", "2020", "2023", REQUEST],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def cells_asked(requests: list[str]) -> list[str]:
    return [r for r in requests if "getList" in r]


def test_kill_and_resume(tmp_path: Path) -> None:
    table = census_table((2020, 2021, 2022, 2023), depth=2)
    with serving(KosisService(table, KEY)) as server:
        running: list[subprocess.Popen[str]] = []
        killed_at = 2 + 2 * PIECES_A_YEAR + 3

        def kill(count: int) -> None:
            if count == killed_at and running[0].poll() is None:
                os.kill(running[0].pid, signal.SIGKILL)
                running[0].wait()

        server.on_request = kill
        running.append(start(server, tmp_path / "lake"))
        running[0].communicate(timeout=60)
        assert running[0].returncode == -signal.SIGKILL
        first = cells_asked(server.requests)
        assert len(first) == 2 * PIECES_A_YEAR + 3

        server.on_request = lambda count: None
        resumed = start(server, tmp_path / "lake")
        out, err = resumed.communicate(timeout=60)
        assert resumed.returncode == 0, err
        asked = Counter(cells_asked(server.requests))

    # The request under way at the kill is the only one that is asked twice.
    assert len(asked) == 4 * PIECES_A_YEAR
    assert [r for r, times in asked.items() if times > 1] == [first[-1]]
    industries = table.industries()
    assert json.loads(out) == {
        str(year): sum(1 for _ in table.rows(year, table.regions, industries, ("T1", "T2")))
        for year in table.years
    }
