"""Building the pages without marts: each page explains what is missing; same input, same bytes."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.site.build import FOLDERS, build_mart_pages, build_run_pages
from orchestration.site.release_info import ReleaseInfo
from tests.support.whole_site import build_site

INFO = ReleaseInfo("r-1", "abc1234")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A marts file with one empty table."""
    path = tmp_path_factory.mktemp("bare") / "marts.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table nps_monthly (month date)")
    return path


def test_pages_without_marts_explain_what_is_missing(bare: Path, tmp_path: Path) -> None:
    written = build_site(bare, tmp_path / "report", INFO)
    assert tmp_path / "report" / "index.html" in written
    assert all(path.is_file() for path in written)
    for page in ("index", "report", "complement", "monthly", "reproduction", "downloads"):
        for folder in ("", "en/"):
            text = (tmp_path / "report" / f"{folder}{page}.html").read_text("utf-8")
            assert 'class="empty"' in text, page


def test_same_input_gives_same_bytes(bare: Path, tmp_path: Path) -> None:
    first = build_site(bare, tmp_path / "first", INFO)
    second = build_site(bare, tmp_path / "second", INFO)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_pages_of_the_marts_come_without_what_the_run_finds_later(
    bare: Path, tmp_path: Path
) -> None:
    """Changes, checks and files are known last; their pages have no figure, so no query in the script."""
    target = tmp_path / "report"
    early = replace(INFO, previous_id="r-0")
    late = replace(early, changes_markdown="# A change", downloads=[("A", "../a", 1)])
    of_marts = build_mart_pages(bare, target, early)
    names = {
        f"{folder}{'/' if folder else ''}{page}.html"
        for folder in FOLDERS.values()
        for page in ("quality", "changes", "downloads")
    }
    assert names.isdisjoint(path.relative_to(target).as_posix() for path in of_marts)
    of_run = build_run_pages(bare, target, late)
    assert {path.relative_to(target).as_posix() for path in of_run} == names
    assert "A change" in (target / "changes.html").read_text("utf-8")
    assert not any("<figure" in path.read_text("utf-8") for path in of_run)
    whole = build_site(bare, tmp_path / "whole", late)
    assert {path.relative_to(tmp_path / "whole"): path.read_bytes() for path in whole} == {
        path.relative_to(target): path.read_bytes() for path in [*of_marts, *of_run]
    }


def test_only_release_and_code_name_a_version(bare: Path, tmp_path: Path) -> None:
    build_site(bare, tmp_path / "report", INFO)
    text = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert "r-1" in text
    assert "abc1234" in text
    assert str(tmp_path) not in text
