"""The explorer page: numbers equal the marts, each control works, the address restores the state."""

import csv
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page

from orchestration.site.geography import map_positions
from tests.browser.charts import charts, rows
from tests.browser.conftest import Open, OpenView, settle
from tests.browser.downloads import copied, download, read_drawing, read_rows, size_of_png
from tests.browser.test_every_page import AXE, RUN_AXE

pytestmark = pytest.mark.browser


def read_csv(page: Page, folder: Path) -> list[dict[str, str]]:
    """The rows of the table as downloaded."""
    return read_rows(download(page, "[data-save='table csv']", folder))


def ask(marts: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(marts), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def number(text: str) -> float | None:
    return float(text) if text else None


SETS = """
select region_code, year, {name}, {name}_low_80, {name}_high_80, {bound}_low, {bound}_high, {grade}
from smart_city_estimate where taxonomy_id = 'smart_city_2021' and measure = '{measure}'
and overlap_rule = '{rule}' and layer = '{layer}' and counting = '{counting}'
and combination = '{combination}'"""


@pytest.mark.parametrize(
    ("fragment", "which"),
    [
        (
            "set=smart_city_2021+layer+total+exclusive&value=count&measure=employees",
            "total exclusive all employees",
        ),
        (
            "set=smart_city_2021+layer+application+inclusive&value=share_of_nation&measure=establishments",
            "application inclusive all establishments",
        ),
        (
            "set=smart_city_2021+combination+infrastructure%2Bgeneral_purpose&value=count&measure=employees",
            "all all infrastructure+general_purpose employees",
        ),
    ],
)  # fmt: skip
def test_values_of_sets_are_those_of_the_marts(
    open_view: OpenView, pages_marts: Path, tmp_path: Path, fragment: str, which: str
) -> None:
    layer, counting, combination, measure = which.split()
    share = "share_of_nation" in fragment
    found = read_csv(open_view(f"#{fragment}&year=all").page, tmp_path)
    shown = {(row["region_code"], int(row["year"])): row for row in found}
    wanted = ask(
        pages_marts,
        SETS.format(
            name="share_estimate" if share else "estimate",
            bound="share" if share else "value",
            grade="reliability_in_nation" if share else "reliability",
            rule="two_or_more" if combination == "all" else "all",
            layer=layer,
            counting=counting,
            combination=combination,
            measure=measure,
        ),
    )
    assert len(wanted) >= 90
    seen = 0
    for region, year, estimate, low, high, bound_low, bound_high, grade in wanted:
        row = shown[region, year]  # type: ignore[index]
        if share and region == "00":
            assert number(row["published"]) == 1
            continue
        off = 1e-6 if share else 0.51
        assert row["reliability"] == grade
        assert number(row["estimate_low_80"]) == pytest.approx(low, abs=off)
        assert number(row["estimate_high_80"]) == pytest.approx(high, abs=off)
        assert number(row["low"]) == pytest.approx(bound_low, abs=off)
        assert number(row["high"]) == pytest.approx(bound_high, abs=off)
        drawn = None if grade == "C" else pytest.approx(estimate, abs=1e-6 if share else 0.06)
        assert number(row["estimate"]) == drawn
        seen += 1
    assert seen >= 85


@pytest.mark.parametrize("value", ["share_of_nation", "share_of_region", "location_quotient"])
def test_values_of_a_division_are_those_of_the_mart(
    open_view: OpenView, pages_marts: Path, tmp_path: Path, value: str
) -> None:
    view = open_view(f"#code=05&value={value}&measure=employees&year=register+2023")
    shown = {row["region_code"]: row for row in read_csv(view.page, tmp_path)}
    wanted = ask(
        pages_marts,
        f"select region_code, {value}, status from industry_share"
        " where ksic_code = '05' and year = 2023 and measure = 'employees'",
    )
    assert "suppressed" in {status for _, _, status in wanted}
    for region, expected, status in wanted:
        row = shown[region]  # type: ignore[index]
        if status == "suppressed":
            assert row["status"] == "suppressed"
            assert not any(row[name] for name in ("published", "estimate", "low", "high"))
        else:
            assert number(row["published"]) == pytest.approx(expected, rel=1e-6)
    absent = set(shown) - {region for region, _, _ in wanted}
    assert all(shown[region]["status"] == "absent" for region in absent)  # type: ignore[index]
    text = view.page.locator("#explorer-table").inner_text()
    assert "suppressed" in text
    notes = [row.get("note") for row in rows(charts(view.page)[0]["data"]["rows"])]
    assert "suppressed" in notes


@pytest.mark.parametrize("code", ["26", "58221", "4711", "582"])
def test_estimates_of_codes_are_those_of_the_mart(
    open_view: OpenView, pages_marts: Path, tmp_path: Path, code: str
) -> None:
    view = open_view(f"#code={code}&value=count&measure=employees&year=all")
    shown = {(row["region_code"], int(row["year"])): row for row in read_csv(view.page, tmp_path)}
    wanted = ask(
        pages_marts,
        f"""select region_code, year, estimate, estimate_low_80, estimate_high_80, value_low, value_high,
        reliability from industry_estimate where ksic_code = '{code}' and measure = 'employees'""",
    )
    assert wanted
    for region, year, estimate, low, high, bound_low, bound_high, grade in wanted:
        row = shown[region, year]  # type: ignore[index]
        assert row["status"] == "estimate"
        assert number(row["estimate_low_80"]) == pytest.approx(low, abs=0.51)
        assert number(row["estimate_high_80"]) == pytest.approx(high, abs=0.51)
        assert (number(row["low"]), number(row["high"])) == (bound_low, bound_high)
        assert number(row["estimate"]) == (
            None if grade == "C" else pytest.approx(estimate, abs=0.06)
        )


def test_grade_c_has_an_interval_and_no_point(open_view: OpenView) -> None:
    page = open_view("#code=58221&value=count&measure=employees&year=register+2023").page
    ranking, line = charts(page)
    assert any(row.get("low") is not None for row in rows(ranking["data"]["rows"]))
    for chart in (ranking, line):
        for row in rows(chart["data"]["rows"]):
            if row.get("low") is not None:
                assert row.get("exact") is None
    assert page.locator("[data-map] [fill='url(#pattern-open)']").count() > 10
    assert "80 % interval" in page.locator("#explorer-table tbody").inner_text()


def test_growth_follows_the_marts_and_names_what_is_not_compared(
    open_view: OpenView, pages_marts: Path, tmp_path: Path
) -> None:
    view = open_view("#code=62&value=growth&measure=employees&year=all")
    shown = {(row["region_code"], row["year"]): row for row in read_csv(view.page, tmp_path)}
    (before,), (after,) = ask(
        pages_marts,
        """select value from industry_share where ksic_code = '62' and measure = 'employees'
        and region_code = '11' and year in (2021, 2022) order by year""",
    )
    assert number(shown["11", "2022"]["published"]) == pytest.approx(after / before - 1)  # type: ignore[operator]
    assert shown["11", "2020"]["status"] == "first"
    assert shown["22", "2023"]["status"] == "territory"


def test_growth_over_a_chosen_span_is_that_of_its_first_and_last_year(
    open_view: OpenView, pages_marts: Path, tmp_path: Path
) -> None:
    page = open_view("#code=62&value=growth&measure=employees&year=all", "ko").page
    page.locator("[name=since]").select_option("register 2021")
    settle(page)
    assert "since=register+2021" in page.evaluate("location.hash")
    assert "2021년 대비 증감률" in page.locator("#explorer-line-title").inner_text()
    shown = {(row["region_code"], row["year"]): row for row in read_csv(page, tmp_path)}
    rows = ask(
        pages_marts,
        """select first.region_code, first.value, last.value from industry_share as first
        join industry_share as last using (series, region_code, ksic_code, measure)
        where ksic_code = '62' and measure = 'employees' and first.year = 2021 and last.year = 2023
            and first.region_level <> 'district'""",
    )
    assert len(rows) == 18
    for region, before, after in rows:
        row = shown[str(region), "2023"]
        assert row["growth_since"] == "2021"
        if region in ("22", "37"):  # a county moved from one to the other in 2023
            assert row["status"] == "territory"
        elif before and after:
            assert number(row["published"]) == pytest.approx(after / before - 1)  # type: ignore[operator]
    assert {shown["11", year]["status"] for year in ("2020", "2021")} == {"not_later"}
    again = open_view(page.evaluate("location.hash")).page
    assert again.locator("[name=since]").input_value() == "register 2021"
    again.locator("[name=value]").select_option("count")
    settle(again)
    assert not again.locator("[name=since]").is_visible()
    assert "since" not in again.evaluate("location.hash")


def test_every_control_changes_the_views_and_the_address(open_view: OpenView) -> None:
    found = open_view()
    page = found.page
    title = page.locator("#explorer-map-title")
    page.locator("[name=measure]").select_option("establishments")
    settle(page)
    assert "Establishments" in title.inner_text()
    page.locator("[name=value]").select_option("count")
    settle(page)
    assert "Count" in title.inner_text()
    page.locator("[name=period]").select_option("register 2021")
    settle(page)
    assert "2021" in title.inner_text()
    page.locator("[name=taxonomy]").select_option("smart_city_divisions")
    settle(page)
    page.locator("[name=set]").select_option(index=2)
    settle(page)
    assert "smart_city_divisions" in page.url
    page.locator("[name=kind][value=code]").check()
    page.locator("[name=search]").fill("컴퓨터 프로그래밍")
    page.locator("[data-found] button").first.click()
    settle(page)
    assert "code=62" in page.url
    page.locator("[name=search]").fill("software publish")
    assert page.locator("[data-found] button").count() >= 1
    page.locator("[name=search]").fill("58221")
    page.locator("[name=search]").press("Enter")
    settle(page)
    assert "58221" in title.inner_text()
    page.locator(".regions summary").click()
    for region in ("11", "31"):
        page.locator(f"[name=region][value='{region}']").check()
        settle(page)
    assert len(rows(charts(page)[0]["data"]["rows"])) == 2
    page.locator("[data-map] [data-region='26']").focus()
    page.keyboard.press("Enter")
    settle(page)
    assert "regions=11%2C26%2C31" in page.url or "regions=11%2C31%2C26" in page.url
    page.locator("[name=map][value=tiles]").check()
    settle(page)
    page.locator(".tile [data-region='26']").click()
    settle(page)
    assert "26" not in page.url.split("regions=")[1].split("&")[0]
    page.locator("[data-all]").click()
    settle(page)
    assert "regions" not in page.url
    assert found.problems == []


def test_at_most_ten_regions_are_compared(open_view: OpenView) -> None:
    codes = ["00", "11", "21", "22", "23", "24", "25", "26", "29", "31", "32", "33"]
    page = open_view(f"#code=62&regions={','.join(codes)}").page
    assert page.locator("[name=region]:checked").count() == 10
    assert page.locator("[name=region]:not(:checked)").first.is_disabled()
    assert page.locator("[data-line-legend] .mark.slot-10").count() == 1


STATES = [
    "#set=smart_city_2021+layer+total+exclusive&measure=establishments&value=location_quotient&year=all",
    "#code=2611&measure=employees&value=count&regions=31%2C37&year=register+2022&map=tiles",
    "#own=62%2C63%2C5821&ksic=10&measure=employees&value=share_of_nation&year=register+2024",
]


@pytest.mark.parametrize("state", STATES)
def test_a_link_restores_the_state(
    site: Path, open_page: Open, open_view: OpenView, state: str
) -> None:
    first = open_view(state).page
    first.locator("[name=measure]").select_option("establishments")
    settle(first)
    wanted = first.locator("#explorer-table tbody").inner_text()
    again = open_page(site, "index").page
    again.goto(first.url)
    again.wait_for_selector("html[data-ready=true]", state="attached")
    settle(again)
    assert again.locator("#explorer-table tbody").inner_text() == wanted
    assert (
        again.locator("#explorer-table-title").inner_text()
        == first.locator("#explorer-table-title").inner_text()
    )
    again.locator("[data-switch]").click()
    again.wait_for_selector("html[lang=ko][data-ready=true]", state="attached")
    assert again.url.split("#")[1] == first.url.split("#")[1]


@pytest.mark.parametrize("name", ["map", "ranking", "line"])
def test_drawings_download_as_png_and_svg(open_view: OpenView, tmp_path: Path, name: str) -> None:
    page = open_view("#code=62&value=location_quotient&year=register+2023", "ko").page
    png = download(page, f"[data-save='{name} png']", tmp_path)
    width, height = size_of_png(png)
    assert width > 800
    assert height > 600
    assert png.stat().st_size > 8_000
    _, svg = read_drawing(download(page, f"[data-save='{name} svg']", tmp_path))
    assert "62 컴퓨터 프로그래밍" in svg
    assert "r-test" in svg
    assert ("Victor Cazanave" in svg) == (name == "map")
    for entry in page.locator(f"[data-{name}-legend] li").all_inner_texts():
        assert entry.strip() in svg


def test_tiles_download_as_png_and_svg_with_all_values(open_view: OpenView, tmp_path: Path) -> None:
    page = open_view("#value=share_of_nation&map=tiles", "ko").page
    assert page.locator("[data-map] .tile").count() == 17
    png = download(page, "[data-save='map png']", tmp_path)
    assert min(size_of_png(png)) > 800
    assert png.stat().st_size > 8_000
    _, drawn = read_drawing(download(page, "[data-save='map svg']", tmp_path))
    for tile in page.locator("[data-map] .tile").all_inner_texts():
        for part in tile.split("\n"):
            assert part.strip() in drawn
    for entry in page.locator("[data-map-legend] li").all_inner_texts():
        assert entry.strip() in drawn


@pytest.mark.parametrize("name", ["map", "ranking", "line"])
def test_drawings_download_their_numbers_as_csv(
    open_view: OpenView, tmp_path: Path, name: str
) -> None:
    page = open_view(
        "#code=62&value=location_quotient&year=register+2023&regions=11%2C31", "ko"
    ).page
    shown = read_rows(download(page, f"[data-save='{name} csv']", tmp_path))
    assert len(shown) == {"map": 17, "ranking": 2, "line": 10}[name]
    of_year = [row for row in shown if row["year"] == "2023"]
    chosen = [row for row in read_csv(page, tmp_path) if row["region_code"] in ("11", "31")]
    assert [row for row in of_year if row["region_code"] in ("11", "31")] == chosen
    assert all(number(row["published"]) for row in chosen)


@pytest.mark.parametrize("name", ["map", "ranking", "line", "table"])
def test_the_citation_names_view_release_source_licence_and_link(
    open_view: OpenView, name: str
) -> None:
    page = open_view("#code=62").page
    text = copied(page, f"#explorer-{name} [data-cite-view]")
    assert text.startswith(f"“{page.locator(f'#explorer-{name}-title').inner_text()}”.")
    for part in (
        "62 Computer programming",
        "release r-test",
        "Source",
        "KOSIS-attribution",
        "code=62",
    ):
        assert part in text
    assert ("Victor Cazanave" in text) == (name == "map")


def test_the_table_sorts_and_filters(open_view: OpenView) -> None:
    page = open_view("#code=62&value=count&year=register+2023").page
    heading = page.locator("#explorer-table .sort").nth(2)
    heading.click()
    heading.click()
    first = page.locator("#explorer-table tbody th").all_inner_texts()
    assert first[0] == "Nation"
    assert (
        page.locator("#explorer-table thead th").nth(2).get_attribute("aria-sort") == "descending"
    )
    page.locator("[name=filter]").fill("jeju")
    assert page.locator("#explorer-table tbody th").all_inner_texts() == ["Jeju"]


def test_the_map_has_every_province_of_the_seed(open_view: OpenView) -> None:
    seed = Path(__file__).parents[2] / "dbt_project" / "seeds" / "regions.csv"
    with seed.open(encoding="utf-8") as file:
        names = {
            row["region_code"]: row["name_en"]
            for row in csv.DictReader(file)
            if row["region_level"] == "province"
        }
    page = open_view().page
    shapes = page.evaluate("explorer.southKorea")
    assert set(names) == {*shapes["paths"], *shapes["merged"]}
    drawn = page.locator("[data-map] .province").evaluate_all(
        "all => all.map(one => [one.dataset.region, one.getAttribute('aria-label').split(':')[0]])"
    )
    assert len(drawn) == 17
    assert dict(drawn) == {code: names[code] for code, _ in drawn}


def test_a_shape_is_where_its_province_is(open_view: OpenView) -> None:
    """The neighbours by land, which are listed elsewhere, touch on the map."""
    page = open_view().page
    boxes = dict(
        page.locator("[data-map] .province").evaluate_all(
            """all => all.map((one) => {
            const { x, y, width, height } = one.getBBox();
            return [one.dataset.region, [x, y, x + width, y + height]]; })"""
        )
    )
    for code, place in map_positions().items():
        left, top, right, bottom = boxes[code]
        for other in place.neighbours:
            x1, y1, x2, y2 = boxes[other]
            assert max(x1 - right, left - x2, y1 - bottom, top - y2) <= 1, (code, other)


@pytest.mark.parametrize("width", [360, 1024, 1600])
@pytest.mark.parametrize("kind", ["set", "code", "own"])
def test_axe_finds_nothing(open_view: OpenView, kind: str, width: int) -> None:
    found = open_view("#map=tiles" if kind == "code" else "", "ko", width)
    page = found.page
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator(".regions summary").click()
    settle(page)
    if kind == "code":
        page.locator("[name=search]").fill("소프트웨어")
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found.problems == []
