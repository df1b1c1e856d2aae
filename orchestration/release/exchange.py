"""Putting a folder in the place of another so that the place is never empty.

Linux and macOS can exchange two folders in one step. Where the system or the file system cannot, the old
folder is moved out and the new one in, two steps with nothing between them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = {"linux": -100, "darwin": -2}
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS are the same bit."""
_NOT_OFFERED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def put_folder(new: Path, place: Path, discarded: Path) -> bool:
    """Move `new` to `place`; what lay there, if anything, ends up at `discarded` (which must be free).

    Returns whether something lay there. Raises `OSError` where the file system refuses.
    """
    if not place.exists():
        os.replace(new, place)
        return False
    if exchange(new, place):
        os.replace(new, discarded)
    else:
        os.replace(place, discarded)
        os.replace(new, place)
    return True


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False, and nothing done, where the system cannot."""
    name = "renameatx_np" if sys.platform == "darwin" else "renameat2"
    here = _AT_FDCWD.get(sys.platform)
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if here is not None else None
    if call is None:
        return False
    flags = ctypes.c_uint(_EXCHANGE)
    if call(here, os.fsencode(one), here, os.fsencode(other), flags) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_OFFERED:
        return False
    raise OSError(number, os.strerror(number), str(other))
