"""SHA-256 of a release's files, computed once per run.

The release id, the data package, the checksums and the comparison with the last release need the same
hashes. Within a run, a file with the same size, times and inode has the same bytes. Nothing is cached
between runs, so that damage on the disk is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.storage.files import file_state, sha256_of

LARGE = 2**26
"""Bytes from which a file is cached. A smaller one is read again: that is quick, and such a file may be
written twice within one tick of the clock."""

_caches: list[dict[tuple[Path, int, int, int, int], str]] = []
"""One cache per open `cached_hashes` block; the last one is used."""


@contextmanager
def cached_hashes() -> Iterator[None]:
    """Inside the block, a large file that is not written to is read only once."""
    _caches.append({})
    try:
        yield
    finally:
        _caches.pop()


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, as 64 hex digits."""
    state = file_state(path)
    if not _caches or state[0] < LARGE:
        return sha256_of(path)
    cache, key = _caches[-1], (path, *state)
    if key not in cache:
        sha256 = sha256_of(path)
        if file_state(path) != state:
            return sha256
        cache[key] = sha256
    return cache[key]
