"""The page that compares taxonomies: each pair can be chosen, is drawn, and is accessible."""

from pathlib import Path

import pytest

from orchestration.site.marts import Marts
from orchestration.site.taxonomy_difference.difference import compare_taxonomies, latest_period
from tests.browser.charts import charts, rows
from tests.browser.conftest import Open
from tests.browser.test_every_page import AXE, RUN_AXE

pytestmark = pytest.mark.browser

TAXONOMIES = ("smart_city_2021", "smart_city_divisions", "high_technology_knowledge", "ict_sector")


@pytest.mark.parametrize(("language", "width"), [("ko", 360), ("en", 1600)])
def test_every_pair_can_be_chosen(site: Path, open_page: Open, language: str, width: int) -> None:
    found = open_page(
        site, "en/compare-taxonomies" if language == "en" else "compare-taxonomies", width
    )
    page = found.page
    pairs = [
        f"{first}-{second}"
        for at, first in enumerate(TAXONOMIES)
        for second in TAXONOMIES[at + 1 :]
    ]
    options = page.locator("[data-choice] option")
    assert [option.get_attribute("value") for option in options.all()] == pairs
    page.evaluate(AXE)
    for pair in pairs:
        page.locator("[data-choice] select").select_option(pair)
        view = page.locator(f"[data-option='{pair}']")
        assert view.is_visible()
        assert page.locator("[data-option]:visible").count() == 1
        assert view.locator(".chart svg").count() == 2
        assert view.locator("#difference-of-codes-" + pair + " tbody tr").count() >= 2
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(RUN_AXE) == [], pair
    assert found.problems == []


def test_charts_show_the_shares_of_both_taxonomies(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    with Marts(pages_marts) as marts:
        period = latest_period(marts)
        assert period is not None
        wanted = compare_taxonomies(marts, *TAXONOMIES[:2], period, "11").regions
    page = open_page(site, "compare-taxonomies").page
    name = f"difference-by-region-{'-'.join(TAXONOMIES[:2])}"
    drawn = {chart["id"]: rows(chart["data"]["rows"]) for chart in charts(page)}
    exact = sorted(row["exact"] for row in drawn[f"{name}-2"])
    assert exact == pytest.approx(sorted(row.second_low for row in wanted), abs=1e-5)  # type: ignore[type-var]
    bounds = sorted(row["bound_low"] for row in drawn[f"{name}-1"])
    assert bounds == pytest.approx(sorted(row.first_low for row in wanted), abs=1e-5)  # type: ignore[type-var]
