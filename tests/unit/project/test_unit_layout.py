"""Unit tests mirror the modules: tests/unit/<package>/test_<module>.py is named after its module."""

from __future__ import annotations

from pathlib import Path

from orchestration.settings import PROJECT_ROOT

UNIT = PROJECT_ROOT / "tests" / "unit"
ROOTS = {"expectations": PROJECT_ROOT, "support": PROJECT_ROOT / "tests"}
"""Where the modules of a folder are, if not in orchestration/."""
OF_THE_PROJECT = "project"
"""Tests of rules for the whole project: imports, names, documents, assets."""


def module_of(test: Path) -> Path:
    """The module that a unit test is named after."""
    path = test.relative_to(UNIT)
    root = ROOTS.get(path.parts[0], PROJECT_ROOT / "orchestration")
    return root / path.with_name(path.name.removeprefix("test_"))


def test_every_unit_test_is_named_after_a_module() -> None:
    tests = [t for t in UNIT.rglob("test_*.py") if t.parent.name != OF_THE_PROJECT]
    assert len(tests) > 30
    assert [str(t.relative_to(UNIT)) for t in tests if not module_of(t).exists()] == []
