"""The entries of the drop folder: which of them are dropped files, and which of these can be read."""

from __future__ import annotations

import os
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from orchestration.sources.plain_text import plain_text

_UNFINISHED_SUFFIXES = (".part", ".partial", ".crdownload", ".download", ".tmp")
_README_NAMES = frozenset({"readme", "readme.md", "readme.txt"})
_MOST_NAME_BYTES = 240

State = tuple[int, float]
"""Size in bytes and modification time of a file."""


def dropped_paths(landing: Path) -> list[Path]:
    """The dropped files of the folder, sorted: every entry except hidden ones and a README.

    This is the only definition of a dropped file. Hidden entries are not dropped by people: `.DS_Store` of
    macOS, `.part` files of a copy program, our own temporary folders.
    """
    if not landing.is_dir():
        return []
    return sorted(
        path
        for path in landing.iterdir()
        if not path.name.startswith(".") and path.name.lower() not in _README_NAMES
    )


@dataclass(frozen=True)
class DroppedPath:
    """A dropped file. `problem` and `remedy` say why it cannot be read; both are '' where it can."""

    path: Path
    name: str
    problem: str = ""
    remedy: str = ""

    @property
    def printable_name(self) -> str:
        """The name without characters that cannot be printed."""
        return plain_text(self.name, most=200)


@contextmanager
def openable_path(dropped: DroppedPath) -> Iterator[Path]:
    """A path to the bytes that every library can open: Arrow accepts only UTF-8 paths."""
    if dropped.path.name.isprintable():
        yield dropped.path
        return
    with tempfile.TemporaryDirectory(prefix="smartcity-") as folder:
        link = Path(folder) / "dropped"
        link.symlink_to(dropped.path.absolute())
        yield link


def check_dropped_paths(landing: Path, settle_seconds: float) -> Iterator[DroppedPath]:
    """The dropped files in the order of `dropped_paths`, each with the problem that it has.

    A file that changes within `settle_seconds` is still being written.
    """
    paths = dropped_paths(landing)
    before = {path: state_of(path) for path in paths}
    if any(time.time() - state[1] < settle_seconds for state in before.values()):
        time.sleep(settle_seconds)
    for path in paths:
        name = decode_name(path)
        yield DroppedPath(path, name, *_find_problem(path, name, before[path]))


def state_of(path: Path) -> State:
    """Size and modification time of a file; (-1, 0) where it no longer exists."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return -1, 0.0
    return status.st_size, status.st_mtime


def decode_name(path: Path) -> str:
    """The name of a file in composed form (NFC). Bytes that are not UTF-8 are read as CP949.

    macOS stores Korean syllables decomposed. A disk of Korean Windows can have names in CP949, which Python
    represents with lone surrogates.
    """
    try:
        path.name.encode()
        name = path.name
    except UnicodeEncodeError:
        name = os.fsencode(path.name).decode("cp949", "replace")
    return unicodedata.normalize("NFC", name)


def _find_problem(path: Path, name: str, before: State) -> tuple[str, str]:
    """Why the file cannot be read and what to do, or two empty strings."""
    if path.is_symlink():
        return "a link, not a file", "drop the file itself"
    if path.is_dir():
        return "a folder", "drop the files themselves, or a zip of them"
    if state_of(path)[0] < 0:
        return "it was removed while the folder was read", "drop it again"
    if not path.is_file():
        return "not a regular file", "drop a file"
    if path.suffix.lower() in _UNFINISHED_SUFFIXES or state_of(path) != before:
        return "still being written; the next refresh reads it", "run `smartcity refresh` again"
    if plain_text(name, most=400) != name or "\ufffd" in name:
        return "its name has characters that cannot be used", "rename it"
    if len(name.encode()) > _MOST_NAME_BYTES:
        return f"its name is longer than {_MOST_NAME_BYTES} bytes", "rename it"
    return "", ""
