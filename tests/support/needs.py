"""Tests that need a program from outside: skipped with a word where it is not installed, except in CI.

`SMARTCITY_REQUIRE=chromium,postgres,libreoffice,spark` turns a missing program into a failure;
.ci/run sets it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def need(name: str, *candidates: str) -> str:
    """The path of the first of `candidates` that is there; otherwise skip, or fail where required."""
    for candidate in candidates:
        found = shutil.which(candidate) or (candidate if Path(candidate).exists() else None)
        if found:
            return found
    missing = f"{name} is not installed (looked for {', '.join(candidates)})"
    if name in os.environ.get("SMARTCITY_REQUIRE", "").split(","):
        pytest.fail(missing)
    pytest.skip(missing)
