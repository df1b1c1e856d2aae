"""Tables of all pages sort by each column, numbers as numbers, and filter where they have many rows."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Open, settle

pytestmark = pytest.mark.browser

PAGES = [
    "index", "report", "province-22", "industry-26", "complement", "reproduction", "estimates",
    "methodology", "quality", "dictionary", "glossary", "codes-smart_city_2021", "compare", "downloads",
]  # fmt: skip


def opened_table(page: Page, figure: str) -> Locator:
    for summary in page.locator(f"#{figure} .as-table summary").all():
        summary.click()
    return page.locator(f"#{figure} table").first


def column(table: Locator, place: int) -> list[str]:
    """The texts of the shown cells of a column, counted from 1."""
    found: list[str] = table.evaluate(
        """(table, place) => [...table.tBodies[0].rows].filter((row) => !row.hidden)
        .map((row) => row.cells[place - 1].textContent)""",
        place,
    )
    return found


def heading(table: Locator, place: int) -> Locator:
    return table.locator("thead th").nth(place - 1)


def sort_by(table: Locator, place: int) -> str | None:
    heading(table, place).locator("button").click()
    return heading(table, place).get_attribute("aria-sort")


def as_numbers(texts: list[str]) -> list[float]:
    """The numbers of texts that are one number each."""
    return [float(re.sub(r"[,%]", "", text).replace("\u2212", "-")) for text in texts]


@pytest.mark.parametrize("folder", ["", "en/"])
def test_every_heading_of_every_table_sorts(site: Path, open_page: Open, folder: str) -> None:
    found = open_page(site, f"{folder}index")
    for name in PAGES:
        found.page.goto((site / f"{folder}{name}.html").as_uri())
        found.page.wait_for_selector("html[data-ready=true]", state="attached")
        headings = found.page.evaluate(
            """() => [...document.querySelectorAll("main table")]
            .filter((table) => table.tBodies[0].rows.length > 1)
            .flatMap((table) => [...table.tHead.rows[0].cells]).map((cell) => [
                cell.querySelectorAll("button.sort").length, cell.textContent.trim() !== ""])"""
        )
        assert len(headings) > 1, name
        assert {tuple(one) for one in headings} == {(1, True)}, name
    assert found.problems == []


def test_numbers_sort_as_numbers_in_both_directions_and_back(site: Path, open_page: Open) -> None:
    page = open_page(site, "industry-26").page
    table = opened_table(page, "industry-provinces")
    before = column(table, 2)
    assert sort_by(table, 2) == "ascending"
    assert as_numbers(column(table, 2)) == sorted(as_numbers(before))
    assert as_numbers(column(table, 2)) != sorted(as_numbers(before), key=str)
    assert sort_by(table, 2) == "descending"
    assert as_numbers(column(table, 2)) == sorted(as_numbers(before), reverse=True)
    assert sort_by(table, 2) is None
    assert column(table, 2) == before


def test_only_the_last_column_is_marked_and_rows_stay_whole(site: Path, open_page: Open) -> None:
    page = open_page(site, "province-22").page
    table = opened_table(page, "shift-share")
    rows = dict(zip(column(table, 1), column(table, 2), strict=True))
    sort_by(table, 3)
    sort_by(table, 2)
    assert table.locator("[aria-sort]").count() == 1
    assert dict(zip(column(table, 1), column(table, 2), strict=True)) == rows
    shown = column(table, 2)
    known = [text for text in shown if re.fullmatch(r"[+\u2212]?[\d,]+", text)]
    assert shown[: len(known)] == known  # what cannot be compared is last
    assert 0 < len(known) < len(shown)
    assert as_numbers(known) == sorted(as_numbers(known))
    assert min(as_numbers(known)) < 0
    sort_by(table, 2)
    assert column(table, 2)[: len(known)] == known[::-1]


@pytest.mark.parametrize(("folder", "word"), [("", "구간"), ("en/", "interval")])
def test_estimates_and_intervals_sort_by_their_value_not_by_their_level(
    site: Path, open_page: Open, folder: str, word: str
) -> None:
    page = open_page(site, f"{folder}province-22").page
    table = opened_table(page, "estimate-by-layer")
    sort_by(table, 4)
    texts = column(table, 4)
    assert any(word in text for text in texts)
    values = [
        float(re.findall(r"\d+\.\d+|\d+", re.sub(r"80 ?%( 구간| interval|:)", "", text))[0])
        for text in texts
    ]
    assert values == sorted(values)
    assert values[0] < values[-1]


def test_names_sort_in_korean_and_the_keyboard_sorts_too(site: Path, open_page: Open) -> None:
    page = open_page(site, "industry-26").page
    table = opened_table(page, "industry-provinces")
    button = heading(table, 1).locator("button")
    button.focus()
    page.keyboard.press("Enter")
    assert heading(table, 1).get_attribute("aria-sort") == "ascending"
    assert column(table, 1) == sorted(column(table, 1))  # syllables are encoded in their order
    page.keyboard.press("Space")
    assert heading(table, 1).get_attribute("aria-sort") == "descending"
    assert page.evaluate("document.activeElement.textContent") == button.text_content()


def test_tables_with_many_rows_filter_and_small_ones_do_not(site: Path, open_page: Open) -> None:
    page = open_page(site, "industry-26").page
    table = opened_table(page, "industry-provinces")
    field = page.locator("#industry-provinces .filter input")
    number = len(column(table, 1))
    field.fill("경")
    assert column(table, 1) == ["경기", "경북", "경남"]
    assert f"{number}행 중 3행" in page.locator("#industry-provinces .filter").inner_text()
    sort_by(table, 2)
    assert column(table, 1) == ["경남", "경북", "경기"]
    field.fill("경 10,370")
    assert column(table, 1) == ["경기"]
    field.fill("")
    assert len(column(table, 1)) == number
    assert page.locator("#industry-parts .filter").count() == 0
    assert page.locator("#industry-parts tbody tr").count() <= 12


def test_pages_with_a_search_of_their_own_have_no_second_one(site: Path, open_page: Open) -> None:
    for name in ("dictionary", "glossary"):
        page = open_page(site, name).page
        assert page.locator(".filter").count() == 0
        assert page.locator("[data-filter] input").is_visible()


def test_a_filter_stays_when_the_rows_change(site: Path, open_page: Open) -> None:
    page = open_page(site, "compare").page
    table = opened_table(page, "compare-quotients")
    page.locator("#compare-quotients .filter input").fill("제조업 포함")
    before = column(table, 1)
    assert 1 < len(before) < 12
    page.select_option("[name=b]", "38")
    settle(page)
    assert column(table, 1) == before
    assert page.locator("#compare-quotients .filter").count() == 1
    assert sort_by(table, 4) == "ascending"
    assert as_numbers(column(table, 4)) == sorted(as_numbers(column(table, 4)))
