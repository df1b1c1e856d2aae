"""Files whose bytes had their hash, and how the file system described them then.

A file that has the same size, times of change and inode since is not read again. Its time of change (ctime)
cannot be set by a program, so that a file written over, replaced or restored is read. What rots on the disk
without a write is found by `smartcity doctor`, and by a refresh that has nothing new: both read everything.
"""

from __future__ import annotations

import time
from pathlib import Path

from orchestration.storage.files import file_state, sha256_of, write_json
from orchestration.storage.records import VERIFIED

_SETTLED_NS = 2_000_000_000
"""A file changed later than this before it was read may change again within the clock's resolution."""


class ChecksumCache:
    """The files below the folder of `path`, which keeps what is known. Losing it costs reading once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = False
        self._known = VERIFIED.read_if_whole(path) or {}

    def matches(self, file: Path, sha256: str) -> bool:
        """Whether `file` is there with these bytes."""
        if not file.is_file():
            return False
        name, now = str(file.relative_to(self._path.parent)), time.time_ns()
        described = file_state(file)
        state = (sha256, *described)
        if self._known.get(name) == state:
            return True
        whole = sha256_of(file) == sha256
        settled = max(described[1:3]) < now - _SETTLED_NS and described == file_state(file)
        self._known.pop(name, None)
        if whole and settled:
            self._known[name] = state
        self._changed = True
        return whole

    def save(self) -> None:
        """Keep what is known of files that are still there."""
        if self._changed:
            self._known = {n: s for n, s in self._known.items() if (self._path.parent / n).exists()}
            write_json(self._path, self._known)
            self._changed = False
