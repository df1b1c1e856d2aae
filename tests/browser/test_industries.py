"""The pages of the divisions: numbers as in the marts, axes that hold all points, ways to them."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.charts import charts, rows
from tests.browser.conftest import Open, goto
from tests.browser.downloads import download, read_rows
from tests.browser.test_numbers import LATEST, ask

pytestmark = pytest.mark.browser

AXES = """() => [...document.querySelectorAll(".kind-ratios, .kind-dumbbell")].map((host) => {
  const box = (element) => element.getBoundingClientRect();
  const middle = (element) => (box(element).left + box(element).right) / 2;
  const labels = [...host.querySelectorAll(".role-axis-label text")]
    .filter((text) => /^[0-9.,]+$/.test(text.textContent) && getComputedStyle(text).opacity !== "0");
  const bottom = Math.max(...labels.map((text) => box(text).bottom));
  const ticks = labels.filter((text) => bottom - box(text).bottom < 3);
  const points = [...host.querySelectorAll(".exact_marks path, .base_marks path")].map(middle);
  return {
    id: host.id,
    written: ticks.map((text) => text.textContent),
    ends: [Math.min(...ticks.map(middle)), Math.max(...ticks.map(middle))],
    points: [Math.min(...points), Math.max(...points)],
    title: host.querySelector(".role-axis-title text")?.textContent ?? "",
  };
})"""


@pytest.mark.parametrize("industry", ["26", "58"])
def test_charts_and_table_show_the_values_of_the_mart(
    site: Path, open_page: Open, pages_marts: Path, industry: str
) -> None:
    wanted = ask(
        pages_marts,
        f"""select value, share_of_nation, location_quotient from industry_share
        where {LATEST} and ksic_code = '{industry}' and measure = 'employees' and region_level = 'province'
        order by value desc nulls last, region_code""",
    )
    page = open_page(site, f"industry-{industry}").page
    page.locator("#industry-provinces .as-table summary").click()
    shown = page.locator("#industry-provinces tbody tr td:nth-child(2)").all_inner_texts()
    assert shown[1:] == ["비공개" if value is None else f"{value:,}" for value, _, _ in wanted]
    drawn = {chart["id"]: rows(chart["data"]["rows"]) for chart in charts(page)}
    assert [row["exact"] for row in drawn["industry-provinces-1"]] == [
        pytest.approx(share, abs=1e-6)  # type: ignore[arg-type]
        for _, share, _ in wanted
    ]
    assert sorted(row["exact"] for row in drawn["industry-provinces-2"]) == [
        pytest.approx(quotient, rel=1e-5, abs=1e-6)
        for quotient in sorted(row[2] for row in wanted if row[2])  # type: ignore[type-var]
    ]


def test_estimates_of_parts_and_years_are_those_of_the_mart(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    page = open_page(site, "industry-26").page
    groups = ask(
        pages_marts,
        f"""select ksic_code, estimate, estimate_low_80, estimate_high_80, reliability
        from industry_estimate where {LATEST} and region_code = '11' and level = 'group'
        and measure = 'employees' and ksic_code like '26%' order by ksic_code""",
    )
    cells = page.locator("#industry-parts tbody tr").all()
    assert len(cells) == len(groups) > 3
    for row, (code, estimate, low, high, grade) in zip(cells, groups, strict=True):
        text = row.inner_text()
        assert text.startswith(str(code))
        assert f"{estimate:,.0f} ({low:,.0f}–{high:,.0f}, {grade})" in text
    [(estimate, low, high, grade)] = ask(
        pages_marts,
        """select estimate, estimate_low_80, estimate_high_80, reliability from industry_estimate
        where year = 2024 and region_code = '11' and ksic_code = '26' and measure = 'employees'
        and level = 'division'""",
    )
    page.locator("#industry-over-time .as-table summary").click()
    text = page.locator("#industry-over-time tbody tr", has_text="서울").inner_text()
    assert f"{estimate:,.0f} ({low:,.0f}–{high:,.0f}, {grade})" in text


@pytest.mark.parametrize("industry", ["26", "58", "35"])
def test_the_taxonomies_and_layers_of_a_division(
    site: Path, open_page: Open, pages_marts: Path, industry: str
) -> None:
    page = open_page(site, f"industry-{industry}").page
    wanted = ask(
        pages_marts,
        f"""select taxonomy_id, layer_name_ko, industry, string_agg(ksic_code, ', ' order by ksic_code)
        from taxonomy_codes where ksic_code like '{industry}%' group by all""",
    )
    shown = page.locator("#industry-taxonomies tbody tr").all_inner_texts()
    assert len(shown) == len(wanted)
    for _, layer, _, codes in wanted:
        assert any(str(layer) in text and f": {codes}" in text for text in shown)
    if not wanted:
        title = page.locator("#industry-taxonomies h3, #industry-taxonomies h2").first.inner_text()
        assert "분류 체계가 없다" in title


@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("name", ["industry-26", "province-11", "complement", "policy"])
def test_logarithmic_axes_name_1_and_hold_all_points(
    site: Path, open_page: Open, name: str, width: int
) -> None:
    page = open_page(site, name, width).page
    axes = [axis for axis in page.evaluate(AXES) if axis["written"]]
    assert axes
    for axis in axes:
        assert "1" in axis["written"], axis
        assert axis["ends"][0] - 1 <= axis["points"][0], axis
        assert axis["points"][1] <= axis["ends"][1] + 1, axis
        assert "←" in axis["title"] or width == 360, axis


def test_a_single_chart_is_as_wide_as_its_card(site: Path, open_page: Open) -> None:
    page = open_page(site, "complement").page
    chart = page.locator("#complement-11 .chart, #complement .chart").first.bounding_box()
    card = page.locator("article.figure:visible").first.bounding_box()
    assert chart
    assert card
    assert chart["width"] > 0.9 * card["width"]


@pytest.mark.parametrize("name", ["province-11", "complement", "sensitivity", "industries"])
def test_tables_that_name_a_division_lead_to_its_page(
    site: Path, open_page: Open, name: str
) -> None:
    found = open_page(site, name)
    links = found.page.locator("table a[href^='industry-']")
    assert links.count() > 5
    goto(found, site, str(links.first.get_attribute("href")).removesuffix(".html"))
    assert _current(found.page) == "산업"


def test_a_page_leads_to_its_section_and_siblings(site: Path, open_page: Open) -> None:
    page = open_page(site, "en/industry-62").page
    siblings = page.locator("nav.chips a").all_inner_texts()
    assert [sibling[:2] for sibling in siblings] == ["58", "59", "60", "61", "62", "63"]
    assert "Information and communication" in page.locator(".path").inner_text()
    assert page.locator("nav.chips [aria-current]").inner_text().startswith("62")


def _current(page: Page) -> str:
    return page.locator("nav.pages [aria-current]").inner_text()


@pytest.mark.parametrize("folder", ["", "en/"])
def test_a_figure_without_a_data_file_saves_its_table(
    site: Path, open_page: Open, pages_marts: Path, tmp_path: Path, folder: str
) -> None:
    page = open_page(site, f"{folder}industry-26").page
    path = download(page, "#industry-over-time [data-save-table]", tmp_path)
    assert path.name == "industry-26--industry-over-time.csv"
    found = read_rows(path)
    wanted = ask(
        pages_marts,
        """select region_code, year, value from industry_share where series = 'register'
        and ksic_code = '26' and measure = 'employees' and region_level <> 'district'
        order by region_code, year""",
    )
    regions = list(dict.fromkeys(region for region, *_ in wanted))
    assert len(found) == len(regions) == 18
    saved = {
        (region, int(year)): cell
        for region, line in zip(regions, found, strict=True)
        for year, cell in line.items()
        if year.isdigit()
    }
    assert saved == {(region, year): str(value) for region, year, value in wanted}
    names = page.locator("#industry-over-time tbody th").all_text_contents()
    assert [next(iter(line.values())) for line in found] == names
