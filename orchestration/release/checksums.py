"""SHA256SUMS, in the form that `sha256sum --check` reads."""

from __future__ import annotations

from pathlib import Path

from orchestration.errors import ReleaseError
from orchestration.release.hashes import file_hash
from orchestration.storage.files import write_atomic

NAME = "SHA256SUMS"


def write_checksums(folder: Path) -> None:
    """List the sha256 of every file below `folder`."""
    lines = [f"{file_hash(path)}  {path.relative_to(folder)}" for path in _files(folder)]
    write_atomic(folder / NAME, "\n".join(lines).encode() + b"\n")


def verify_checksums(folder: Path) -> int:
    """Raise `ReleaseError` at the first file that is missing, added or altered; returns the count."""
    listing = folder / NAME
    if not listing.is_file():
        raise ReleaseError(f"{NAME} is missing", where=str(folder), remedy=_REMEDY)
    listed = {}
    try:
        lines = listing.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise ReleaseError(f"{NAME} is damaged", where=str(folder), remedy=_REMEDY) from None
    for line in lines:
        sha256, _, name = line.partition("  ")
        listed[name] = sha256
    found = {str(path.relative_to(folder)) for path in _files(folder)}
    if odd := sorted(found ^ listed.keys()):
        what = "is missing" if odd[0] in listed else "does not belong to it"
        raise ReleaseError(f"file {odd[0]} {what}", where=str(folder), remedy=_REMEDY)
    for name, sha256 in listed.items():
        if file_hash(folder / name) != sha256:
            raise ReleaseError(
                f"file {name} is damaged: its sha256 is not the recorded one",
                where=str(folder),
                remedy=_REMEDY,
            )
    return len(listed)


def is_whole(folder: Path) -> bool:
    """Whether `folder` is a release with exactly the bytes that its SHA256SUMS lists."""
    try:
        verify_checksums(folder)
    except (ReleaseError, OSError):
        return False
    return True


_REMEDY = "run `smartcity refresh` to make it again, or `smartcity rollback ID` to an older release"


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != NAME)
