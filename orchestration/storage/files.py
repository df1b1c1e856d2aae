"""Writing to disk so that a crash leaves the old file or the new one, never half of either."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration.errors import StorageError
from orchestration.resource_errors import REMEDIES


@contextmanager
def storage_errors(where: Path | str) -> Iterator[None]:
    """Turn an `OSError` inside the block into a `StorageError` that says what to do."""
    try:
        yield
    except OSError as error:
        what, remedy = REMEDIES.get(
            error.errno or 0, (str(error.strerror or error), "see the runbook, then run again")
        )
        raise StorageError(what, where=str(error.filename or where), remedy=remedy) from None


def write_atomic(path: Path, content: bytes) -> None:
    """Put `content` at `path`: written aside, flushed to the disk, renamed into place."""
    write_atomic_with(path, lambda aside: aside.write_bytes(content))


def write_atomic_with(path: Path, write: Callable[[Path], object]) -> None:
    """As `write_atomic`, with `write` filling the file that it is given."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(aside)
            fsync(aside)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
        fsync(path.parent)


def write_json(path: Path, content: Any) -> None:
    """Put `content` at `path` as JSON that people can read, with stable order."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    write_atomic(path, text.encode() + b"\n")


def make_read_only(path: Path) -> None:
    """Take the right to write from everybody; who may read stays as it is."""
    path.chmod(path.stat().st_mode & 0o555)


def fsync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """The hex sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_state(path: Path) -> tuple[int, int, int, int]:
    """Size, times of modification and change, inode: as long as they stay, nobody wrote to the file."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def tree_digest(
    root: Path, patterns: tuple[str, ...], hash_of: Callable[[Path], str] = sha256_of
) -> str:
    """One sha256 over the names and bytes of all files below `root` that match."""
    digest = hashlib.sha256()
    paths = {p for pattern in patterns for p in root.glob(pattern) if p.is_file()}
    for path in sorted(paths):
        digest.update(os.fsencode(path.relative_to(root)) + b"\0")  # a name need not be UTF-8
        digest.update(bytes.fromhex(hash_of(path)))
    return digest.hexdigest()
