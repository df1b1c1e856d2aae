"""The memory that this process may use, and the part of it that is DuckDB's by default."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_MIB = 2**20
_MOST, _LEAST = 3_000, 500
"""MiB of DuckDB by default: at most and at least."""


def default_memory_limit(root: Path = Path("/")) -> str:
    """Three eighths of the memory, at most 3GB and at least 500MB, in DuckDB's notation.

    dbt has all of it. Then gate and release, which use DuckDB at the same time, have half of it each, and
    so have the pages, whose small queries do not reach it. Python needs the rest.
    """
    share = available_memory(root) * 3 // 8 // _MIB
    limit = max(_LEAST, min(_MOST, share))
    return "3GB" if limit == _MOST else f"{limit}MB"


def half_of(limit: str) -> str:
    """Half of a limit in DuckDB's notation: a number and a unit, as `3GB`."""
    digits = re.match(r"[0-9.]+", limit)
    if digits is None:
        raise ValueError(f"{limit!r} is not a number and a unit")
    return f"{float(digits[0]) / 2:g}{limit[digits.end() :]}"


def available_memory(root: Path = Path("/")) -> int:
    """Bytes of the machine, or of the control group (cgroup v1 or v2) that limits this process to fewer."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([machine, *_limits_of_groups(root)])


def _limits_of_groups(root: Path) -> Iterator[int]:
    """The limits of the groups of this process and of the groups above them."""
    lines: list[str] = []
    with suppress(OSError):
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            mount, name = root / "sys/fs/cgroup", "memory.max"
        elif "memory" in controllers.split(","):
            mount, name = root / "sys/fs/cgroup/memory", "memory.limit_in_bytes"
        else:
            continue
        group = mount / path.lstrip("/")
        for folder in (group, *group.parents):
            with suppress(OSError, ValueError):  # "max" is no number
                yield int((folder / name).read_text())
            if folder == mount:
                break
