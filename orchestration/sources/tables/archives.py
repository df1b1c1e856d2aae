"""Read zip files safely.

Everything is checked before the first byte is unpacked: paths outside the archive, links, encryption,
nested archives, the number of members, their size and their compression ratio. While unpacking, the
bytes are counted, because the sizes in the directory of the archive can be wrong.
"""

from __future__ import annotations

import errno
import lzma
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from orchestration.errors import ArrivalRefused

_NESTED = (".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst")
_CHUNK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, OverflowError, ValueError, MemoryError),
)
"""The errors of zipfile and the decompressors for a damaged archive.

In addition, bzip2 raises an `OSError` without a number, and a wrong offset one with EINVAL.
"""


@dataclass(frozen=True)
class Limits:
    """The limits of an archive: number of members, unpacked bytes, unpacked bytes per packed byte."""

    members: int = 1_000
    total: int = 8 << 30
    ratio: int = 200
    ratio_applies_from: int = 10 << 20
    """Unpacked bytes from which the ratio is limited."""


LIMITS = Limits()


def check_archive(path: Path, limits: Limits = LIMITS) -> None:
    """Raise `ArrivalRefused` unless `path` is a zip file (as a workbook is) within the limits."""
    with _opened(path) as archive:
        _members(archive, path, limits)


def unpack(path: Path, folder: Path, limits: Limits = LIMITS) -> Iterator[tuple[str, Path]]:
    """Unpack each file of the zip `path`: its name (without folders) and its path in `folder`.

    There is one file in `folder` at a time; it is removed before the next. Raises `ArrivalRefused`.
    """
    with _opened(path) as archive:
        members = _members(archive, path, limits)
        left = limits.total
        for index, member in enumerate(members):
            name = unicodedata.normalize("NFC", PurePosixPath(member.filename).name)
            if member.filename.startswith("__MACOSX/") or name.startswith("."):
                continue
            if name.lower().endswith(_NESTED):
                raise _refused(f"an archive inside the archive: {_quoted(name)}", path)
            target = folder / f"{index}{_suffix(name)}"
            try:
                left -= _write(archive, member, target, left, path)
                yield name, target
            finally:
                target.unlink(missing_ok=True)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    # names without the UTF-8 flag are CP949: that is what Korean Windows writes
    with reading(path):
        archive = zipfile.ZipFile(path, metadata_encoding="cp949")
    with archive:
        yield archive


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Convert the errors of reading a damaged archive to `ArrivalRefused`."""
    try:
        yield
    except _DAMAGED as error:
        raise _refused(f"a damaged or unknown archive ({type(error).__name__})", path) from None
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):
            raise
        raise _refused("a damaged archive (OSError)", path) from None


def _members(archive: zipfile.ZipFile, path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise _refused(f"{len(infos):,} members; at most {limits.members:,} are accepted", path)
    seen: set[str] = set()
    for info in infos:
        complaint = _complaint(info) or ("its name occurs twice" if info.filename in seen else None)
        if complaint:
            raise _refused(f"member {_quoted(info.filename)}: {complaint}", path)
        seen.add(info.filename)
    size = sum(info.file_size for info in infos)
    if size > limits.total:
        raise _refused(f"{size:,} bytes unpacked; at most {limits.total:,} are accepted", path)
    packed = max(1, sum(info.compress_size for info in infos))
    if size > limits.ratio_applies_from and size / packed > limits.ratio:
        raise _refused(f"packed {size // packed} : 1; at most {limits.ratio} : 1 is accepted", path)
    return [info for info in infos if not info.is_dir()]


def _complaint(info: zipfile.ZipInfo) -> str | None:
    name = info.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or name.startswith(("/", "\\")) or ":" in parts[0] or ".." in parts:
        return "its path is outside the archive"
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in name) or len(parts[-1]) > 200:
        return "its name cannot be used"
    if len(name.encode("utf-8", "replace")) > 1_000:
        return "its name cannot be used"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "a link or a device, not a file"
    if info.flag_bits & 0x1:
        return "encrypted"
    if info.compress_type not in _METHODS:
        return f"compressed by an unknown method ({info.compress_type})"
    return None


def _write(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int, path: Path
) -> int:
    """Unpack one member; returns its number of bytes, which may differ from the directory's."""
    written = 0
    with target.open("xb") as file:
        for chunk in _chunks(archive, member, path):
            written += len(chunk)
            if written > min(left, member.file_size):
                raise _refused("more bytes than its directory lists", path)
            file.write(chunk)
    return written


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """The bytes of a member; raises `ArrivalRefused` if they are damaged."""
    with reading(path):
        packed = archive.open(member)
    with packed:
        with reading(path):
            chunk = packed.read(4)
        if chunk == b"PK\x03\x04" and not member.filename.lower().endswith(".xlsx"):
            raise _refused(f"an archive inside the archive: {_quoted(member.filename)}", path)
        while chunk:
            yield chunk
            with reading(path):
                chunk = packed.read(_CHUNK)


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in (".csv", ".txt", ".xlsx") else ""


def _quoted(name: str) -> str:
    return repr(name[:80])


def _refused(what: str, path: Path) -> ArrivalRefused:
    return ArrivalRefused(what, where=path.name, remedy="unpack it and drop the files inside")
