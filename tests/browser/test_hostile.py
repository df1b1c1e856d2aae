"""A name that is markup is shown as text in pages, embedded data, charts and tooltips."""

from pathlib import Path

import pytest

from tests.browser.conftest import HOSTILE, Open, goto

pytestmark = pytest.mark.browser

PAGES = ("index", "en/index", "province-31", "provinces", "policy", "quality", "changes", "downloads",
         "sensitivity", "complement")  # fmt: skip


def test_hostile_names_are_harmless(hostile_site: Path, open_page: Open) -> None:
    found = open_page(hostile_site, "index")
    page = found.page
    for name in PAGES:
        goto(found, hostile_site, name)
        assert page.evaluate("window.hacked") is None, name
        assert page.locator("img").count() == 0, name
        assert page.locator("script:not([src]):not([type='application/json'])").count() == 0, name
        assert HOSTILE[:20] in page.evaluate("document.body.textContent"), name
        assert page.locator("a[href^='javascript']").count() == 0, name
    assert all(url.startswith(("file://", "data:")) for url in found.requests)
    assert found.problems == []


def test_a_hostile_name_in_a_tooltip_is_text(hostile_site: Path, open_page: Open) -> None:
    page = open_page(hostile_site, "policy").page
    mark = page.locator("#policy-targets-1 .exact_marks path").first
    mark.scroll_into_view_if_needed()
    mark.hover()
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    assert "<script>" in tip.inner_text()
    assert tip.locator("img, script").count() == 0
    assert page.evaluate("window.hacked") is None
