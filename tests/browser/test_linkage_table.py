"""An agency's linkage table, from the taxonomies' folder through a refresh to its pages in Chromium.

The table is invented (tests/support/linkage_gallery.py); the figures are the bundled census's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.release.query import run_query
from orchestration.trace.tracing import Tracer
from tests.browser.charts import charts
from tests.browser.conftest import Open
from tests.support.dropped_taxonomies import TABLES
from tests.support.linkage_gallery import SMART_CITY

pytestmark = pytest.mark.browser

TITLE = "스마트도시산업 특수분류와 한국표준산업분류 연계표 (시험용으로 지어낸 표)"


@pytest.fixture(scope="module")
def lake(taxonomies_lake: Path) -> Path:
    """A lake into which a person copied three tables, and other taxonomies, before the refresh."""
    said = json.loads(taxonomies_lake.with_suffix(".json").read_text("utf-8"))
    assert said["new"] is True
    remark = f"{SMART_CITY} row 12: 1140 is read as 01140, the only code that KSIC has"
    assert remark in said["notes"]
    return taxonomies_lake


@pytest.fixture(scope="module")
def published(lake: Path) -> Path:
    release = ReleaseCatalog(lake / "releases").current()
    verify_checksums(release)
    return release


def ask(release: Path, sql: str) -> list[tuple[Any, ...]]:
    return run_query(release / "marts.duckdb", sql)[1]


def cells(page: Any, figure: str) -> list[list[str]]:
    """The cells of the table of a figure, as text."""
    found: list[list[str]] = page.evaluate(
        f"""[...document.querySelectorAll("#{figure} tbody tr")].map(
        (row) => [...row.children].map((cell) => cell.textContent.trim()))"""
    )
    return found


def test_what_the_table_says_is_published(published: Path) -> None:
    assert ask(
        published,
        """select title_ko, agency_ko, notice, cast(notice_date as varchar), source_url, file_name
        from taxonomy_list where taxonomy_id = 'seumateudosi'""",
    ) == [
        (TITLE, "국토교통부", "국토교통부 고시 제2026-9999호", "2026-07-01",
         "https://example.com/notice", SMART_CITY)
    ]  # fmt: skip
    rows = ask(
        published,
        "select layer_name_ko, industry_name_ko, ksic_code, coverage, part_share from taxonomy_codes"
        " where taxonomy_id = 'seumateudosi' order by layer, industry, ksic_code",
    )
    assert rows[0] == ("스마트기반시설", "통신망 구축·운영", "612", "full", None)
    assert ("도시 서비스", "교통·물류", "49", "part", 0.2) in rows
    assert len(rows) == 8


def test_layers_of_whole_divisions_are_exact_and_parts_are_bounds(published: Path) -> None:
    rows = ask(
        published,
        """select layer, value_low, value_high, is_exact from smart_city_scale
        where taxonomy_id = 'seumateudosi' and counting = 'inclusive' and year = 2023
        and region_code = '11' and measure = 'employees' and overlap_rule = 'two_or_more'""",
    )
    found = {row[0]: row[1:] for row in rows}
    (division,) = ask(
        published,
        """select max(value) filter (ksic_code = '62'), max(value) filter (ksic_code = '63'),
        max(value) filter (ksic_code = '58') from industry_share
        where year = 2023 and region_code = '11' and measure = 'employees'""",
    )
    software, information, publishing = division
    assert found["c2"] == (
        software + information,
        software + information + publishing,
        False,
    ), "62 and 63 are whole divisions, 582 is a part of 58"
    assert found["c3"][0] == 0, "49 and 62 are linked in part"


@pytest.mark.parametrize("taxonomy", TABLES.values())
@pytest.mark.parametrize("width", [360, 1600])
def test_its_pages_show_the_numbers_of_the_marts(
    published: Path, open_page: Open, taxonomy: str, width: int
) -> None:
    found = open_page(published / "report", f"taxonomy-{taxonomy}", width)
    page = found.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(chart["state"] == "drawn" for chart in charts(page))
    rows = ask(
        published,
        f"""select layer, layer_name_ko, value_low, value_high from smart_city_share
        where taxonomy_id = '{taxonomy}' and counting = 'exclusive' and year = 2023
        and region_code = '11' and overlap_rule = 'two_or_more' and measure = 'employees'""",
    )
    own = {"common": "여러 계층에 공통", "total": "이 분류 체계 전체"}
    shown = {(row[1], row[3]) for row in cells(page, "share-by-layer") if row[2] == "종사자수"}
    for layer, name, low, high in rows:
        value = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        assert (own.get(layer, f"{name} (여러 계층 공통 제외)"), value) in shown
    assert found.problems == []
    assert all(url.startswith(("file://", "data:")) for url in found.requests)


def test_the_page_has_its_own_title_source_and_nothing_of_the_report(
    published: Path, open_page: Open
) -> None:
    page = open_page(published / "report", "taxonomy-seumateudosi").page
    assert page.inner_text("h1") == TITLE
    text = page.inner_text("main")
    assert "국토교통부 고시 제2026-9999호 2026-07-01" in text
    assert "보고서" not in text
    assert "제317호" not in text
    assert page.locator(".mark.printed").count() == 0


def test_the_shown_query_gives_the_rows_of_the_figure(published: Path, open_page: Open) -> None:
    page = open_page(published / "report", "taxonomy-seumateudosi").page
    sql = page.locator("#shares-by-industry .sql code").text_content() or ""
    rows = ask(published, sql)
    assert {row[0] for row in rows} == {"seumateudosi"}
    assert len(rows) == len(cells(page, "shares-by-industry"))


def test_the_list_leads_to_the_codes(published: Path, open_page: Open) -> None:
    page = open_page(published / "report", "taxonomies").page
    page.click("#seumateudosi a[href='codes-seumateudosi.html']")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    shown = cells(page, "codes")
    rows = ask(
        published,
        """select layer_name_ko, own_code, industry_name_ko, ksic_code, ksic_name_ko
        from taxonomy_codes where taxonomy_id = 'seumateudosi'""",
    )
    assert sorted((row[0], row[1], row[2], row[3]) for row in shown) == sorted(
        (layer, f"{own} {industry}", code, name) for layer, own, industry, code, name in rows
    )
    assert {row[4] for row in shown} == {"전부", "일부", "일부 (20.0%)"}


@pytest.mark.parametrize(
    ("taxonomy", "source"),
    [("seumateudosi", "국토교통부 고시 제2026-9999호"), ("deuronsaneop", "드론산업_연계표.csv")],
)
def test_the_codes_name_their_source(
    published: Path, open_page: Open, taxonomy: str, source: str
) -> None:
    text = open_page(published / "report", f"codes-{taxonomy}").page.inner_text("#codes footer")
    assert source in text
    assert "제317호" not in text


def test_levels_of_any_depth_are_on_the_page_of_codes(published: Path, open_page: Open) -> None:
    page = open_page(published / "report", "codes-budongsanseobiseusaneop", 360).page
    places = {row[1] for row in cells(page, "codes")}
    assert "R2 관리·중개 › R21 관리 › R211 주거용 관리" in places


@pytest.mark.parametrize("taxonomy", TABLES.values())
def test_its_numbers_are_made_again_from_the_file(
    lake: Path, published: Path, taxonomy: str
) -> None:
    tracer = Tracer(published, lake / "raw")
    names, rows = run_query(
        published / "marts.duckdb",
        f"""select * from smart_city_share where taxonomy_id = '{taxonomy}' and year = 2023
        and region_code in ('11', '29') order by all""",
    )
    assert rows
    for row in rows:
        trace = tracer.trace_row("smart_city_share", dict(zip(names, row, strict=True)))
        assert all(figure.agrees for figure in trace.figures), (trace.key, trace.figures)
        files = {used.file_name for used in trace.snapshots if used.source_id == "taxonomies"}
        assert files <= set(TABLES)
        assert len(files) == 1
