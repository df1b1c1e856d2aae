"""Every page at two widths and in both languages: charts drawn, no errors, no network, accessible."""

from pathlib import Path

import duckdb
import pytest

from tests.browser.charts import charts, drawn_marks, expected_marks
from tests.browser.conftest import Open, goto

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
LOOKED_AT_BY_AXE = (("ko", 360), ("en", 1600))  # the explorer also at 1024: test_explorer.py
RUN_AXE = """async () => (await axe.run({ preload: false, resultTypes: ["violations"] })).violations
  .filter((found) => ["serious", "critical"].includes(found.impact))
  .map((found) => `${found.id}: ${found.nodes[0].html.slice(0, 160)}`)"""
WITHOUT_CSV = """() => [...document.querySelectorAll("article.figure")]
  .filter((figure) => figure.querySelector(".chart, .tiles, .provinces, table tbody tr"))
  .filter((figure) => !figure.querySelector("a[download], [data-save-table], [data-save$=' csv']"))
  .map((figure) => figure.id)"""
PAGES = [
    "index", "report", "provinces", "change", "overlap", "complement", "sensitivity", "policy",
    "monthly", "reproduction", "estimates", "methodology", "dictionary", "quality", "changes",
    "downloads", "explorer", "compare", "province-11", "province-39", "glossary", "industries",
    "industry-05", "industry-26", "taxonomies", "taxonomy-high_technology_knowledge",
    "codes-ict_sector", "compare-taxonomies",
]  # fmt: skip


@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages(site: Path, open_page: Open, language: str, width: int) -> None:
    folder = "en/" if language == "en" else ""
    found = open_page(site, f"{folder}index", width)
    page = found.page
    scheme = {360: "light", 1600: "dark"}[width]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    seen = 0
    for name in PAGES:
        goto(found, site, folder + name)
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(WITHOUT_CSV) == [], name
        for chart in charts(page):
            assert chart["state"] == "drawn", (name, chart["id"])
            assert chart["width"] <= chart["room"] + 1, (name, chart["id"])
            expected = expected_marks(chart["data"])
            drawn = drawn_marks(chart)
            assert {key: drawn.get(key, 0) for key in expected} == expected, (name, chart["id"])
            seen += 1
        if (language, width) in LOOKED_AT_BY_AXE:
            page.evaluate(AXE)
            assert page.evaluate(RUN_AXE) == [], name
    assert seen >= 55
    assert found.problems == []
    assert all(url.startswith(("file://", "data:")) for url in found.requests)


def test_every_province_has_its_page(site: Path) -> None:
    assert len(list(site.glob("province-*.html"))) == 17
    assert len(list((site / "en").glob("province-*.html"))) == 17


def test_every_division_has_its_page(site: Path, pages_marts: Path) -> None:
    with duckdb.connect(str(pages_marts), read_only=True) as connection:
        divisions = connection.execute(
            """select count(distinct ksic_code) from industry_share
            where level = 'division' and region_code = '00' and year = (
                select max(year) from industry_share where level = 'division')"""
        ).fetchall()[0][0]
    assert divisions > 70
    for folder in (site, site / "en"):
        pages = list(folder.glob("industry-*.html"))
        assert len(pages) == divisions
        assert max(page.stat().st_size for page in pages) < 25_000


def test_first_paint_comes_within_a_second(site: Path, open_page: Open) -> None:
    page = open_page(site, "index").page
    times = []
    for _ in range(3):
        page.reload()
        page.wait_for_selector("html[data-ready=true]", state="attached")
        times.append(
            page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        )
    assert min(times) < 1000, times


def test_all_pages_together_are_small_and_hold_one_copy_of_the_libraries(site: Path) -> None:
    explorer = [*(site / "assets" / "explorer").iterdir()]
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = [path for path in files if path not in explorer]
    assert sum(path.stat().st_size for path in pages) < 8_000_000
    # the scripts and data of the explorer, of which only its page loads what a reader asks for
    assert 0 < sum(path.stat().st_size for path in explorer) < 1_900_000
    assert len([path for path in files if path.stat().st_size > 500_000]) == 1
