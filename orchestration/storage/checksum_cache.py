"""A cache of verified checksums: a file that did not change since it was verified is not read again.

A file counts as unchanged while its size, modification time, change time (ctime) and inode are the same.
A program cannot set the ctime, so a file that is overwritten, replaced or restored is read. Damage on the
disk without a write is found by `smartcity doctor` and the weekly job `revalidate`: both read every file.
"""

from __future__ import annotations

import time
from pathlib import Path

from pydantic import TypeAdapter

from orchestration.storage.files import file_state, sha256_of, write_json
from orchestration.storage.records import REBUILT, Kind, RelativePath, Sha256

FileState = tuple[str, int, int, int, int]
"""The sha256 of a file and its `file_state` when it was verified."""
VERIFIED: Kind[dict[str, FileState]] = Kind(
    "list of verified files",
    TypeAdapter(dict[RelativePath, tuple[Sha256, int, int, int, int]]),
    REBUILT,
)

_SETTLED_NS = 2_000_000_000
"""A file that changed less than this ago is not cached: it can change again without a new timestamp."""


class ChecksumCache:
    """The verified files below the folder of `path`, which stores the cache. Losing it loses no data."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = False
        self._known = VERIFIED.read_if_valid(path) or {}

    def matches(self, file: Path, sha256: str) -> bool:
        """Whether `file` exists and has this sha256."""
        if not file.is_file():
            return False
        name, now = str(file.relative_to(self._path.parent)), time.time_ns()
        before = file_state(file)
        state = (sha256, *before)
        if self._known.get(name) == state:
            return True
        is_intact = sha256_of(file) == sha256
        is_settled = max(before[1:3]) < now - _SETTLED_NS and before == file_state(file)
        self._known.pop(name, None)
        if is_intact and is_settled:
            self._known[name] = state
        self._changed = True
        return is_intact

    def record(self, file: Path, sha256: str) -> None:
        """Record that `file` has this sha256, which the caller has just computed.

        The caller makes sure that no other process writes the file at the same time.
        """
        self._known[str(file.relative_to(self._path.parent))] = (sha256, *file_state(file))
        self._changed = True

    def save(self) -> None:
        """Write the cache to disk, without files that no longer exist."""
        if self._changed:
            self._known = {n: s for n, s in self._known.items() if (self._path.parent / n).exists()}
            write_json(self._path, self._known)
            self._changed = False
