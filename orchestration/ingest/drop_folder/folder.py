"""The files in the drop folder, their names, and what keeps a file from being read."""

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

_STILL_COMING = (".part", ".partial", ".crdownload", ".download", ".tmp")
_OURS = frozenset({"README.md", "readme.md", "README.txt"})
_MOST_NAME_BYTES = 240

State = tuple[int, float]
"""Size and time of change."""


@dataclass(frozen=True)
class Dropped:
    """A thing in the folder. `complaint` and `remedy` say what keeps it from being read, '' for nothing."""

    path: Path
    name: str
    complaint: str = ""
    remedy: str = ""

    @property
    def shown_name(self) -> str:
        """The name as it can be printed."""
        return plain_text(self.name, most=200)


@contextmanager
def openable(dropped: Dropped) -> Iterator[Path]:
    """A path to the bytes that every library can open: Arrow takes UTF-8 paths only."""
    if dropped.path.name.isprintable():
        yield dropped.path
        return
    with tempfile.TemporaryDirectory(prefix="smartcity-") as folder:
        link = Path(folder) / "dropped"
        link.symlink_to(dropped.path.absolute())
        yield link


def dropped_files(landing: Path, settle_seconds: float) -> Iterator[Dropped]:
    """Everything in the folder in the order of names; hidden files and our README are not looked at.

    A file that changes within `settle_seconds` is still being written.
    """
    if not landing.is_dir():
        return
    paths = sorted(
        p for p in landing.iterdir() if not p.name.startswith(".") and p.name not in _OURS
    )
    before = {path: state_of(path) for path in paths}
    if any(time.time() - state[1] < settle_seconds for state in before.values()):
        time.sleep(settle_seconds)
    for path in paths:
        name = readable_name(path)
        yield Dropped(path, name, *_complaint(path, name, before[path]))


def state_of(path: Path) -> State:
    """Size and time of change of a file; (-1, 0) where it is gone."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return -1, 0.0
    return status.st_size, status.st_mtime


def readable_name(path: Path) -> str:
    """The name of a file as Korean is written: composed (NFC), and CP949 bytes read as such.

    macOS takes syllables apart; a disk of Korean Windows mounted here may have names in CP949, which Python
    shows as lone surrogates.
    """
    try:
        path.name.encode()
        name = path.name
    except UnicodeEncodeError:
        name = os.fsencode(path.name).decode("cp949", "replace")
    return unicodedata.normalize("NFC", name)


def _complaint(path: Path, name: str, before: State) -> tuple[str, str]:
    if path.is_symlink():
        return "a link, not a file", "drop the file itself"
    if path.is_dir():
        return "a folder", "drop the files themselves, or a zip of them"
    if state_of(path)[0] < 0:
        return "it was taken away while the folder was read", "drop it again"
    if not path.is_file():
        return "not a regular file", "drop a file"
    if path.suffix.lower() in _STILL_COMING or state_of(path) != before:
        return "still being written; it is read next time", "run `smartcity refresh` again"
    if plain_text(name, most=400) != name or "�" in name:
        return "its name has characters that cannot be used", "rename it"
    if len(name.encode()) > _MOST_NAME_BYTES:
        return f"its name is longer than {_MOST_NAME_BYTES} bytes", "rename it"
    return "", ""
