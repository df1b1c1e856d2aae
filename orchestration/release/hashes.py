"""Hashes of a release's files, each worked out once a run: its id, its description, its checksums and the
comparison with the last release ask for the same ones.

Within a run, what has the same size, times of change and inode has the same bytes. Outside of one nothing
is remembered, so that what rots on a disk is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.storage.files import file_state, sha256_of

LARGE = 2**26
"""A smaller file is read again: that is quick, and it may be written twice within a tick of the clock."""

_remembered: list[dict[tuple[Path, int, int, int, int], str]] = []
"""What the runs of this process know; the last one counts."""


@contextmanager
def remembered_hashes() -> Iterator[None]:
    """Inside the block, a large file that nobody writes to is read once."""
    _remembered.append({})
    try:
        yield
    finally:
        _remembered.pop()


def file_hash(path: Path) -> str:
    """The hex sha256 of a file's bytes."""
    state = file_state(path)
    if not _remembered or state[0] < LARGE:
        return sha256_of(path)
    known, asked = _remembered[-1], (path, *state)
    if asked not in known:
        sha256 = sha256_of(path)
        if file_state(path) != state:
            return sha256
        known[asked] = sha256
    return known[asked]
