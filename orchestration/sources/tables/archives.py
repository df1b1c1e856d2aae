"""Zip files opened as if an enemy had packed them.

Everything is checked before the first byte is unpacked: names that lead outside, links,
encryption, archives inside archives, too many members, too much or too tightly packed content. While
unpacking, the bytes that really come out are counted, whatever the directory says.
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
"""What zipfile and the decompressors raise where an archive is damaged.

bzip2 raises an `OSError` without a number, a seek before the start of the file one with EINVAL.
"""


@dataclass(frozen=True)
class Limits:
    """How large an archive may be when it is unpacked; sizes in bytes."""

    members: int = 1_000
    total: int = 8 << 30
    ratio: int = 200
    ratio_counts_from: int = 10 << 20
    """An archive smaller than this unpacked may be packed as tightly as it likes."""


LIMITS = Limits()


def check_archive(path: Path, limits: Limits = LIMITS) -> None:
    """Raise `ArrivalRefused` unless `path` is a zip (a workbook is one) that may be unpacked."""
    with _opened(path) as archive:
        _members(archive, path, limits)


def unpack(path: Path, folder: Path, limits: Limits = LIMITS) -> Iterator[tuple[str, Path]]:
    """Each file of the zip `path` as its name (without folders) and a path below `folder`.

    One file lies in `folder` at a time; it is gone when the next is asked for.
    """
    with _opened(path) as archive:
        members = _members(archive, path, limits)
        left = limits.total
        for index, member in enumerate(members):
            name = unicodedata.normalize("NFC", PurePosixPath(member.filename).name)
            if member.filename.startswith("__MACOSX/") or name.startswith("."):
                continue
            if name.lower().endswith(_NESTED):
                raise _refused(f"an archive inside the archive: {_shown(name)}", path)
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
    """Turn what a damaged archive raises while it is read into `ArrivalRefused`."""
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
        complaint = _complaint(info) or ("its name stands twice" if info.filename in seen else None)
        if complaint:
            raise _refused(f"member {_shown(info.filename)}: {complaint}", path)
        seen.add(info.filename)
    size = sum(info.file_size for info in infos)
    if size > limits.total:
        raise _refused(f"{size:,} bytes unpacked; at most {limits.total:,} are accepted", path)
    packed = max(1, sum(info.compress_size for info in infos))
    if size > limits.ratio_counts_from and size / packed > limits.ratio:
        raise _refused(f"packed {size // packed} : 1; at most {limits.ratio} : 1 is accepted", path)
    return [info for info in infos if not info.is_dir()]


def _complaint(info: zipfile.ZipInfo) -> str | None:
    name = info.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or name.startswith(("/", "\\")) or ":" in parts[0] or ".." in parts:
        return "its path leads outside"
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
        return f"compressed by a method that is not known ({info.compress_type})"
    return None


def _write(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int, path: Path
) -> int:
    """Unpack one member; returns its size. The size in the directory is not believed."""
    written = 0
    with target.open("xb") as file:
        for chunk in _chunks(archive, member, path):
            written += len(chunk)
            if written > min(left, member.file_size):
                raise _refused("more bytes than its directory says", path)
            file.write(chunk)
    return written


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """The bytes of a member; damage in them is `ArrivalRefused`, what the consumer raises passes."""
    with reading(path):
        packed = archive.open(member)
    with packed:
        with reading(path):
            chunk = packed.read(4)
        if chunk == b"PK\x03\x04" and not member.filename.lower().endswith(".xlsx"):
            raise _refused(f"an archive inside the archive: {_shown(member.filename)}", path)
        while chunk:
            yield chunk
            with reading(path):
                chunk = packed.read(_CHUNK)


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in (".csv", ".txt", ".xlsx") else ""


def _shown(name: str) -> str:
    return repr(name[:80])


def _refused(what: str, path: Path) -> ArrivalRefused:
    return ArrivalRefused(
        what, where=path.name, remedy="unpack it by hand and drop the files inside"
    )
