"""Approximations by divisions are proxies: no finding and no exact value is about them."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tests.browser.charts import charts, rows
from tests.browser.conftest import Open, goto
from tests.browser.test_numbers import ask

pytestmark = pytest.mark.browser

PAGES = (
    "report",
    "provinces",
    "change",
    "overlap",
    "sensitivity",
    "province-11",
    "province-31",
)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_finding_and_no_exact_value_is_about_a_proxy(
    site: Path, open_page: Open, language: str
) -> None:
    folder = "en/" if language == "en" else ""
    proxy, exact = {"ko": ("중분류 근사", "정확한 값"), "en": ("approximation", "exact value")}[
        language
    ]
    found = open_page(site, f"{folder}index")
    seen = 0
    for name in PAGES:
        goto(found, site, folder + name)
        for title in found.page.locator("article h2").all_inner_texts():
            assert proxy not in title.lower(), (name, title)
        for panel in found.page.locator(
            ".panel", has=found.page.locator("h3", has_text="proxy")
        ).all():
            legend = panel.locator(".legend").inner_text()
            assert exact not in legend, (name, legend)
            seen += 1
        for panel in found.page.locator(
            ".panel", has=found.page.locator("h3", has_text="대리 지표")
        ).all():
            legend = panel.locator(".legend").inner_text()
            assert exact not in legend, (name, legend)
            seen += 1
    assert seen > 8


def test_industries_of_the_same_codes_are_shown_once(site: Path, open_page: Open) -> None:
    page = open_page(site, "report").page
    for figure, shown in (("figure-2", True), ("figure-3", False)):
        page.locator(f"#{figure} .as-table summary").click()
        rows = page.locator(f"#{figure} tbody tr", has_text="대리 지표").all_inner_texts()
        assert rows
        named = any("소프트웨어" in row or "데이터" in row for row in rows)
        assert named == shown, (figure, rows)
        assert (
            "소프트웨어·데이터·공통기술은 같은 코드"
            in page.locator(f"#{figure} .note").first.inner_text()
        )


def proxies(marts: Path) -> list[str]:
    """The taxonomies that approximate another one by whole divisions."""
    found = ask(
        marts,
        """select distinct same_taxonomy_id from division_approximation
        where same_taxonomy_id in (select taxonomy_id from smart_city_share)""",
    )
    assert found
    return [str(name) for (name,) in found]


def assert_no_finding(part: Locator, word: str, exact: str) -> None:
    """Every title names the proxy, and no legend or line calls its values exact."""
    titles = part.locator("h2").all_inner_texts()
    assert titles
    assert all(title.endswith(f" · {word}") for title in titles), titles
    for line in part.locator(".legend li, .number li").all_inner_texts():
        assert exact not in line, line


WORDS = {"ko": ("대리 지표의 값", "정확"), "en": ("values of a proxy", "xact")}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_and_views_of_a_proxy_state_no_finding(
    site: Path, open_page: Open, pages_marts: Path, language: str
) -> None:
    folder = "en/" if language == "en" else ""
    word, exact = WORDS[language]
    found = open_page(site, f"{folder}index")
    page = found.page
    for proxy in proxies(pages_marts):
        goto(found, site, f"{folder}index")
        page.locator("select").first.select_option(proxy)
        view = page.locator(f"[data-option='{proxy}']")
        page.wait_for_selector(f"#estimate-map-{proxy}-1[data-state=drawn]")
        assert_no_finding(view, word, exact)
        assert view.locator("h2").count() == 6
        assert not any(letter.isdigit() for letter in view.locator(".answer").inner_text())
        assert view.locator(".explanation").count() == 0
        drawn = [
            row
            for chart in charts(page)
            if chart["id"].startswith(("estimate-", "estimates-"))
            for row in rows(chart["data"]["rows"])
        ]
        assert {row["slot"] for row in drawn} == {5}
        for name in (f"taxonomy-{proxy}", f"codes-{proxy}"):
            goto(found, site, folder + name)
            assert_no_finding(page.locator("main article").first.locator(".."), word, exact)
    assert found.problems == []


def test_the_view_of_a_proxy_ranks_no_province(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    page = open_page(site, "index").page
    for proxy in proxies(pages_marts):
        page.locator("select").first.select_option(proxy)
        page.wait_for_selector(f"#estimate-map-{proxy}-1[data-state=drawn]")
        names = [
            row["label"]
            for chart in charts(page)
            if chart["id"] == f"estimate-map-{proxy}-1"
            for row in rows(chart["data"]["rows"])
        ]
        assert names[:3] == ["서울", "부산", "대구"]


@pytest.mark.parametrize("name", ["complement", "province-11", "change"])
def test_the_first_view_is_about_the_industries_of_the_taxonomy(
    site: Path, open_page: Open, pages_marts: Path, name: str
) -> None:
    divisions = {
        str(code)
        for (code,) in ask(
            pages_marts,
            """select distinct substr(dropped_code, 1, 2) from taxonomy_sensitivity
            where taxonomy_id = 'smart_city_2021'""",
        )
    }
    page = open_page(site, name).page
    own = {
        "complement": "#complement-11",
        "province-11": "#shift-share-of-taxonomy",
        "change": "#shift-share-of-taxonomy",
    }
    economy = {
        "complement": "#complement-all-11",
        "province-11": "#shift-share",
        "change": "#shift-share",
    }
    figure = page.locator(own[name])
    assert "스마트시티 산업이 속한 중분류" in figure.locator("h2").inner_text()
    figure.locator(".as-table summary").click()
    links = figure.locator("tbody a").all()
    assert links
    assert {str(link.get_attribute("href"))[9:11] for link in links} <= divisions
    other = page.locator(economy[name])
    assert "전산업" in other.locator("h2").inner_text()
    assert figure.bounding_box()["y"] < other.bounding_box()["y"]  # type: ignore[index]
