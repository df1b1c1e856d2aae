"""What the numbers were measured on: the machine and the versions."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("duckdb", "pyarrow", "polars", "pandas", "pyspark")


def machine() -> str:
    """Processor, cores and memory in one line."""
    info = Path("/proc/cpuinfo").read_text()
    models = [line.partition(":")[2].strip() for line in info.splitlines() if "model name" in line]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({models[0] if models else 'unknown'}), {memory:.0f} GiB"


def versions(libraries: tuple[str, ...] = LIBRARIES) -> str:
    """Python and `libraries` of this environment, those that are there."""
    found = [f"Python {platform.python_version()}"]
    for name in libraries:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not there")
    return ", ".join(found)
