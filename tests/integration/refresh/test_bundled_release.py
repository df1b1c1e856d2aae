"""The main job on the bundled data: what issue and README promise, read from the release."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.release.checksums import verify_checksums
from orchestration.release.query import run_query
from tests.conftest import run_smartcity


def one(marts: Path, sql: str) -> Any:
    (row,) = run_query(marts, sql)[1]
    return row[0] if len(row) == 1 else row


def test_second_refresh_publishes_nothing_new(lake: Path) -> None:
    before = sorted(p.name for p in (lake / "releases").iterdir())
    done = run_smartcity(lake, "refresh")
    assert done.returncode == 0, done.stderr
    assert "nothing new; still current" in done.stdout
    assert sorted(p.name for p in (lake / "releases").iterdir()) == before


def test_release_is_whole(release: Path) -> None:
    assert verify_checksums(release) > 40


@pytest.mark.parametrize(
    ("region", "year", "code", "value"),
    [("00", 2020, "TOTAL", 24_813_449), ("11", 2020, "TOTAL", 5_868_926)],
)
def test_employees(marts_file: Path, region: str, year: int, code: str, value: int) -> None:
    found = one(
        marts_file,
        f"select value from industry_share where region_code = '{region}' and year = {year}"
        f" and ksic_code = '{code}' and measure = 'employees'",
    )
    assert found == value


@pytest.mark.parametrize(
    ("code", "year", "percent"),
    [("62", 2020, 63.7), ("62", 2023, 60.5), ("58", 2020, 62.3), ("41", 2020, 24.3)],
)
def test_share_of_seoul(marts_file: Path, code: str, year: int, percent: float) -> None:
    found = one(
        marts_file,
        f"select share_of_nation from industry_share where region_code = '11' and year = {year}"
        f" and ksic_code = '{code}' and measure = 'employees'",
    )
    assert round(100 * found, 1) == percent


def test_every_section_adds_up(marts_file: Path) -> None:
    rows = run_query(
        marts_file,
        """
        select s.year, s.region_code, s.measure, sum(s.value), max(t.value)
        from industry_share s join industry_share t using (series, year, region_code, measure)
        where s.level = 'section' and t.level = 'total' group by 1, 2, 3
        """,
    )[1]
    assert len(rows) == 5 * 18 * 2
    assert all(row[3] == row[4] for row in rows)


def test_a_suppressed_cell_stays_suppressed(marts_file: Path) -> None:
    row = one(
        marts_file,
        "select status, value, share_of_nation, share_of_region, location_quotient, rank_in_nation"
        " from industry_share where region_code = '11' and ksic_code = '12' and year = 2020"
        " and measure = 'employees'",
    )
    assert row == ("suppressed", None, None, None, None, None)


def test_overlap_is_solved_from_table_8(marts_file: Path) -> None:
    rows = run_query(
        marts_file,
        "select region_code, measure, combination_letter, value from report_overlap",
    )[1]
    found = {(r[0], r[1], r[2]): r[3] for r in rows}
    expected = {
        "A": (104_552, 7_348, 150_894, 11_685),
        "B": (100_042, 5_532, 150_695, 10_481),
        "C": (4_703, 554, 98_824, 4_406),
        "D": (0, 0, 0, 0),
    }
    for letter, values in expected.items():
        keys = [(r, m, letter) for r in ("11", "00") for m in ("employees", "establishments")]
        assert tuple(found[k] for k in keys) == values


def test_overlap_confirms_the_stated_percentages(marts_file: Path) -> None:
    rows = run_query(
        marts_file,
        """
        select combination_letter, round(100 * share_of_nation, 1),
               round(100 * share_of_region_total, 1), check_result
        from report_overlap where region_code = '11' and measure = 'employees' order by 1
        """,
    )[1]
    assert rows[0] == ("A", 69.3, 25.2, "confirmed")
    assert rows[1] == ("B", 66.4, 24.1, "confirmed")
    assert rows[2][1] == 4.8
    assert rows[2][3] == "confirmed"
    assert rows[3][3] == "depends_on_rule"


def test_layer_totals_are_bounds_in_the_bundled_run(marts_file: Path) -> None:
    low, high, value, resolution = one(
        marts_file,
        "select value_low, value_high, value, resolution from smart_city_scale"
        " where taxonomy_id = 'smart_city_2021' and overlap_rule = 'two_or_more' and year = 2020"
        " and region_code = '11' and layer = 'total' and counting = 'inclusive'"
        " and measure = 'employees'",
    )
    assert low < high
    assert value is None
    assert resolution == "mixed"


def test_the_command_answers_as_table_csv_and_json(
    smartcity: Callable[..., Any],
) -> None:
    sql = (
        "select value from industry_share where region_code = '11' and year = 2020"
        " and ksic_code = 'TOTAL' and measure = 'employees'"
    )
    assert "5,868,926" in smartcity("query", sql).stdout
    assert smartcity("query", sql, "--format", "csv").stdout == "value\n5868926\n"
    assert json.loads(smartcity("query", sql, "--json").stdout) == [{"value": 5_868_926}]
    status = json.loads(smartcity("status", "--json").stdout)
    assert {i["source_id"] for i in status["inputs"]} >= {"kosis_census", "taxonomies"}


def test_without_a_release_the_command_says_what_to_do(tmp_path: Path) -> None:
    done = run_smartcity(tmp_path / "empty", "status")
    assert done.returncode == 1
    assert "SC601 there is no release yet" in done.stderr
    assert "smartcity refresh" in done.stderr


def test_estimates_are_published_beside_the_bounds(release: Path, marts_file: Path) -> None:
    """From the bundled files to the release: an answer to the report's question in every year."""
    _, rows = run_query(
        marts_file,
        """
        select year, share_estimate, share_low, share_high, reliability_in_nation
        from smart_city_estimate
        where taxonomy_id = 'smart_city_2021' and region_code = '11' and measure = 'employees'
          and layer = 'total' and overlap_rule = 'two_or_more' and counting = 'inclusive'
          and year <= 2023
        order by year
        """,
    )
    below = run_query(marts_file, "select count(distinct ksic_code) from industry_estimate")[1]
    assert [r[0] for r in rows] == [2020, 2021, 2022, 2023]
    for _, share, low, high, grade in rows:
        assert 0.2 < share < 0.3
        assert low < share < high
        assert grade in ("A", "B")
    assert below[0][0] > 1700
    for mart in ("smart_city_estimate", "industry_estimate", "estimate_quality", "estimate_test"):
        assert (release / "csv" / f"{mart}.csv").is_file()
        assert (release / "parquet" / f"{mart}.parquet").is_file()


def test_the_release_audits_itself(release: Path) -> None:
    """Of every suppressed cell: nothing in the release narrows it, and no value is printed."""
    numbers = json.loads((release / "validation" / "audit.json").read_text(encoding="utf-8"))
    assert numbers["suppressed_cells"] == numbers["equal"] == 109
    assert (numbers["narrowed"], numbers["left_out"]) == (0, {})
    lines = (release / "validation" / "audit.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith("agency_width,release_width,is_equal")
    assert len(lines) == 110
    page = (release / "validation" / "index.html").read_text(encoding="utf-8")
    assert "109 of 109 are equal" in " ".join(page.split())
