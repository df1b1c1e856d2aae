"""Imports run one way: assets -> (sources, lake, release, report, expectations) -> settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from orchestration.settings import PROJECT_ROOT

ROOMS_WITHOUT_DAGSTER = ("sources", "lake", "release", "report", "warehouse", "trace", "console")
DAGSTER = {"dagster", "dagster_postgres"}
UPSTAIRS = ("orchestration.assets", "orchestration.definitions", "orchestration.jobs")


def modules(folder: Path) -> Iterator[tuple[Path, set[str]]]:
    for path in sorted(folder.rglob("*.py")):
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
        yield path.relative_to(PROJECT_ROOT), names


def test_the_rooms_below_know_nothing_of_dagster() -> None:
    offenders = [
        (path, name)
        for room in ROOMS_WITHOUT_DAGSTER
        for path, names in modules(PROJECT_ROOT / "orchestration" / room)
        for name in names
        if name.split(".")[0] in DAGSTER or name.startswith(UPSTAIRS)
    ]
    assert offenders == []


def test_settings_and_errors_import_no_room() -> None:
    for name in ("settings", "errors", "progress", "foreign_text"):
        path = PROJECT_ROOT / "orchestration" / f"{name}.py"
        ours = [
            node.module
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("orchestration")
        ]
        assert set(ours) <= {"orchestration.errors", "orchestration.foreign_text"}, name


def test_great_expectations_is_imported_in_one_module() -> None:
    users = [
        path
        for folder in ("orchestration", "expectations")
        for path, names in modules(PROJECT_ROOT / folder)
        if any(name.split(".")[0] == "great_expectations" for name in names)
    ]
    assert users == [Path("expectations/row_checker.py")]


def test_importing_the_package_does_nothing() -> None:
    for path in (PROJECT_ROOT / "orchestration").rglob("__init__.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        assert all(isinstance(node, ast.Expr) for node in body), path
