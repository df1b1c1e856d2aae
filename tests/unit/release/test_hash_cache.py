"""A large file is read once per run, unless it is written to."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.release import hash_cache
from orchestration.release.hash_cache import cached_hashes, file_hash
from orchestration.storage.files import sha256_of


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read, in order; every file counts as large."""
    found: list[Path] = []

    def noted(path: Path) -> str:
        found.append(path)
        return sha256_of(path)

    monkeypatch.setattr(hash_cache, "sha256_of", noted)
    monkeypatch.setattr(hash_cache, "LARGE", 0)
    return found


def test_a_large_file_is_read_once_within_a_run(tmp_path: Path, read: list[Path]) -> None:
    path = tmp_path / "mart.csv"
    path.write_text("1")
    with cached_hashes():
        assert file_hash(path) == file_hash(path) == sha256_of(path)
        assert len(read) == 1
        path.write_text("two")
        assert file_hash(path) == sha256_of(path)
        assert len(read) == 2
    file_hash(path)
    file_hash(path)
    assert len(read) == 4, "outside of a run nothing is remembered"


def test_a_small_file_is_always_read(
    tmp_path: Path, read: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hash_cache, "LARGE", 10)
    path = tmp_path / "small.json"
    path.write_text("{}")
    with cached_hashes():
        file_hash(path)
        file_hash(path)
    assert len(read) == 2
