"""marts.duckdb opens with the oldest supported DuckDB, in a separate environment."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from orchestration.settings import PROJECT_ROOT

_LOCK = PROJECT_ROOT / "requirements" / "old-duckdb.txt"
_HOME = PROJECT_ROOT / "build" / "old-duckdb"
_ASK = """
import duckdb, json, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
ask = lambda sql: connection.execute(sql).fetchall()
tables = [row[0] for row in ask("select table_name from duckdb_tables() order by all")]
views = [row[0] for row in ask("select view_name from duckdb_views() where not internal order by all")]
print(json.dumps({
    "version": duckdb.__version__,
    "rows": {table: ask(f'select count(*) from "{table}"')[0][0] for table in tables},
    "views": {view: ask(f'select count(*) from "{view}"')[0][0] for view in views},
    "comment": ask("select comment from duckdb_tables() where table_name = 'industry_share'")[0][0],
    "value": ask("select value from industry_share where region_code = '00' and ksic_code = 'TOTAL'"
                 " and year = 2023 and measure = 'employees'")[0][0],
}))
"""


@pytest.fixture(scope="module")
def old_python() -> Path:
    """A Python with the DuckDB of requirements/old-duckdb.txt; created once in build/."""
    python = _HOME / "bin" / "python"
    made_from = _HOME / "made-from.txt"
    _HOME.parent.mkdir(exist_ok=True)
    with FileLock(_HOME.with_suffix(".lock")):
        if not made_from.exists() or made_from.read_text() != _LOCK.read_text():
            shutil.rmtree(_HOME, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", str(_HOME)], check=True)
            installed = subprocess.run(
                [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(_LOCK)],
                capture_output=True,
                text=True,
                check=False,
            )
            if installed.returncode and "No matching distribution" not in installed.stderr:
                pytest.skip(
                    f"the older DuckDB cannot be fetched: {installed.stderr.strip()[-200:]}"
                )
            assert installed.returncode == 0, installed.stderr
            made_from.write_text(_LOCK.read_text())
    return python


def test_opens_with_the_oldest_promised_client(old_python: Path, marts_file: Path) -> None:
    done = subprocess.run(
        [old_python, "-c", _ASK, str(marts_file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    record = json.loads((marts_file.parent / "release.json").read_text(encoding="utf-8"))
    assert told["version"].startswith("1.2.")
    assert told["rows"] == record["marts"]
    assert told["views"]["v_industry_share_latest"] > 0
    assert told["comment"].startswith("Each industry of each region")
    assert told["value"] > 20_000_000
