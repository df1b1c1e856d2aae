"""Every link of every page has an existing file and anchor as target."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.browser

HREF = re.compile(r'<(?:a|link)[^>]* href="([^"]*)"|<script[^>]* src="([^"]*)"')


def test_every_link_has_a_target(site: Path) -> None:
    pages = [*site.glob("*.html"), *site.glob("en/*.html")]
    links = {(page, href) for page in pages for href in _links(page)}
    assert len(links) > 1000
    missing = [(page.name, href) for page, href in sorted(links) if not _leads(page, href)]
    assert missing == []


def _links(page: Path) -> list[str]:
    found = (a or b for a, b in HREF.findall(page.read_text("utf-8")))
    return [href for href in found if not href.startswith(("http://", "https://", "data:"))]


def _leads(page: Path, href: str) -> bool:
    address, _, place = unquote(href).partition("#")
    file = (page.parent / address).resolve() if address else page
    return file.is_file() and (not place or place in _places(file) or _is_state(file, place))


def _is_state(page: Path, place: str) -> bool:
    """Whether the fragment is what a page with controls shows, as in `a=11`: test_compare.py opens one."""
    names = re.findall(r"(?:^|&)(\w+)=", place)
    return bool(names) and all(
        f'<select name="{name}"' in page.read_text("utf-8") for name in names
    )


@cache
def _places(page: Path) -> frozenset[str]:
    return frozenset(re.findall(r' id="([^"]+)"', page.read_text("utf-8")))
