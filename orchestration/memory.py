"""The memory that this process may use, and the part of it that is DuckDB's by default."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_MIB = 2**20
_MOST, _LEAST = 3_000, 500
"""MiB of DuckDB by default: at most and at least."""


def default_memory_limit(root: Path = Path("/")) -> str:
    """Three eighths of the memory, at most 3GB and at least 500MB, in DuckDB's notation.

    Two processes of a refresh (dbt and the gate, or the gate and the release) use DuckDB at the same time,
    and Python needs the rest.
    """
    share = available_memory(root) * 3 // 8 // _MIB
    limit = max(_LEAST, min(_MOST, share))
    return "3GB" if limit == _MOST else f"{limit}MB"


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
