"""Replaces one folder by another so that a reader always finds a complete folder at the path.

Linux and macOS can swap two folders in one step. On systems and file systems that cannot, the old folder is
moved away and the new one is moved in: two steps with nothing between them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = {"linux": -100, "darwin": -2}
_SWAP = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS are the same bit."""
_NOT_SUPPORTED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def replace_folder(new: Path, target: Path, discarded: Path) -> bool:
    """Move the folder `new` to `target`; a folder that was at `target` ends up at `discarded`.

    `discarded` must not exist. Returns whether a folder was replaced. Raises `OSError` where the file
    system refuses.
    """
    if not target.exists():
        os.replace(new, target)
        return False
    if swap_folders(new, target):
        os.replace(new, discarded)
    else:
        os.replace(target, discarded)
        os.replace(new, target)
    return True


def swap_folders(one: Path, other: Path) -> bool:
    """Swap two folders in one step; returns False, with nothing changed, where the system cannot.

    Raises `OSError` where the file system refuses.
    """
    name = "renameatx_np" if sys.platform == "darwin" else "renameat2"
    current_folder = _AT_FDCWD.get(sys.platform)
    call = (
        getattr(ctypes.CDLL(None, use_errno=True), name, None)
        if current_folder is not None
        else None
    )
    if call is None:
        return False
    flags = ctypes.c_uint(_SWAP)
    if call(current_folder, os.fsencode(one), current_folder, os.fsencode(other), flags) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_SUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(other))
