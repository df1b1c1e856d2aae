"""2017, the report's own year: five-digit data (synthetic) from declaration to release.

Once an older KOSIS table with a declaration of its own, once microdata with a layout of that year.

The figures are synthetic (tests/support/leaf_census.py), so most differ from the report's.
The user changes the declarations of a checkout; here the checkout is a copy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import yaml

from benchmarks.generate_microdata import write_microdata
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.release.query import run_query
from orchestration.settings import PROJECT_ROOT
from tests.support.held import REASON, require_unusual_errors_only
from tests.support.kosis_service import KosisService
from tests.support.kosis_table import KosisTable, census_table
from tests.support.loopback import serving

KEY = "synthetic-key-for-tests"
TABLE = "DT_SYNTHETIC_2017"
COPIED = ("orchestration", "expectations", "dbt_project", "data_lake/sample", "docs")


@dataclass(frozen=True)
class Survey:
    """A release with the year 2017, and the cells that the service told."""

    release: Path
    table: KosisTable

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query on the release."""
        return run_query(self.release / "marts.duckdb", sql)[1]


@pytest.fixture(scope="module")
def survey(bundled_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """The release of the bundled data, then the older table through its own declaration."""
    checkout = _checkout(tmp_path_factory.mktemp("checkout"))
    lake = tmp_path_factory.mktemp("survey") / "lake"
    shutil.copytree(bundled_lake, lake, symlinks=True)
    table = census_table((2017,), table_id=TABLE, suppress=True)
    before = ReleaseCatalog(lake / "releases").current_id()
    with serving(KosisService(table, KEY)) as service:
        _refresh(
            checkout,
            lake,
            *("--source", "kosis_survey_2017", "--from", "2017", "--to", "2017"),
            KOSIS_API_KEY=KEY,
            SMARTCITY_KOSIS_URL=service.url + "/",
        )
    assert ReleaseCatalog(lake / "releases").current_id() != before
    return Survey(ReleaseCatalog(lake / "releases").current(), table)


def _checkout(folder: Path) -> Path:
    """A copy of the project with a declaration of the older table."""
    for name in COPIED:
        ignored = shutil.ignore_patterns("__pycache__", "target", "logs")
        shutil.copytree(PROJECT_ROOT / name, folder / name, ignore=ignored)
    shutil.copy(PROJECT_ROOT / "pyproject.toml", folder)
    declarations = folder / "orchestration" / "sources" / "declarations"
    declared = yaml.safe_load((declarations / "kosis_census.yml").read_text("utf-8"))
    declared["source_id"] = "kosis_survey_2017"
    declared["title_en"] = "Census on Establishments 2017, synthetic for a test"
    del declared["bundled"]
    declared["request"] |= {"table_id": TABLE, "first_year": 2017, "last_year": 2017}
    path = declarations / "kosis_survey_2017.yml"
    path.write_text(yaml.safe_dump(declared, allow_unicode=True), encoding="utf-8")
    return folder


def _refresh(checkout: Path, lake: Path, *arguments: str, **environment: str) -> None:
    """Refresh, and publish what only the errors of synthetic figures hold."""
    done = _smartcity(checkout, lake, "refresh", "--json", *arguments, **environment)
    if done.returncode:
        require_unusual_errors_only(done.stderr)
        done = _smartcity(checkout, lake, "release", "--accept", REASON)
        assert done.returncode == 0, done.stderr


def _smartcity(
    checkout: Path, lake: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *arguments],
        cwd=checkout,
        env={**os.environ, "SMARTCITY_LAKE": str(lake), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_2017_is_released_as_survey(survey: Survey) -> None:
    verify_checksums(survey.release)
    years = survey.rows("select distinct series, year from industry_share order by all")
    assert ("survey", 2017) in years
    assert ("register", 2023) in years


def test_the_layers_of_2017_are_the_truth(survey: Survey) -> None:
    """Where no cell is suppressed the five-digit data give values, equal to the sums of the leaves."""
    codes = survey.rows(
        "select distinct dropped_code from taxonomy_sensitivity"
        " where taxonomy_id = 'smart_city_2021' and year = 2017"
    )
    truth = survey.table.truth[2017].total([str(code) for (code,) in codes], "establishments")
    rows = survey.rows(
        "select region_code, value from smart_city_scale where taxonomy_id = 'smart_city_2021'"
        " and year = 2017 and series = 'survey' and layer = 'total' and counting = 'inclusive'"
        " and overlap_rule = 'two_or_more' and measure = 'establishments'"
    )
    assert {str(region): value for region, value in rows} == truth


def test_a_difference_from_census_data_is_no_contradiction(survey: Survey) -> None:
    rows = survey.rows(
        "select status, count(*) from published_reproduction where basis = 'census' group by status"
    )
    found = {str(status): count for status, count in rows}
    assert set(found) <= {"differs", "consistent", "reproduced"}
    assert int(str(found["differs"])) >= 8
    assert survey.rows("select * from published_reproduction where status = 'contradicted'") == []


def test_a_difference_has_its_size(survey: Survey) -> None:
    rows = survey.rows(
        "select published_value, computed_low, computed_high, difference, difference_relative,"
        " census_low, census_high from published_reproduction where status = 'differs'"
    )
    for published, low, high, difference, relative, census_low, census_high in rows:
        printed, gap = float(str(published)), float(str(difference))
        nearer = low if gap > 0 else high
        assert gap == pytest.approx(float(str(nearer)) - printed, abs=1e-6)
        assert float(str(relative)) == pytest.approx(gap / printed, abs=1e-6)
        assert (census_low, census_high) == (low, high)


def test_table_8_is_held_against_the_census_too(survey: Survey) -> None:
    """Its own sums reproduce a cell; what the census counts for it stands beside."""
    rows = survey.rows(
        "select count(*), count(census_difference_relative) from published_reproduction"
        " where place = 'table_8' and status in ('reproduced', 'consistent')"
        " and census_low is not null"
    )
    assert rows[0][0] == 32
    assert int(str(rows[0][1])) >= 16


def test_the_page_and_the_workbook_show_the_differences(survey: Survey) -> None:
    page = "\n".join(
        path.read_text("utf-8") for path in (survey.release / "report").rglob("*.html")
    )
    assert "differs (reconstructed taxonomy)" in page
    assert "다름(복원한 분류 체계)" in page
    workbook = openpyxl.load_workbook(survey.release / "smart_city.xlsx", read_only=True)
    sheet = workbook["published_reproduction"]
    text = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert "differs" in text or any("다름" in cell for cell in text)


@pytest.mark.slow
def test_microdata_of_2017_end_in_a_release(tmp_path: Path) -> None:
    """With the columns of 2019: a layout of the year is all that microdata of another year need."""
    checkout, lake = _checkout(tmp_path / "checkout"), tmp_path / "lake"
    path = checkout / "orchestration" / "sources" / "declarations" / "mdis_census.yml"
    declared = yaml.safe_load(path.read_text("utf-8"))
    (layout,) = declared["request"]["layouts"]
    declared["request"]["layouts"] = [{**layout, "year": 2017}, layout]
    path.write_text(yaml.safe_dump(declared, allow_unicode=True, sort_keys=False), "utf-8")
    (lake / "landing").mkdir(parents=True)
    write_microdata(lake / "landing" / "사업체조사_2017_synthetic.csv", 150_000, year=2017)
    _refresh(checkout, lake)
    marts = ReleaseCatalog(lake / "releases").current() / "marts.duckdb"
    rows = run_query(
        marts,
        "select basis, status, count(*) from published_reproduction where census_low is not null"
        " group by all",
    )[1]
    found = {(str(basis), str(status)): int(str(count)) for basis, status, count in rows}
    assert found["census", "differs"] >= 5
    assert not any(status == "contradicted" for _, status in found)
