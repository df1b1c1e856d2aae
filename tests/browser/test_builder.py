"""A definition made in the explorer: its sums are those of `smartcity whatif`, its bounds hold them."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page

from orchestration.settings import Settings
from orchestration.whatif import Difference, what_if
from tests.browser.conftest import OpenView, settle
from tests.browser.downloads import download
from tests.browser.test_explorer import ask, number, read_csv
from tests.support.bundled import stage_bundled

pytestmark = pytest.mark.browser

TOLERANCE = 0.0005
"""Of an estimate: the page has its parts in tenths of an employee."""


def open_builder(open_view: OpenView) -> Page:
    page = open_view().page
    page.locator("[name=kind][value=own]").check()
    settle(page)
    return page


def choose_view(page: Page, measure: str) -> None:
    page.locator("[name=measure]").select_option(measure)
    page.locator("[name=value]").select_option("count")
    page.locator("[name=period]").select_option("all")
    settle(page)


def compare(shown: list[dict[str, str]], wanted: dict[tuple[str, int], Difference]) -> int:
    """Check every region and year; returns how many have an estimate on both sides."""
    seen = 0
    assert {(row["region_code"], int(row["year"])) for row in shown} == set(wanted)
    for row in shown:
        other = wanted[row["region_code"], int(row["year"])]
        at = (row["region_code"], row["year"])
        if row["status"] == "suppressed":
            continue
        low, high = number(row["low"]), number(row["high"])
        if row["published"]:
            low = high = number(row["published"])
        assert low is not None
        assert high is not None
        if other.after_low is not None and other.after_high is not None:
            assert low <= other.after_low <= other.after_high <= high, at
        estimate = number(row["estimate"])
        if estimate is not None and other.after_estimate is not None:
            assert estimate == pytest.approx(other.after_estimate, rel=TOLERANCE, abs=2), at
            seen += 1
        elif other.after_estimate is not None:
            assert row["status"] in ("bounds", "suppressed"), at
    return seen


def test_a_downloaded_definition_gives_the_same_in_whatif(
    open_view: OpenView, tmp_path: Path
) -> None:
    page = open_builder(open_view)
    page.locator("textarea").fill("J62\n63\t5821\n26111\n26112, 28111 99999")
    page.locator("[data-take]").click()
    settle(page)
    assert "99999" in page.locator("[data-message]").inner_text()
    choose_view(page, "employees")
    shown = read_csv(page, tmp_path)
    taxonomy = download(page, "[data-builder] [data-save]", tmp_path)
    with taxonomy.open(encoding="utf-8-sig", newline="") as file:
        codes = sorted(row["ksic_code"] for row in csv.DictReader(file))
    assert codes == ["2611", "28111", "5821", "62", "63"]
    lake = tmp_path / "lake"
    lake.mkdir()
    stage_bundled(lake)
    settings = Settings(_env_file=None, SMARTCITY_LAKE=lake)  # type: ignore[call-arg]
    found = {
        (row.region_code, row.year): row
        for row in what_if(taxonomy, settings).rows
        if (row.layer, row.counting, row.measure) == ("total", "exclusive", "employees")
    }
    assert compare(shown, found) >= 80


@pytest.mark.parametrize("measure", ["employees", "establishments"])
def test_an_uploaded_taxonomy_gives_the_values_of_its_mart(
    open_view: OpenView, pages_marts: Path, tmp_path: Path, measure: str
) -> None:
    """The marts of the release are what `smartcity whatif` builds for the same file."""
    page = open_builder(open_view)
    sample = Path(__file__).parents[2] / "data_lake" / "sample" / "taxonomies"
    page.locator("[data-builder] [type=file]").set_input_files(sample / "smart_city_2021.csv")
    page.locator("[data-message]:not(:empty)").wait_for()
    choose_view(page, measure)
    shown = {(row["region_code"], int(row["year"])): row for row in read_csv(page, tmp_path)}
    wanted = ask(
        pages_marts,
        f"""select region_code, year, estimate, value_low, value_high from smart_city_estimate
        where taxonomy_id = 'smart_city_2021' and overlap_rule = 'two_or_more' and layer = 'total'
        and counting = 'exclusive' and measure = '{measure}'""",
    )
    assert len(wanted) == len(shown) == 90
    for region, year, estimate, low, high in wanted:
        row = shown[region, year]  # type: ignore[index]
        assert row["status"] == "sum", (region, year)
        assert number(row["estimate"]) == pytest.approx(estimate, rel=TOLERANCE, abs=2), (
            region,
            year,
        )
        assert number(row["low"]) <= low <= high <= number(row["high"]), (region, year)  # type: ignore[operator]


def test_codes_are_ticked_in_the_tree(
    open_view: OpenView, pages_marts: Path, tmp_path: Path
) -> None:
    page = open_builder(open_view)
    section = page.locator("[data-tree] > ul > li").filter(has_text="J ")
    section.locator("summary").first.click()
    page.locator("[data-tree] [value='62']").check()
    settle(page)
    choose_view(page, "employees")
    assert page.locator("[data-tree] [value=J]").evaluate("box => box.indeterminate")
    values = {
        row["region_code"]: number(row["published"])
        for row in read_csv(page, tmp_path)
        if row["year"] == "2023"
    }
    wanted = ask(
        pages_marts,
        "select region_code, value from industry_share"
        " where ksic_code = '62' and year = 2023 and measure = 'employees'",
    )
    assert values == dict(wanted)
    page.locator("[data-clear]").click()
    settle(page)
    assert "no data" in page.locator("#explorer-table tbody").inner_text()


def test_a_sum_with_a_suppressed_cell_is_not_found_by_subtraction(
    open_view: OpenView, tmp_path: Path
) -> None:
    """Division 05 is suppressed in Seoul: neither it nor the section without the others says its value."""
    view = "#own={}&ksic=10&value=count&measure=employees&regions=11&year=register+2023"
    for codes in ("05", "051,05200"):
        row = read_csv(open_view(view.format(codes)).page, tmp_path)[0]
        assert row["status"] == "suppressed"
        assert not row["published"]
    row = read_csv(open_view(view.format("05,06,07")).page, tmp_path)[0]
    assert row["status"] in ("bounds", "suppressed")
    assert not row["estimate"]


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("name\nsoftware\n", "no columns"),
        ("ksic_revision,ksic_code\n10,62\n11,63\n", "mixes KSIC revisions"),
        ("ksic_revision,ksic_code\n9,62\n", "reads KSIC 10, 11 only"),
        ("ksic_revision,ksic_code\n", "no codes"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    open_view: OpenView, tmp_path: Path, content: str, answer: str
) -> None:
    page = open_builder(open_view)
    path = tmp_path / "taxonomy.csv"
    path.write_text(content, "utf-8")
    page.locator("[data-builder] [type=file]").set_input_files(path)
    page.locator("[data-message]:not(:empty)").wait_for()
    assert answer in page.locator("[data-message]").inner_text()


def test_the_page_says_how_it_differs_from_whatif(open_view: OpenView) -> None:
    page = open_builder(open_view)
    assert "smartcity whatif" in page.locator("[data-own-note]").inner_text()
