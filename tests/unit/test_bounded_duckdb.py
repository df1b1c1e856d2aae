"""DuckDB with a memory limit: temporary files are beside the folder and are removed at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.bounded_duckdb import SPILL, bounded_duckdb
from orchestration.release.folders import remove_unfinished


def test_spills_beside_the_folder_and_cleans_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_MEMORY_LIMIT", "50MB")
    folder = tmp_path / "release"
    folder.mkdir()
    with bounded_duckdb(folder) as connection:
        connection.execute(
            "create temp table t as select i, hash(i) as h from range(9000000) r (i)"
        )
        beside = [path.name for path in tmp_path.iterdir() if path.name.startswith(SPILL)]
        assert connection.execute("select count(*) from t").fetchall() == [(9_000_000,)]
    assert len(beside) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["release"]
    assert list(folder.iterdir()) == []


def test_leftovers_of_a_crash_are_removed(tmp_path: Path) -> None:
    (tmp_path / f"{SPILL}1-0").mkdir()
    assert remove_unfinished(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
