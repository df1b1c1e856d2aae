"""A file that did not change is not read again; any write to it is noticed."""

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
    """A file that lies there long enough to be trusted."""
    path = tmp_path / "folder" / "file"
    path.parent.mkdir()
    path.write_bytes(BYTES)
    later = time.time_ns() + 10**10
    monkeypatch.setattr(checksum_cache.time, "time_ns", lambda: later)
    return path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are read, as they are."""
    paths: list[Path] = []
    original = checksum_cache.sha256_of
    monkeypatch.setattr(checksum_cache, "sha256_of", lambda p: (paths.append(p), original(p))[1])
    return paths


def known(file: Path) -> ChecksumCache:
    """What a later run knows."""
    first = ChecksumCache(file.parents[1] / "verified.json")
    assert first.matches(file, SHA256)
    first.save()
    return ChecksumCache(file.parents[1] / "verified.json")


def test_is_not_read_again(file: Path, read: list[Path]) -> None:
    later = known(file)
    read.clear()
    assert later.matches(file, SHA256)
    assert read == []


def test_another_hash_is_not_taken_on_trust(file: Path) -> None:
    assert not known(file).matches(file, "0" * 64)


def test_a_write_of_the_same_size_and_time_is_noticed(file: Path) -> None:
    """Even with the time of modification put back: the time of change cannot be."""
    later = known(file)
    times = file.stat()
    file.write_bytes(BYTES[::-1])
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not later.matches(file, SHA256)


def test_a_replaced_and_a_lost_file(file: Path) -> None:
    later = known(file)
    other = file.with_name("other")
    other.write_bytes(BYTES[::-1])
    other.replace(file)
    assert not later.matches(file, SHA256)
    file.unlink()
    assert not later.matches(file, SHA256)


def test_a_file_just_written_is_read_again(tmp_path: Path, read: list[Path]) -> None:
    """The clock of the file system is coarse: a second write may bear the time of the first."""
    path = tmp_path / "file"
    path.write_bytes(BYTES)
    found = ChecksumCache(tmp_path / "verified.json")
    assert found.matches(path, SHA256)
    assert found.matches(path, SHA256)
    assert read == [path, path]


def test_a_damaged_note_is_forgotten(file: Path) -> None:
    known(file)
    note = file.parents[1] / "verified.json"
    note.write_bytes(b"{")
    assert ChecksumCache(note).matches(file, SHA256)
