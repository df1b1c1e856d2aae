"""No space left at any write, and a lake that cannot be written: a real file system, really full."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_smartcity
from tests.faults.conftest import raw_digest, require_sound
from tests.support.quick_releases import refresh_and_say
from tests.support.slow import slow

pytestmark = pytest.mark.faults

SIZE = 384 * 1024 * 1024
FREE_AT_FIRST = [0, 4, 16, 64, 256, 512, 1024, 2048, 3072, 4096, 6144]
"""Kilobytes that are left when the refresh begins."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system in memory of 384 MB: room for a lake with two releases."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a file system is not permitted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def lake_on_disk(small_disk: Path, bundled_lake: Path) -> Path:
    return shutil.copytree(bundled_lake, small_disk / "lake", symlinks=True)


def said_by_a_refresh(processes, lake: Path, prepared: Path) -> str:
    """The error of a quick refresh in a process of its own; '' where there was none."""
    here, there = processes.Pipe(duplex=False)
    process = processes.Process(target=refresh_and_say, args=(lake, prepared, there))
    process.start()
    there.close()
    try:
        return str(here.recv())
    except EOFError:
        return "the process broke"
    finally:
        process.join(120)


def test_no_space_left(processes, warehouses, lake_on_disk: Path) -> None:
    """Whichever write is refused: one clear line, nothing lost; with space the next refresh heals."""
    first, _ = warehouses(2)
    before, raw = require_sound(lake_on_disk), raw_digest(lake_on_disk)
    filler = lake_on_disk.parent / "filler"
    refused = 0
    for kilobytes in FREE_AT_FIRST:
        _leave_free(filler, kilobytes * 1024)
        said = said_by_a_refresh(processes, lake_on_disk, first)
        filler.unlink()
        assert require_sound(lake_on_disk) == before
        assert raw_digest(lake_on_disk) == raw
        if not said:
            break
        refused += 1
        assert said.startswith("SC301 no space left"), said
        assert "free disk space" in said
        assert len(said.splitlines()) == 1
    assert refused >= 6, "the disk was not full enough to test anything"
    assert said_by_a_refresh(processes, lake_on_disk, first) == ""
    assert require_sound(lake_on_disk) != before


def test_read_only(processes, warehouses, lake_on_disk: Path) -> None:
    """A lake that cannot be written is read as ever; a refresh says so in one line."""
    before = require_sound(lake_on_disk)
    _remount(lake_on_disk.parent, "ro")
    try:
        said = said_by_a_refresh(processes, lake_on_disk, warehouses(1)[0])
        assert require_sound(lake_on_disk) == before
        assert said.startswith("SC301 the file system is read-only"), said
        assert len(said.splitlines()) == 1
    finally:
        _remount(lake_on_disk.parent, "rw")
    assert said_by_a_refresh(processes, lake_on_disk, warehouses(1)[0]) == ""


def _leave_free(filler: Path, free: int) -> None:
    statistics = os.statvfs(filler.parent)
    size = statistics.f_bavail * statistics.f_frsize - free
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)


def _remount(place: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=True)


@pytest.mark.parametrize("megabytes", [slow(1), 4, slow(12)])
def test_no_space_left_while_dbt_runs(lake_on_disk: Path, megabytes: int) -> None:
    """The whole command, dbt in its own process: the cause is named, not what an engine says of it."""
    before = require_sound(lake_on_disk)
    filler = lake_on_disk.parent / "filler"
    _leave_free(filler, megabytes * 1024 * 1024)
    done = run_smartcity(lake_on_disk, "refresh", "--force")
    filler.unlink()
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("error: SC301 no space left"), last
    assert "Traceback" not in done.stderr
    assert require_sound(lake_on_disk) == before


def test_doctor_names_the_cause(lake_on_disk: Path) -> None:
    """A full disk and a read-only one, each in the finding about the lake."""
    filler = lake_on_disk.parent / "filler"
    _leave_free(filler, 0)
    findings = _findings(lake_on_disk)
    assert findings["disk space"]["status"] == "problem"
    assert "cannot be written: no space left" in findings["lake"]["what"]
    assert "free disk space" in findings["lake"]["to do"]
    filler.unlink()
    _remount(lake_on_disk.parent, "ro")
    try:
        findings = _findings(lake_on_disk)
        assert "cannot be written: the file system is read-only" in findings["lake"]["what"]
        assert run_smartcity(lake_on_disk, "status").returncode == 0
        for command in ("refresh", "repair"):
            done = run_smartcity(lake_on_disk, command)
            assert done.returncode in (0, 1)
            if done.returncode:
                assert "SC301 the file system is read-only" in done.stderr
    finally:
        _remount(lake_on_disk.parent, "rw")
    assert _findings(lake_on_disk)["lake"]["status"] == "ok"


def _findings(lake: Path) -> dict[str, dict[str, str]]:
    done = run_smartcity(lake, "doctor", "--json")
    assert not done.stderr
    return {finding["check"]: finding for finding in json.loads(done.stdout)}
