"""A module whose import is postponed is loaded when it is used, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from expectations.postponed_import import postpone_import


def run(script: str) -> list[str]:
    """What the script prints, in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_gate_does_not_load_what_no_suite_uses() -> None:
    script = "import sys, expectations.gate; print('scipy.stats._stats_py' in sys.modules)"
    assert run(script) == ["False"]


def test_it_is_loaded_when_it_is_used() -> None:
    script = (
        "import sys\n"
        "from expectations.postponed_import import postpone_import\n"
        "postpone_import('scipy.stats')\n"
        "from scipy import stats\n"
        "print('scipy.stats._stats_py' in sys.modules, stats.norm.cdf(0.0))\n"
    )
    assert run(script) == ["False", "0.5"]


def test_an_unknown_module_is_named() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"json\.unknown"):
        postpone_import("json.unknown")
