"""Debian's Chromium on the pages of the bundled release, opened from disk. See tests/support/needs.py."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import duckdb
import pytest
from playwright.sync_api import Browser, Page

from orchestration.site.release_info import ReleaseInfo
from tests.support.whole_site import build_site

HOSTILE = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
INFO = ReleaseInfo(
    "r-test",
    "abc1234",
    "r-before",
    "# 달라진 것\n\n<script>window.hacked = 1</script>\n",
    [("industry_share", 12, 12), ("smart_city_share", 14, 13)],
    [
        ("marts.duckdb", "../marts.duckdb", 7),
        ("industry_share.csv", "../csv/industry_share.csv", 9),
    ],
    "서울 스마트시티 산업 통계, 릴리스 r-test",
    "Smart-city industry statistics, release r-test",
)


@dataclass
class Opened:
    """An open page with its errors and requests."""

    page: Page
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


Open = Callable[..., Opened]
OpenView = Callable[..., Opened]


@pytest.fixture(scope="session")
def pages_marts(request: pytest.FixtureRequest) -> Path:
    """The marts of the pages: those of the bundled release, or the file in SMARTCITY_TEST_MARTS."""
    named = os.environ.get("SMARTCITY_TEST_MARTS")
    marts: Path = Path(named) if named else request.getfixturevalue("marts_file")
    return marts


@pytest.fixture(scope="session")
def site(pages_marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the bundled release, with two files to download beside them."""
    release = tmp_path_factory.mktemp("release")
    (release / "csv").mkdir()
    (release / "csv" / "industry_share.csv").write_text("a\n1\n", "utf-8")
    shutil.copyfile(pages_marts, release / "marts.duckdb")
    build_site(release / "marts.duckdb", release / "report", INFO)
    return release / "report"


@pytest.fixture(scope="session")
def hostile_site(pages_marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same pages with names that are executable markup."""
    release = tmp_path_factory.mktemp("hostile")
    marts = shutil.copyfile(pages_marts, release / "marts.duckdb")
    with duckdb.connect(str(marts)) as connection:
        for table, column, where in (
            ("industry_share", "region_name_ko", "region_code = '31'"),
            ("industry_share", "region_name_en", "region_code = '31'"),
            ("industry_share", "industry_name_ko", "ksic_code = '58'"),
            ("smart_city_share", "taxonomy_id", "taxonomy_id = 'smart_city_2021'"),
            ("smart_city_share", "layer_name_ko", "layer = 'common'"),
            ("smart_city_projects", "project_ko", "true"),
            ("policy_targets", "target_ko", "true"),
            ("source_snapshots", "attribution_ko", "true"),
        ):
            connection.execute(f"update {table} set {column} = ? where {where}", [HOSTILE])
    info = ReleaseInfo(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        [(HOSTILE, 1, 0)],
        [(HOSTILE, "javascript:alert(1)", 1)],
        HOSTILE,
        HOSTILE,
    )
    build_site(marts, release / "report", info)
    return release / "report"


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """`open_page(site, "en/report", 360)` opens the page in a new profile, complete."""
    contexts = []

    def opened(
        site: Path, name: str, width: int = 1600, scheme: Literal["light", "dark"] = "light"
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        found = Opened(context.new_page())
        watch(found)
        goto(found, site, name)
        return found

    yield opened
    for context in contexts:
        context.close()


def watch(found: Opened) -> None:
    """Record errors, warnings and requests."""
    found.page.on(
        "console",
        lambda message: (
            found.problems.append(f"{message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    found.page.on("pageerror", lambda error: found.problems.append(str(error)))
    found.page.on("request", lambda request: found.requests.append(request.url))


def goto(found: Opened, site: Path, name: str) -> None:
    """Open a page from disk and wait until its charts are drawn."""
    found.page.goto((site / f"{name}.html").as_uri())
    found.page.wait_for_selector("html[data-ready=true]", state="attached")


@pytest.fixture
def open_view(site: Path, open_page: Open) -> OpenView:
    """`open_view("#code=62")` opens the explorer in the state of a fragment."""

    def opened(fragment: str = "", language: str = "en", width: int = 1600) -> Opened:
        folder = "en/" if language == "en" else ""
        found = open_page(site, f"{folder}explorer", width)
        found.page.evaluate("fragment => { location.hash = fragment; }", fragment)
        settle(found.page)
        return found

    return opened


def settle(page: Page) -> None:
    """Wait until all views of the explorer show the chosen state."""
    page.wait_for_timeout(30)
    page.wait_for_selector("[data-explorer][data-state=ready]")
