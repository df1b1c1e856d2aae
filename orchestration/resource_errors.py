"""Recognise too little disk space or memory in the errors of any library."""

from __future__ import annotations

import errno
import os
import re

from orchestration.errors import MemoryShort, SmartCityError, StorageError

_MEMORY = (
    "Out of Memory Error",
    "could not allocate",
    "failed to allocate",
    "Cannot allocate memory",
    "std::bad_alloc",
    "bad allocation",
    "can't start new thread",
    "Resource temporarily unavailable",
    "malloc of size",
)
_SPILL_FULL = ("max_temp_directory_size", "failed to offload data block")
"""DuckDB's messages when the disk for its temporary files is full."""
_WITHIN_LIMIT = re.compile(r"\([0-9.]+ \w+/[0-9.]+ \w+ used\)")
"""How DuckDB names its own limit, as in `(2.7 GiB/2.7 GiB used)`: the machine may have more memory."""
LIMIT_REMEDY = (
    "set SMARTCITY_MEMORY_LIMIT higher (dbt uses all of it; gate, release and pages half each), or"
    " SMARTCITY_DBT_THREADS=1; see the runbook"
)
MEMORY_REMEDY = (
    "close other programs or lift the limit (`ulimit -v unlimited`), or set SMARTCITY_MEMORY_LIMIT"
    " (default 3GB) lower; see the runbook"
)
SPACE_REMEDY = "free disk space, then run `smartcity refresh` again"
REMEDIES: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("no space left", SPACE_REMEDY),
    errno.EDQUOT: ("disk quota used up", SPACE_REMEDY),
    errno.EROFS: (
        "the file system is read-only",
        "make it writable or set SMARTCITY_LAKE elsewhere",
    ),
    errno.EACCES: (
        "not permitted to write",
        "give this user the right to write, or set SMARTCITY_LAKE",
    ),
    errno.EPERM: (
        "not permitted to write",
        "give this user the right to write, or set SMARTCITY_LAKE",
    ),
    errno.EMFILE: ("too many open files", "raise the limit (`ulimit -n 4096`), then run again"),
}
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""The texts of these errors are unambiguous, so they are searched for in messages."""


ADDRESS_SPACE = 3 * 1024**3
"""Bytes of address space that a refresh of the bundled data needs; DuckDB aborts where it gets none."""


def require_address_space() -> None:
    """Raise `MemoryShort` where the limit of this process (`ulimit -v`) is below `ADDRESS_SPACE`."""
    try:
        import resource
    except ImportError:  # a system without such limits
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY and limit < ADDRESS_SPACE:
        raise MemoryShort(
            f"the address space is limited to {limit / 1024**3:.1f} GiB,"
            f" a refresh needs {ADDRESS_SPACE / 1024**3:.0f} GiB",
            where="this process",
            remedy=MEMORY_REMEDY,
        )


def resource_error_of(error: BaseException, where: str = "") -> SmartCityError | None:
    """The `StorageError` or `MemoryShort` that is the cause of a library's `error`, or None."""
    if isinstance(error, MemoryError):
        return find_resource_error("std::bad_alloc", where)
    if isinstance(error, OSError) and error.errno in REMEDIES:
        what, remedy = REMEDIES[error.errno]
        return StorageError(what, where=str(error.filename or where), remedy=remedy)
    return find_resource_error(str(error), where)


def find_resource_error(text: str, where: str = "") -> SmartCityError | None:
    """As `resource_error_of`, for a text: dbt and worker processes pass on messages, not exceptions."""
    for number in _FULL:
        if os.strerror(number) in text:
            what, remedy = REMEDIES[number]
            return StorageError(what, where=where, remedy=remedy)
    if any(words in text for words in _SPILL_FULL):
        return StorageError(
            "no space left for the database's temporary files", where=where, remedy=SPACE_REMEDY
        )
    if "Out of Memory Error" in text and _WITHIN_LIMIT.search(text):
        return MemoryShort(
            "the data do not fit within SMARTCITY_MEMORY_LIMIT", where=where, remedy=LIMIT_REMEDY
        )
    if any(words in text for words in _MEMORY):
        return MemoryShort("there is too little memory", where=where, remedy=MEMORY_REMEDY)
    return None
