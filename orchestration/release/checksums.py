"""Writes and verifies SHA256SUMS, in the format of `sha256sum --check`."""

from __future__ import annotations

from pathlib import Path

from orchestration.errors import ReleaseError
from orchestration.release.hash_cache import file_hash
from orchestration.storage.checksum_cache import ChecksumCache
from orchestration.storage.files import write_atomic

NAME = "SHA256SUMS"


def write_checksums(folder: Path) -> None:
    """Write the SHA-256 of every file below `folder` to its SHA256SUMS."""
    lines = [f"{file_hash(path)}  {path.relative_to(folder)}" for path in _files(folder)]
    write_atomic(folder / NAME, "\n".join(lines).encode() + b"\n")


def read_checksums(folder: Path) -> dict[str, str]:
    """The recorded sha256 of each file; raises `ReleaseError` where the list is missing or damaged."""
    listing = folder / NAME
    if not listing.is_file():
        raise ReleaseError(f"{NAME} is missing", where=str(folder), remedy=_REMEDY)
    try:
        lines = listing.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise ReleaseError(f"{NAME} is damaged", where=str(folder), remedy=_REMEDY) from None
    parts = [line.partition("  ") for line in lines]
    return {name: sha256 for sha256, _, name in parts}


def verify_checksums(folder: Path, cache: ChecksumCache | None = None) -> int:
    """The number of files; raises `ReleaseError` at the first one that is missing, added or changed.

    With `cache` a file is read only where it changed since it was last found intact.
    """
    matches = cache.matches if cache else _matches
    listed = read_checksums(folder)
    found = {str(path.relative_to(folder)) for path in _files(folder)}
    if odd := sorted(found ^ listed.keys()):
        what = "is missing" if odd[0] in listed else "is not listed in its SHA256SUMS"
        raise ReleaseError(f"file {odd[0]} {what}", where=str(folder), remedy=_REMEDY)
    for name, sha256 in listed.items():
        if not matches(folder / name, sha256):
            raise ReleaseError(
                f"file {name} is damaged: its SHA-256 differs from the recorded one",
                where=str(folder),
                remedy=_REMEDY,
            )
    return len(listed)


def is_intact(folder: Path, cache: ChecksumCache | None = None) -> bool:
    """Whether `folder` has exactly the files and bytes that its SHA256SUMS lists."""
    try:
        verify_checksums(folder, cache)
    except (ReleaseError, OSError):
        return False
    return True


_REMEDY = (
    "run `smartcity refresh` to build it again, or `smartcity rollback ID` to an older release"
)


def _matches(file: Path, sha256: str) -> bool:
    return file_hash(file) == sha256


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != NAME)
