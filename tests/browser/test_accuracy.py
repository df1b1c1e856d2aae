"""The page about the accuracy of the estimates shows the hidden truths and errors of the marts."""

from pathlib import Path

import pytest

from tests.browser.charts import charts, rows
from tests.browser.conftest import Open
from tests.browser.test_numbers import ask

pytestmark = pytest.mark.browser

HIDDEN = """experiment = 'divisions_below_sections' and measure = 'employees'
    and year = (select max(year) from estimate_test)"""


def test_every_hidden_value_is_a_point(site: Path, open_page: Open, pages_marts: Path) -> None:
    drawn = [
        [
            (row["place"], row["code"], row["truth"], row["estimate"], row["slot"])
            for row in rows(chart["data"]["rows"])
        ]
        for chart in charts(open_page(site, "estimates").page)
        if chart["id"].startswith("estimate-truths")
    ]
    assert len(drawn) == 2
    for points, association in zip(
        drawn, ("association = 'pension'", "association_period = 'previous_year'"), strict=True
    ):
        wanted = ask(
            pages_marts,
            f"""select truth, estimate, is_inside_80 from estimate_test
            where {HIDDEN} and {association} and truth > 0 and round(estimate, 1) >= 1
            order by region_code, ksic_code""",
        )
        assert len(points) == len(wanted) > 1000
        assert [point[2] for point in points] == [truth for truth, _, _ in wanted]
        assert [point[3] for point in points] == [
            pytest.approx(estimate, rel=1e-4, abs=0.06) for _, estimate, _ in wanted
        ]
        outside = [is_inside is False for _, _, is_inside in wanted]
        assert [point[4] == 2 for point in points] == outside


def test_the_table_has_the_errors_of_every_association(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    wanted = ask(
        pages_marts,
        """select misplaced_share, coverage_80 from estimate_quality
        where experiment = 'divisions_below_sections' and breakdown = 'all'
        order by measure, unit, association, association_period""",
    )
    table = open_page(site, "en/estimates").page.locator("#estimate-errors tbody tr")
    shown = [row.locator("th, td").all_inner_texts() for row in table.all()]
    assert len(shown) == len(wanted)
    assert {row[2].split(" (")[0] for row in shown} == {
        "equal parts",
        "national pension structure",
        "regional pension structure",
        "pension figures of 2026-06",
        "census of 2020",
        "census of the year before",
    }
    for row, (misplaced, coverage) in zip(shown, wanted, strict=True):
        assert row[4] == ("" if misplaced is None else f"{misplaced:.1%}")
        assert row[9] == ("" if coverage is None else f"{coverage:.1%}")


def test_coverage_is_shown_for_every_province(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    page = open_page(site, "estimates").page
    for unit, chart in zip(
        ("cell", "share"),
        [chart for chart in charts(page) if chart["id"].startswith("estimate-coverage")],
        strict=True,
    ):
        wanted = ask(
            pages_marts,
            f"""select round(coverage_80, 4) from estimate_quality where unit = '{unit}'
            and association = 'pension' and breakdown = 'region' and breakdown_value <> '00'
            and measure = 'employees' and experiment = 'divisions_below_sections'
            order by coverage_80 desc, breakdown_value""",
        )
        drawn = rows(chart["data"]["rows"])
        assert [round(row["exact"], 4) for row in drawn] == [value for (value,) in wanted]
        assert {row["printed"] for row in drawn} == {0.8}


def test_method_and_limits_are_explained(site: Path, open_page: Open) -> None:
    text = open_page(site, "estimates").page.locator("#explained").inner_text()
    for term in ("추정 방법", "검증 방법", "신뢰등급", "한계"):
        assert term in text
