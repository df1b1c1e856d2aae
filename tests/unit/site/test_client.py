"""The pages in their own process: the same files, and one clear error where they cannot be written."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.errors import ReleaseError, StorageError
from orchestration.site.build import build_mart_pages
from orchestration.site.client import SiteProcess
from orchestration.site.release_info import ReleaseInfo

INFO = ReleaseInfo("r-1", "abc1234", validation=[("industry_share", 2, 2)])


def marts_of(path: Path, *statements: str) -> Path:
    """A file of marts."""
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def pages_of(marts: Path, target: Path) -> list[Path]:
    """The files that the process writes."""
    with SiteProcess() as site:
        site.start(marts, target, INFO)
        return site.files()


def test_it_writes_what_a_build_in_this_process_writes(tmp_path: Path) -> None:
    marts = marts_of(tmp_path / "marts.duckdb", "create table nps_monthly (month date)")
    there = pages_of(marts, tmp_path / "there")
    here = build_mart_pages(marts, tmp_path / "here", INFO)
    assert {path.relative_to(tmp_path / "there"): path.read_bytes() for path in there} == {
        path.relative_to(tmp_path / "here"): path.read_bytes() for path in here
    }


def test_marts_that_the_pages_cannot_read(tmp_path: Path) -> None:
    """A mart without the columns that a query names."""
    marts = marts_of(tmp_path / "marts.duckdb", "create table industry_share as select 1 as x")
    with pytest.raises(ReleaseError, match="could not be written: Binder") as found:
        pages_of(marts, tmp_path / "report")
    assert found.value.where == "orchestration/site/"
    assert "current release is unchanged" in str(found.value)


def test_a_folder_that_the_disk_refuses(tmp_path: Path) -> None:
    marts = marts_of(tmp_path / "marts.duckdb", "create table nps_monthly (month date)")
    (tmp_path / "report").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="report"):
        pages_of(marts, tmp_path / "report")
