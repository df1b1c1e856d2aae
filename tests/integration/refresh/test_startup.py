"""What is paid before the first row: processes and heavy imports, guarded by name and number."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.support.startup import watched

HEAVY = {
    *("dagster", "dbt", "great_expectations", "pandas", "altair", "pyarrow", "sqlglot", "jinja2"),
    *("mcp", "mcp_types"),
}


@pytest.mark.parametrize(
    "arguments",
    [
        ("refresh",),
        ("status",),
        ("releases",),
        ("query", "select count(*) from industry_share"),
        ("tables",),
        ("tables", "industry_share"),
        ("--version",),
        ("--help",),
    ],
    ids=" ".join,
)
def test_light_commands_import_nothing_heavy(
    lake: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """A refresh that finds nothing new is one of them."""
    seen = watched(lake, tmp_path / "notes", *arguments)
    assert seen.done.returncode == 0, seen.done.stderr
    assert "typer" in seen.imported, "the watch works"
    assert seen.imported & HEAVY == set()
    assert seen.started == []


def test_ignored_files_in_the_drop_folder_start_no_run(lake: Path, tmp_path: Path) -> None:
    """`.DS_Store` of macOS and a README are not dropped files: there is nothing new."""
    (lake / "landing").mkdir(exist_ok=True)
    for name in (".DS_Store", ".hidden.csv", "README.md"):
        (lake / "landing" / name).write_text("x")
    seen = watched(lake, tmp_path / "notes", "refresh")
    assert seen.done.returncode == 0, seen.done.stderr
    assert "nothing new; still current" in seen.done.stdout
    assert "dagster" not in seen.imported
    assert seen.started == []


def test_a_forced_refresh_starts_three_processes_and_gives_the_same_content(
    lake: Path, tmp_path: Path
) -> None:
    """For dbt, the gate and the pages; they start none, and the run itself imports none of the three."""
    seen = watched(lake, tmp_path / "notes", "refresh", "--force", "--json")
    assert seen.done.returncode == 0, seen.done.stderr
    assert json.loads(seen.done.stdout)["new"] is False
    pythons = [arguments for arguments in seen.started if arguments[0] == sys.executable]
    modules = [arguments[arguments.index("-m") + 1] for arguments in pythons]
    assert modules == [
        "orchestration.warehouse.worker",
        "expectations.worker",
        "orchestration.site.worker",
    ]
    assert "dagster" in seen.imported
    assert seen.imported & {"dbt", "great_expectations", "altair"} == set()
