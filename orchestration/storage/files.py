"""Write files atomically: after a crash there is the old file or the new one, never a part of one."""

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
    """Turn an `OSError` inside the block into a `StorageError` with a remedy."""
    try:
        yield
    except OSError as error:
        what, remedy = REMEDIES.get(
            error.errno or 0, (str(error.strerror or error), "see the runbook, then run again")
        )
        raise StorageError(what, where=str(error.filename or where), remedy=remedy) from None


def write_atomic(path: Path, content: bytes) -> None:
    """Write `content` to a temporary file, flush it to the disk and rename it to `path`."""
    write_atomic_with(path, lambda temporary: temporary.write_bytes(content))


def write_atomic_with(path: Path, write: Callable[[Path], object]) -> None:
    """As `write_atomic`, with a function that writes the temporary file at the path that it gets."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(temporary)
            fsync(temporary)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        fsync(path.parent)


def write_json(path: Path, content: Any) -> None:
    """Write `content` to `path` as indented JSON with sorted keys."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    write_atomic(path, text.encode() + b"\n")


def make_read_only(path: Path) -> None:
    """Remove the write permission of all users; read permissions stay as they are."""
    path.chmod(path.stat().st_mode & 0o555)


def fsync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_state(path: Path) -> tuple[int, int, int, int]:
    """Size in bytes, mtime and ctime in ns, inode: while they are the same, the file was not written."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def tree_digest(
    root: Path, patterns: tuple[str, ...], hash_of: Callable[[Path], str] = sha256_of
) -> str:
    """One sha256 over the relative paths and the bytes of all files below `root` that match a pattern.

    Compiled modules do not count: Python writes them when a module is first imported.
    """
    digest = hashlib.sha256()
    paths = {
        path
        for pattern in patterns
        for path in root.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }
    for path in sorted(paths):
        digest.update(os.fsencode(path.relative_to(root)) + b"\0")  # a name need not be UTF-8
        digest.update(bytes.fromhex(hash_of(path)))
    return digest.hexdigest()
