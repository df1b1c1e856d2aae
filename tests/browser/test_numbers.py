"""The numbers on the pages equal those in the marts."""

import csv
from pathlib import Path

import duckdb
import pytest

from tests.browser.charts import charts, rows
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

LATEST = """series = 'register' and year = (
    select max(year) from industry_share where level = 'division' and region_level = 'nation'
)"""
"""The latest year with divisions: figures that need them are of that year."""


def ask(marts: Path, sql: str) -> list[tuple[object, ...]]:
    """Query the marts directly, without the queries of the pages."""
    with duckdb.connect(str(marts), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("region", ["11", "31", "39"])
def test_charts_show_the_bounds_of_the_mart(
    site: Path, open_page: Open, pages_marts: Path, region: str
) -> None:
    wanted = ask(
        pages_marts,
        f"""select round(share_low, 6), round(share_high, 6) from smart_city_share
        where region_code = '{region}' and taxonomy_id = 'smart_city_2021' and overlap_rule = 'two_or_more'
        and (counting = 'exclusive' or layer not in ('common', 'total'))
        and year = (select max(year) from smart_city_share)""",
    )
    drawn = [
        (row["bound_low"], row["bound_high"])
        for chart in charts(open_page(site, f"province-{region}").page)
        if chart["id"].startswith("estimate-by-layer")
        for row in rows(chart["data"]["rows"])
    ]
    assert sorted(drawn) == sorted(wanted)


def test_the_table_shows_the_values_of_the_mart(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    page = open_page(site, "en/province-31").page
    page.locator("#shift-share summary").first.click()
    shown = page.locator("#shift-share tbody td:nth-child(2)").all_inner_texts()
    wanted = ask(
        pages_marts,
        """select change from shift_share where region_code = '31' and level = 'section'
        and measure = 'employees' and from_year = 2020 and to_year = 2024 order by ksic_code""",
    )
    assert shown == [
        "not comparable (KSIC revision)"
        if change is None
        else f"{float(change):+,.0f}".replace("-", "\u2212")  # type: ignore[arg-type]
        for (change,) in wanted
    ]
    assert shown.count("not comparable (KSIC revision)") == 2


def test_printed_values_are_those_of_the_report(site: Path, open_page: Open) -> None:
    text = open_page(site, "report").page.locator("#table-8").inner_text()
    for printed in ("21,947", "414,950", "105,098", "1,770,166", "(372,652)", "26,572"):
        assert printed in text


def test_the_shown_query_gives_the_csv_file(
    site: Path, open_page: Open, pages_marts: Path, tmp_path: Path
) -> None:
    page = open_page(site, "province-31").page
    for name in ("location-quotients", "estimate-by-layer", "shift-share"):
        sql = page.locator(f"#{name} .sql code").text_content() or ""
        with page.expect_download() as download:
            page.locator(f"#{name} a[download]").click()
        kept = tmp_path / f"{name}.csv"
        download.value.save_as(kept)
        with kept.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))[1:]
        found = ask(pages_marts, sql)
        assert len(lines) == len(found) > 0
        assert [line[0] for line in lines] == [str(row[0]) for row in found]
