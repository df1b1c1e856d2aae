"""The most similar provinces on the pages of provinces are those of the mart, with their bounds."""

from pathlib import Path

import duckdb
import pytest

from tests.browser.charts import charts, rows
from tests.browser.conftest import Open
from tests.browser.downloads import download, read_rows

pytestmark = pytest.mark.browser

WANTED = """
    select round(similarity_low, 6), round(similarity_high, 6), undisclosed_divisions, other_region_name_en
    from regional_similarity
    where region_code = ? and measure = 'employees' and year = (select max(year) from regional_similarity)
    order by similarity_low desc, similarity_high desc, other_region_code
"""


@pytest.mark.parametrize(("region", "is_decided"), [("11", True), ("29", False)])
def test_similar_provinces_are_those_of_the_mart(
    site: Path, open_page: Open, pages_marts: Path, region: str, is_decided: bool
) -> None:
    with duckdb.connect(str(pages_marts), read_only=True) as marts:
        wanted = marts.execute(WANTED, [region]).fetchall()
    assert len(wanted) == 16
    page = open_page(site, f"en/province-{region}").page
    (chart,) = (c for c in charts(page) if c["id"].startswith("similar-provinces"))
    drawn = [(round(row["low"], 6), round(row["high"], 6)) for row in rows(chart["data"]["rows"])]
    assert drawn == [(low, high) for low, high, _, _ in wanted[:5]]
    page.locator("#similar-provinces summary").first.click()
    table = page.locator("#similar-provinces tbody tr").all_inner_texts()
    for line, (low, high, undisclosed, name) in zip(table, wanted[:5], strict=True):
        ends = dict.fromkeys((f"{low:.3f}", f"{high:.3f}"))
        assert line.split("\t") == [name, "–".join(ends), str(undisclosed)]

    title = page.locator("#similar-provinces h2").inner_text()
    possible = [name for _, high, _, name in wanted if high >= wanted[0][0]]
    assert (len(possible) <= 3) == is_decided
    if is_decided:
        assert [name for *_, name in wanted if name in title] == possible
    else:
        assert "do not decide" in title


@pytest.mark.parametrize("folder", ["", "en/"])
def test_similar_provinces_are_given_as_csv(
    site: Path, open_page: Open, pages_marts: Path, tmp_path: Path, folder: str
) -> None:
    page = open_page(site, f"{folder}province-29").page
    found = read_rows(download(page, "#similar-provinces a[download]", tmp_path))
    with duckdb.connect(str(pages_marts), read_only=True) as marts:
        wanted = marts.execute(WANTED, ["29"]).fetchall()[:5]
    for line, (low, high, undisclosed, _) in zip(found, wanted, strict=True):
        assert round(float(line["similarity_low"]), 6) == low
        assert round(float(line["similarity_high"]), 6) == high
        assert int(line["undisclosed_divisions"]) == undisclosed
