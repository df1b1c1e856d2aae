"""Interaction with the pages: keyboard, language, choices, downloads, copying, printing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.charts import charts
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_keyboard_reaches_content_language_and_pages(site: Path, open_page: Open) -> None:
    page = open_page(site, "index").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", seen[-1]
    assert any("summary" in element for element in seen)
    assert any("province-31.html" in element for element in seen)


def test_details_open_with_the_keyboard(site: Path, open_page: Open) -> None:
    page = open_page(site, "index").page
    page.locator("#estimate-by-layer-smart_city_2021 summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#estimate-by-layer-smart_city_2021 table").is_visible()


@pytest.mark.parametrize(("start", "end"), [("report", "en/report"), ("en/report", "report")])
def test_the_language_switch_keeps_the_position(
    site: Path, open_page: Open, start: str, end: str
) -> None:
    page = open_page(site, start).page
    page.locator("#figure-4").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('figure-4').scrollIntoView()")
    page.evaluate("scrollTo(0, scrollY)")
    page.locator("[data-switch]").focus()
    page.evaluate("document.getElementById('figure-4').scrollIntoView()")
    page.evaluate("document.querySelector('[data-switch]').click()")
    page.wait_for_url(f"**/{end}.html#figure-4")


def test_a_base_region_can_be_chosen_and_survives_the_switch(site: Path, open_page: Open) -> None:
    found = open_page(site, "complement")
    page = found.page
    page.get_by_label("기준 지역").first.select_option("33")
    page.wait_for_selector("#complement-33-1[data-state=drawn]")
    assert [chart["id"] for chart in charts(page)] == ["complement-33-1", "complement-all-33-1"]
    page.locator("[data-switch]").click()
    page.wait_for_url("**/en/complement.html#complement-33")
    assert page.get_by_label("Base region").last.input_value() == "33"
    assert page.locator("#complement-33").is_visible()
    assert found.problems == []


def test_a_tile_links_to_its_province(site: Path, open_page: Open) -> None:
    page = open_page(site, "provinces").page
    page.locator(".tiles a", has_text="제주").click()
    page.wait_for_url("**/province-39.html")
    assert page.locator("h1").inner_text() == "제주"


def test_codes_have_korean_names_on_korean_pages(site: Path, open_page: Open) -> None:
    page = open_page(site, "policy").page
    programmes = page.locator("#projects tbody td:nth-child(3)").all_inner_texts()
    assert "마곡 스마트시티 리빙랩" in programmes
    page = open_page(site, "quality").page
    origins = page.locator("#snapshots tbody td:nth-child(3)").all_inner_texts()
    assert set(origins) == {"기본 제공 자료"}


def test_a_finding_has_the_particle_of_the_word_before_the_bracket(
    site: Path, open_page: Open
) -> None:
    title = open_page(site, "provinces").page.locator("#estimate-map h2").inner_text()
    assert re.match(
        r"스마트시티 종사자는 경기\(약 [\d.]+%\)와 서울\(약 [\d.]+%\)에 집중되어 있다", title
    )


def test_a_query_can_be_copied(site: Path, open_page: Open) -> None:
    page = open_page(site, "en/index").page
    page.locator("#estimate-by-layer-smart_city_2021 details.query summary").click()
    button = page.locator("#estimate-by-layer-smart_city_2021 [data-copy]")
    button.click()
    expect(button).to_have_text("Copied")


@pytest.mark.parametrize(
    ("address", "button_text", "copied", "words"),
    [
        ("index", "인용 복사", "복사됨", ("서울 스마트시티 산업 통계, 릴리스 r-test", "출처: ")),
        (
            "en/index",
            "Copy the citation",
            "Copied",
            ("Smart-city industry statistics, release r-test", "Source: "),
        ),
    ],
)
def test_every_figure_copies_its_citation_with_the_keyboard(
    site: Path, open_page: Open, address: str, button_text: str, copied: str, words: tuple[str, ...]
) -> None:
    page = open_page(site, address).page
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard',"
        " { value: { writeText: async (text) => { window.copiedText = text; } } })"
    )
    figures = page.locator("article.figure:not(:has(.empty))")
    buttons = figures.locator("[data-cite]")
    assert buttons.count() == figures.count() > 2
    button = page.locator("#estimate-by-layer-smart_city_2021 [data-cite]")
    expect(button).to_have_text(button_text)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text(copied)
    assert page.evaluate("document.activeElement.hasAttribute('data-cite')")
    text = page.evaluate("window.copiedText")
    title = page.locator("#estimate-by-layer-smart_city_2021 h2").text_content()
    assert text.startswith(f"“{title.strip()}”")  # type: ignore[union-attr]
    assert all(word in text for word in words), text
    expect(button).to_have_text(button_text)


def test_a_column_can_be_found(site: Path, open_page: Open) -> None:
    page = open_page(site, "en/dictionary").page
    page.get_by_label("Search").fill("location_quotient")
    assert page.locator("#mart-industry_share tbody tr:visible").count() == 1
    assert not page.locator("#mart-source_snapshots").is_visible()


def test_a_tooltip_shows_the_value(site: Path, open_page: Open) -> None:
    page = open_page(site, "en/index").page
    mark = page.locator("#estimate-by-layer-smart_city_2021-1 .exact_marks path").first
    mark.scroll_into_view_if_needed()
    mark.hover()
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    assert "%" in tip.inner_text()


def test_print_leaves_out_interactive_elements(site: Path, open_page: Open) -> None:
    page = open_page(site, "index", scheme="dark").page
    page.emulate_media(media="print")
    assert not page.locator("nav.pages").is_visible()
    assert not page.locator("[data-switch]").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf()[:4] == b"%PDF"


def test_an_empty_figure_explains_why(site: Path, open_page: Open) -> None:
    empty = open_page(site, "monthly").page.locator("#sdot-monthly .empty")
    if empty.count():
        assert "SEOUL_API_KEY" in empty.inner_text()


def test_reduced_motion_is_respected(site: Path, open_page: Open) -> None:
    page = open_page(site, "index").page
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_numbers_are_readable_without_javascript(site: Path, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.locator("noscript, .note").count()
    page.locator("#estimate-by-layer-smart_city_2021 summary").first.click()
    assert page.locator("#estimate-by-layer-smart_city_2021 table tbody tr").count() >= 10
    context.close()
