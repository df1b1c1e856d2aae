"""2024 is known by section only, in KSIC 11: exact there, bounds below, never silently another year."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from orchestration.release.headline import read_headline
from orchestration.release.query import run_query
from orchestration.settings import PROJECT_ROOT

ORIGINAL = PROJECT_ROOT.parent / "shared/reference/kosis/DT_1K52F01_sections_2021_2024.csv"
NEEDS_DIVISIONS = (
    "location-quotients", "only-here",
)  # fmt: skip


def ask(marts: Path, sql: str) -> list[tuple[Any, ...]]:
    return run_query(marts, sql)[1]


def text_of(page: Path, figure: str) -> str:
    """The visible text of a figure."""
    markup = page.read_text("utf-8")
    (article,) = re.findall(rf'<article class="figure" id="{figure}".*?</article>', markup, re.S)
    return html.unescape(re.sub(r"<script.*?</script>|<[^>]*>", " ", article, flags=re.S))


def test_every_section_of_2024_is_exact(marts_file: Path) -> None:
    rows = ask(
        marts_file,
        "select level, count(*), count(value), count(location_quotient), count(share_of_nation),"
        " count(rank_in_nation) from industry_share where year = 2024 group by level order by level",
    )
    regions, measures, sections = 18, 2, 19
    cells = regions * measures
    ranked = 17 * measures
    assert rows == [
        ("section", *4 * (cells * sections,), ranked * sections),
        ("total", *4 * (cells,), ranked),
    ]
    assert ask(
        marts_file,
        "select value from industry_share where year = 2024 and region_code = '00'"
        " and ksic_code = 'TOTAL' order by measure",
    ) == [(25_641_480,), (6_363_262,)]


@pytest.mark.skipif(not ORIGINAL.is_file(), reason="the reference is not beside this checkout")
def test_2024_is_the_published_table(marts_file: Path) -> None:
    found = {
        tuple(row[:3]): row[3]
        for row in ask(
            marts_file,
            "select region_code, ksic_code, measure, value from industry_share where year = 2024",
        )
    }
    with ORIGINAL.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == "2024"]
    for row in rows:
        code = "TOTAL" if row["industry_code"] == "0" else row["industry_code"]
        for measure, column in (("establishments", "establishments"), ("employees", "workers")):
            assert found.pop((row["region_code"], code, measure)) == int(row[column])
    assert found == {}


def test_layers_of_2024_have_bounds(marts_file: Path) -> None:
    """A section bounds what is in it. Division 35 is a whole section (D), so that its value is known."""
    rows = ask(
        marts_file,
        "select taxonomy_id, status, resolution, value_low, value_high, national_value_high"
        " from smart_city_share where year = 2024 and region_code = '11' and layer = 'total'"
        " and counting = 'inclusive' and overlap_rule = 'two_or_more' and measure = 'employees'"
        " order by taxonomy_id",
    )
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("high_technology_knowledge", "bounded", "mixed"),
        ("ict_sector", "bounded", "coarse"),
        ("smart_city_2021", "bounded", "coarse"),
        ("smart_city_divisions", "bounded", "mixed"),
    ]
    employees = ask(
        marts_file,
        "select sum(value) from industry_share where year = 2024 and region_code = '11'"
        " and level = 'section' and measure = 'employees'",
    )[0][0]
    for *_, low, high, nation in rows:
        assert 0 <= low < high <= employees
        assert high < nation


def test_changes_to_2024_compare_what_means_the_same(marts_file: Path) -> None:
    rows = ask(
        marts_file,
        "select from_year, status, count(*), string_agg(distinct ksic_code, ' ' order by ksic_code)"
        " filter (where status = 'reclassified') from shift_share where to_year = 2024"
        " group by all order by all",
    )
    assert rows == [
        (2020, "observed", 17 * 18 * 2, None),
        (2020, "reclassified", 2 * 18 * 2, "K O"),
        (2023, "observed", 17 * 18 * 2, None),
        (2023, "reclassified", 2 * 18 * 2, "K O"),
    ]
    (change,) = ask(
        marts_file,
        "select change, dynamic_national + dynamic_mix + dynamic_regional from shift_share"
        " where from_year = 2020 and to_year = 2024 and region_code = '11' and ksic_code = 'J'"
        " and measure = 'employees'",
    )
    values = ask(
        marts_file,
        "select value from industry_share where region_code = '11' and ksic_code = 'J'"
        " and measure = 'employees' and year in (2020, 2024) order by year",
    )
    assert change[0] == change[1] == values[1][0] - values[0][0]


def test_divisions_keep_their_longest_period(marts_file: Path) -> None:
    rows = ask(
        marts_file,
        "select level, max(to_year) from shift_share where from_year = 2020 group by level order by level",
    )
    assert rows == [("division", 2023), ("section", 2024)]
    assert ask(
        marts_file,
        "select count(*) from shift_share where from_year = 2020 and to_year = 2023 and level = 'section'",
    ) == [(19 * 18 * 2,)]


def test_complements_of_2024_are_of_sections(marts_file: Path) -> None:
    rows = ask(
        marts_file,
        "select year, min(length(industry)), max(length(industry)), min(source_id), count(*) > 1000"
        " from regional_complement where year >= 2023 group by year order by year",
    )
    assert rows == [
        (2023, 2, 2, "kosis_census", True),
        (2024, 1, 1, "kosis_census_ksic11", True),
    ]


def test_what_is_made_of_divisions_ends_in_2023(marts_file: Path) -> None:
    for mart in ("division_approximation", "regional_specialisation"):
        assert ask(marts_file, f"select max(year) from {mart}") == [(2023,)]


def test_the_headline_names_both_years(marts_file: Path) -> None:
    found = {(row[0], row[1]): row[3] for row in read_headline(marts_file)}
    share, low, high = ask(
        marts_file,
        "select share_estimate, share_estimate_low_80, share_estimate_high_80 from smart_city_estimate"
        " where taxonomy_id = 'smart_city_2021' and year = 2024 and region_code = '11'"
        " and overlap_rule = 'two_or_more' and layer = 'total' and counting = 'inclusive'"
        " and measure = 'employees'",
    )[0]
    assert found["smart_city_2021, all layers", "employees"] == (
        f"2024: about {share:.1%} (80 %: {low:.1%} to {high:.1%})"
    )
    assert re.fullmatch(
        r"2023: 26\.0% \(2024: [\d.]+% to [\d.]+%\)",
        found["smart_city_divisions, all layers", "employees"],
    )
    (programming,) = (text for (name, _), text in found.items() if name.startswith("KSIC 62 "))
    assert programming == "2023: 60.5% (2024: not available)"


@pytest.mark.parametrize(
    ("folder", "says", "year"),
    [
        ("", "2023년 기준(2024년 자료는 대분류까지만 있음)", "2023년"),
        ("en", "As of 2023: the data of 2024 end at sections", "2023"),
    ],
)
def test_a_figure_that_needs_divisions_says_so(
    release: Path, folder: str, says: str, year: str
) -> None:
    for name in NEEDS_DIVISIONS:
        text = text_of(release / "report" / folder / "province-11.html", name)
        assert says in text, name
        assert re.search(rf"(단위|Unit): .*{year}", text), name


def test_no_figure_becomes_empty(release: Path) -> None:
    """Only sensors and pension workplaces are not bundled."""
    for page in (release / "report").rglob("*.html"):
        articles = re.findall(
            r'<article class="figure".*?</article>', page.read_text("utf-8"), re.S
        )
        if page.stem != "monthly":
            assert not any('class="empty"' in article for article in articles), page


def test_the_page_of_changes_goes_to_2024(release: Path) -> None:
    page = release / "report" / "en" / "change.html"
    shifts = text_of(page, "shift-share-of-provinces")
    assert "2020–2024" in shifts
    assert "not included: K, O" in shifts
    over_time = text_of(page, "share-over-time")
    shares = ask(
        release / "marts.duckdb",
        """select year, share_estimate from smart_city_estimate
        where taxonomy_id = 'smart_city_2021' and region_code = '11' and layer = 'total'
        and overlap_rule = 'two_or_more' and counting = 'exclusive' and measure = 'employees'
        and year in (2020, 2022, 2024) order by year""",
    )
    path = " → ".join(f"{share:.1%} in {year}" for year, share in shares)
    assert f"estimated share of employees: {path}" in over_time
    assert "the line ends in 2023; the bounds of 2024 are in the table" in over_time


def test_the_workbook_has_2024_and_the_divisions_of_earlier_years(release: Path) -> None:
    book = openpyxl.load_workbook(release / "smart_city.xlsx", read_only=True)
    rows = {
        (row_year, code)
        for sheet in book
        if sheet.title.startswith("industry_share")
        for row in sheet.iter_rows(values_only=True)
        for row_year in (2022, 2023, 2024)
        for code in ("62", "J")
        if row_year in row and code in row
    }
    assert rows == {(2022, "62"), (2022, "J"), (2023, "62"), (2023, "J"), (2024, "J")}


TRACED = (
    ("industry_share", "year = 2024 and ksic_code = 'J'", "observed"),
    ("shift_share", "from_year = 2020 and to_year = 2024 and ksic_code = 'J'", "observed"),
    ("shift_share", "from_year = 2023 and to_year = 2024 and ksic_code = 'K'", "reclassified"),
    ("smart_city_scale", "year = 2024 and layer = 'common' and counting = 'inclusive'"
     " and taxonomy_id = 'smart_city_2021' and overlap_rule = 'two_or_more'", "bounded"),
    ("regional_complement", "year = 2024 and base_region_code = '11'"
     " and partner_region_code = '31' and industry = 'C'", "observed"),
)  # fmt: skip


@pytest.mark.parametrize(("mart", "where", "status"), TRACED)
def test_numbers_of_2024_are_recomputed(
    smartcity: Callable[..., Any], mart: str, where: str, status: str
) -> None:
    of_seoul = "" if mart == "regional_complement" else " and region_code = '11'"
    where = f"{where}{of_seoul} and measure = 'employees'"
    done = smartcity("trace", mart, "--where", where, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert status in json.dumps(json.loads(done.stdout))
