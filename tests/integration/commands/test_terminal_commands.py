"""Version, completion, the first and the last words of a refresh, and refused settings."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT
from tests.conftest import run_smartcity


def test_version(tmp_path: Path) -> None:
    done = run_smartcity(tmp_path, "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("smartcity 0.")


def complete(lake: Path, *words: str) -> list[str]:
    """What bash would offer for the last word."""
    done = subprocess.run(
        [sys.executable, "-m", "orchestration"],
        env={
            **os.environ,
            "SMARTCITY_LAKE": str(lake),
            "_SMARTCITY_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(["smartcity", *words]),
            "COMP_CWORD": str(len(words)),
        },
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_completion(bundled_lake: Path, release: Path, tmp_path: Path) -> None:
    assert {"query", "refresh", "tables"} <= set(complete(bundled_lake, ""))
    assert complete(bundled_lake, "tables", "industry_s") == ["industry_share"]
    assert complete(bundled_lake, "trace", "industry_s") == ["industry_share"]
    assert complete(bundled_lake, "rollback", "r-") == [release.name]
    assert "kosis_census" in complete(bundled_lake, "refresh", "--source", "kosis")
    assert complete(tmp_path, "tables", "industry_s") == []
    shown = subprocess.run(
        [sys.executable, "-m", "orchestration", "--show-completion", "bash"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "complete -o default -F" in shown.stdout


def test_a_refresh_shows_something_at_once_and_ends_with_the_page(lake: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "orchestration", "refresh"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    began = time.monotonic()
    first = process.stderr.readline()
    used = time.monotonic() - began
    output, _ = process.communicate(timeout=300)
    assert first == f"lake   {lake}\n"
    assert used < 10  # two seconds on a machine that does nothing else
    page, hint = output.splitlines()[-2:]
    assert Path(page.removeprefix("Pages: file://")).is_file()
    assert "`smartcity serve`" in hint


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("SMARTCITY_ENVIRONMENT", "prod", "'development' or 'production'"),
        ("SMARTCITY_LAKE", "/dev/null", "/dev/null is not a directory"),
        ("SMARTCITY_SAMPLE", "/dev/null", "/dev/null is not a directory"),
        ("SMARTCITY_ENGINE", "sqlite", "'duckdb' or 'spark'"),
        ("SMARTCITY_SPARK_REMOTE", "spark://host", "sc://"),
        ("SMARTCITY_MEMORY_LIMIT", "plenty", "a number and a unit"),
        ("SMARTCITY_DBT_THREADS", "0", "greater than or equal to 1"),
        ("SMARTCITY_SLICE_CELLS", "many", "integer"),
        ("SMARTCITY_CALL_SECONDS", "inf", "finite"),
        ("SMARTCITY_SOURCE_SECONDS", "nan", "finite"),
        ("SMARTCITY_ANSWER_BYTES", "-1", "greater than 0"),
        ("SMARTCITY_WEBHOOK_URL", "hooks.example/s3cret", "begins with https://"),
        ("SMARTCITY_DAGSTER_POSTGRES_URL", "mysql://u:s3cret@h/d", "begins with postgresql://"),
    ],
)
def test_a_wrong_value_of_a_setting_is_refused(
    variable: str, value: str, said: str, tmp_path: Path
) -> None:
    done = run_smartcity(tmp_path, "status", **{variable: value})
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"error: SC101 setting {variable} cannot be used: ")
    assert said in done.stderr
    assert "s3cret" not in done.stderr
