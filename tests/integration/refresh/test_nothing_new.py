"""A refresh without news reads no file that it has verified before, and notices every change."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

import pytest

from orchestration.errors import StorageError
from orchestration.freshness import nothing_new
from orchestration.release import checksums
from orchestration.settings import Settings, load_settings
from orchestration.storage import checksum_cache, files
from tests.support.quick_releases import refresh_quickly, small_warehouse

RAW = "raw/kosis_census/2023/*/*.json.gz"
RELEASED = "releases/current/csv/smart_city_share.csv"


@pytest.fixture
def settings(lake: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a copied lake, whose files were written long enough ago to be cached."""
    monkeypatch.setenv("SMARTCITY_LAKE", str(lake))
    later = time.time_ns() + 10**10
    monkeypatch.setattr(checksum_cache.time, "time_ns", lambda: later)
    return load_settings()


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files of raw data and releases whose bytes are hashed, in order."""
    paths: list[Path] = []

    def record(path: Path) -> str:
        paths.append(path)
        return files.sha256_of(path)

    monkeypatch.setattr(checksum_cache, "sha256_of", record)
    monkeypatch.setattr(checksums, "file_hash", record)
    return paths


def test_verified_files_are_not_read_again(settings: Settings, hashed: list[Path]) -> None:
    assert nothing_new(settings)  # a copied lake: every file is new
    hashed.clear()
    assert nothing_new(settings)
    assert hashed == []


def test_a_published_release_is_not_read_again(
    lake: Path, settings: Settings, hashed: list[Path], marts_file: Path, tmp_path: Path
) -> None:
    """Publishing computed the checksums, so that the first refresh after it reads nothing either."""
    before = (lake / "releases" / "current").readlink()
    prepared = small_warehouse(marts_file, tmp_path / "small.duckdb", "test")
    publishing = multiprocessing.get_context("spawn").Process(
        target=refresh_quickly, args=(lake, prepared)
    )
    publishing.start()
    publishing.join()
    assert publishing.exitcode == 0
    assert (lake / "releases" / "current").readlink() != before
    assert nothing_new(settings)
    assert [path for path in hashed if "releases" in path.parts] == []


@pytest.mark.parametrize("damaged", [RAW, RELEASED])
def test_a_changed_file_is_noticed(lake: Path, settings: Settings, damaged: str) -> None:
    assert nothing_new(settings)
    (path,) = lake.glob(damaged)
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert not nothing_new(settings)


def test_an_added_and_a_removed_file_are_noticed(lake: Path, settings: Settings) -> None:
    assert nothing_new(settings)
    added = lake / "releases" / "current" / "notes.txt"
    added.write_text("not part of the release", encoding="utf-8")
    assert not nothing_new(settings)
    added.unlink()
    assert nothing_new(settings)
    (lake / RELEASED).unlink()
    assert not nothing_new(settings)


def test_a_lake_that_cannot_be_written_has_nothing_new(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("read-only file system", where="lake", remedy="none")

    monkeypatch.setattr(checksum_cache, "write_json", refuse)
    assert nothing_new(settings)
