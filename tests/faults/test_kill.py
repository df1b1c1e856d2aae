"""kill -9 at every boundary of every stage, and at random moments: 50 runs and more."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.release.catalog import ReleaseCatalog
from orchestration.settings import PROJECT_ROOT
from tests.conftest import run_smartcity
from tests.faults.conftest import raw_digest, require_sound
from tests.support.quick_releases import publish_once, publish_without_end, refresh_quickly

pytestmark = pytest.mark.faults

RANDOM_RUNS = 30
SEED = 317
BOUNDARIES = [
    *((f"raw/{source_id}", "started") for source_id in load_declarations()),
    ("raw/taxonomies", "finished"),
    ("staged", "started"),
    ("staged", "advanced"),
    ("staged", "finished"),
    ("warehouse", "started"),
    ("warehouse", "finished"),
    ("quality", "started"),
    ("quality", "finished"),
    ("release", "started"),
    ("release", "finished"),
    ("publish", "started"),
    ("publish", "finished"),
]


def test_at_random_moments_of_publishing(processes, warehouses, tmp_path: Path) -> None:
    """Each run is killed somewhere in its first releases; what it left is healed by the next."""
    lake, made = tmp_path / "lake", warehouses(3)
    started = time.monotonic()
    publish_once(lake, made[0])
    one_release = time.monotonic() - started
    moments, latest = random.Random(SEED), 2.5 * one_release
    seen = set()
    for run in range(1, RANDOM_RUNS + 1):
        process = processes.Process(target=publish_without_end, args=(lake, made))
        process.start()
        time.sleep(moments.uniform(0.1, latest))
        process.kill()
        process.join()
        seen.add(require_sound(lake))
        if run % 10 == 0 and len(seen) == 1:  # the machine became slower than it was
            latest *= 2
    publish_once(lake, made[1])
    publish_once(lake, made[2])
    assert require_sound(lake) not in ("", None)
    assert len(ReleaseCatalog(lake / "releases").all()) == len(made)
    assert [p.name for p in (lake / "releases").glob(".*")] == []
    assert len(seen) > 1, "the kills came too early to test anything"


def test_at_every_boundary_of_a_refresh(processes, warehouses, lake: Path) -> None:
    """Raw loses nothing, the release stays whole, and the next refresh publishes as if nothing was."""
    first, second = warehouses(2)
    before, raw = require_sound(lake), raw_digest(lake)
    for boundary in BOUNDARIES:
        prepared = second if boundary == ("publish", "finished") else first
        process = processes.Process(target=refresh_quickly, args=(lake, prepared, boundary))
        process.start()
        process.join(120)
        assert process.exitcode == -signal.SIGKILL, boundary
        now = require_sound(lake)
        assert raw_digest(lake) == raw, boundary
        assert (now == before) == (boundary != ("publish", "finished")), boundary
    process = processes.Process(target=refresh_quickly, args=(lake, first))
    process.start()
    process.join(120)
    assert process.exitcode == 0
    assert require_sound(lake) != before
    assert list((lake / "warehouse").iterdir()) == []
    assert not [p for p in (lake / "releases").iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize("seconds_into_the_warehouse", [2.0, 6.0])
def test_a_real_refresh(lake: Path, release: Path, seconds_into_the_warehouse: float) -> None:
    """The command itself, killed while dbt works; the same command then gives the same release."""
    (lake / "staged" / "index.json").unlink()
    command = [sys.executable, "-m", "orchestration.cli", "refresh", "--force"]
    with subprocess.Popen(
        command,
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        deadline = time.monotonic() + 120
        while not list((lake / "warehouse").glob("*/*.duckdb")) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(seconds_into_the_warehouse)
        process.kill()
    assert require_sound(lake) == release.name
    if seconds_into_the_warehouse > 5:
        done = run_smartcity(lake, "refresh", "--force")
        assert done.returncode == 0, done.stderr
        assert require_sound(lake) == release.name
        assert list((lake / "warehouse").iterdir()) == []
