"""A file that did not change is not read again; every write to it is detected."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from orchestration.storage import checksum_cache
from orchestration.storage.checksum_cache import ChecksumCache

BYTES = b"as received"
SHA256 = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was written long enough ago to be cached."""
    path = tmp_path / "folder" / "file"
    path.parent.mkdir()
    path.write_bytes(BYTES)
    later = time.time_ns() + 10**10
    monkeypatch.setattr(checksum_cache.time, "time_ns", lambda: later)
    return path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read, in order."""
    paths: list[Path] = []
    original = checksum_cache.sha256_of
    monkeypatch.setattr(checksum_cache, "sha256_of", lambda p: (paths.append(p), original(p))[1])
    return paths


def reopened(file: Path) -> ChecksumCache:
    """The cache of a later run."""
    first = ChecksumCache(file.parents[1] / "verified.json")
    assert first.matches(file, SHA256)
    first.save()
    return ChecksumCache(file.parents[1] / "verified.json")


def test_a_verified_file_is_not_read_again(file: Path, read: list[Path]) -> None:
    later = reopened(file)
    read.clear()
    assert later.matches(file, SHA256)
    assert read == []


def test_another_hash_does_not_match(file: Path) -> None:
    assert not reopened(file).matches(file, "0" * 64)


def test_a_write_with_the_same_size_and_mtime_is_detected(file: Path) -> None:
    """A program can set the mtime, but not the ctime."""
    later = reopened(file)
    times = file.stat()
    file.write_bytes(BYTES[::-1])
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not later.matches(file, SHA256)


def test_a_replaced_and_a_lost_file(file: Path) -> None:
    later = reopened(file)
    other = file.with_name("other")
    other.write_bytes(BYTES[::-1])
    other.replace(file)
    assert not later.matches(file, SHA256)
    file.unlink()
    assert not later.matches(file, SHA256)


def test_a_file_just_written_is_read_again(tmp_path: Path, read: list[Path]) -> None:
    """File timestamps are coarse: a second write can have the time of the first."""
    path = tmp_path / "file"
    path.write_bytes(BYTES)
    found = ChecksumCache(tmp_path / "verified.json")
    assert found.matches(path, SHA256)
    assert found.matches(path, SHA256)
    assert read == [path, path]


def test_a_recorded_file_is_not_read_until_it_changes(file: Path, read: list[Path]) -> None:
    found = ChecksumCache(file.parents[1] / "verified.json")
    found.record(file, SHA256)
    assert found.matches(file, SHA256)
    assert read == []
    file.write_bytes(BYTES[::-1])
    assert not found.matches(file, SHA256)


def test_a_damaged_cache_is_ignored(file: Path) -> None:
    reopened(file)
    note = file.parents[1] / "verified.json"
    note.write_bytes(b"{")
    assert ChecksumCache(note).matches(file, SHA256)
