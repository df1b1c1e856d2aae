"""The first screen of overview and provinces: numbers equal the marts, grade C is never a number."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.charts import charts, rows
from tests.browser.conftest import Open
from tests.browser.test_numbers import ask

pytestmark = pytest.mark.browser

REPORT = "smart_city_2021"
TOTALS = """select year, measure, estimate, estimate_low_80, estimate_high_80, reliability,
    share_estimate, share_estimate_low_80, share_estimate_high_80, reliability_in_nation,
    share_low, share_high from smart_city_estimate
    where layer = 'total' and counting = 'exclusive' and overlap_rule = 'two_or_more'
    and combination = 'all' and taxonomy_id = '{taxonomy}' and region_code = '{region}'
    order by measure, year"""


def shown(page: Page, taxonomy: str) -> str:
    """The text of the first screen of a taxonomy on the overview."""
    return page.locator(f"[data-option='{taxonomy}'] .first").inner_text()


def in_10_thousand(value: object) -> str:
    """A count as Korean pages write it: 56.8만, or all digits below 10,000."""
    number = float(value)  # type: ignore[arg-type]
    return (
        f"{number / 10_000:.1f}만".replace(".0만", "만") if number >= 10_000 else f"{number:,.0f}"
    )


def test_size_share_and_printed_numbers_are_those_of_the_marts(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    text = shown(open_page(site, "index").page, REPORT)
    totals = ask(pages_marts, TOTALS.format(taxonomy=REPORT, region="11"))
    latest = {row[1]: row for row in totals}
    for row in latest.values():
        assert f"약 {in_10_thousand(row[2])}" in text
        assert f"약 {row[6]:.1%}" in text
        low, high = float(row[7]), float(row[8])  # type: ignore[arg-type]
        assert f"80% 구간 {low * 100:.1f}–{high:.1%}" in text
    year = latest["employees"][0]
    assert (
        f"{year}년 서울의 스마트시티 산업 종사자는 약 {in_10_thousand(latest['employees'][2])} 명"
        in text
    )
    for printed in ("414,950명", "21,947개", "23.4%", "20.9%"):
        assert f"보고서 수록값(2017년) {printed}" in text
    ((low, high),) = ask(
        pages_marts,
        f"""select share_low, share_high from pension_share where set_kind = 'total' and measure = 'insured'
        and region_code = '11' and taxonomy_id = '{REPORT}' order by month desc limit 1""",
    )
    assert f"{low * 100:.1f}–{high:.1%}" in text  # type: ignore[operator]


def test_a_curve_that_turned_is_told_in_its_parts(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    totals = ask(pages_marts, TOTALS.format(taxonomy=REPORT, region="11"))
    values = [float(row[2]) for row in totals if row[1] == "employees"]  # type: ignore[arg-type]
    top = values.index(max(values))
    assert 0 < top < len(values) - 1, "the bundled data have a peak"
    text = shown(open_page(site, "index").page, REPORT)
    parts = [values[top] / values[0] - 1, values[-1] / values[top] - 1]
    assert f"{parts[0]:+.1%} → {parts[1]:+.1%}".replace("-", "\u2212") in text
    assert f"{2020 + top}년 약 {in_10_thousand(values[top])} 명까지 늘었다가 줄었다" in text
    change = f"{values[-1] - values[0]:+,.0f}명({values[-1] / values[0] - 1:+.1%})"
    assert change.replace("-", "\u2212") in text


def test_the_explanation_names_the_industry_that_changed_most(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    """Rise and fall from the totals, the industry from the estimates of its codes."""
    by_division = ask(
        pages_marts,
        f"""with parts as (
            select substr(ksic_code, 1, 2) as division, year, sum(estimate) as value
            from industry_estimate
            where region_code = '11' and measure = 'employees' and ksic_code in (
                select dropped_code from taxonomy_sensitivity where taxonomy_id = '{REPORT}')
            group by all)
        select later.year, later.division, later.value - earlier.value
        from parts as later join parts as earlier
            on later.division = earlier.division and later.year = earlier.year + 1
        where later.year in (2022, 2023)""",
    )
    text = shown(open_page(site, "index").page, REPORT)
    names = {"58": "출판업", "41": "종합 건설업"}
    for year, sign, word in ((2022, 1, "증가분"), (2023, -1, "감소분")):
        changes = {str(row[1]): float(row[2]) for row in by_division if row[0] == year}  # type: ignore[arg-type]
        most = max(changes, key=lambda code: sign * changes[code])
        part = changes[most] / sum(changes.values())
        assert f"{word}의 {part:.0%}는 {names[most]}" in text


@pytest.mark.parametrize("taxonomy", [REPORT, "smart_city_divisions"])
def test_the_overview_takes_every_taxonomy(
    site: Path, open_page: Open, pages_marts: Path, taxonomy: str
) -> None:
    found = open_page(site, "index")
    page = found.page
    offered = (
        page.get_by_label("분류 체계")
        .locator("option")
        .evaluate_all("all => all.map(o => o.value)")
    )
    of_report = {
        row[0]
        for row in ask(
            pages_marts,
            "select distinct taxonomy_id from smart_city_share where overlap_rule = 'table_8'",
        )
    }
    assert set(offered) == of_report
    assert offered[0] == REPORT
    page.get_by_label("분류 체계").select_option(taxonomy)
    latest = [
        row
        for row in ask(pages_marts, TOTALS.format(taxonomy=taxonomy, region="11"))
        if row[1] == "employees"
    ][-1]
    assert f"약 {latest[6]:.1%}" in shown(page, taxonomy)
    page.wait_for_selector(f"#estimate-by-layer-{taxonomy}-1[data-state=drawn]")
    assert {chart["id"].split("-")[-2] for chart in charts(page)} == {taxonomy}
    assert found.problems == []


def test_provinces_lead_with_the_estimate_of_the_report(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    for region in ("11", "29", "35"):
        page = open_page(site, f"province-{region}").page
        answer = page.locator("main .answer").inner_text()
        totals = ask(pages_marts, TOTALS.format(taxonomy=REPORT, region=region))
        latest = [row for row in totals if row[1] == "employees"][-1]
        about = f"약 {in_10_thousand(latest[2])}"
        assert (about in answer) == (latest[5] != "C")
        assert "80%" in answer
        bounds = (round(latest[10], 6), round(latest[11], 6))  # type: ignore[call-overload]
        drawn = [
            (row["bound_low"], row["bound_high"])
            for chart in charts(page)
            if chart["id"] == "estimate-by-layer-1"
            for row in rows(chart["data"]["rows"])
        ]
        assert bounds in drawn


def test_grade_c_is_an_interval_and_never_a_number(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    regions = ask(
        pages_marts,
        f"""select region_code, measure, estimate from smart_city_estimate where reliability = 'C'
        and taxonomy_id = '{REPORT}' and layer = 'total' and counting = 'exclusive' and year = 2024
        and overlap_rule = 'two_or_more' and region_code in ('29', '39', '35')""",
    )
    assert regions
    for region, measure, estimate in regions:
        text = open_page(site, f"province-{region}").page.locator("main .first").inner_text()
        assert "신뢰등급 C" in text
        unit = "명" if measure == "employees" else "개"
        number = in_10_thousand(estimate)
        assert not re.search(rf"약 {re.escape(number)} ?{unit}", text)


def test_points_of_charts_are_no_grade_c(site: Path, open_page: Open, pages_marts: Path) -> None:
    wanted = ask(
        pages_marts,
        f"""select count(*), count(*) filter (where reliability_in_nation = 'C') from smart_city_estimate
        where taxonomy_id = '{REPORT}' and region_code = '11' and year = 2024 and combination = 'all'
        and overlap_rule = 'two_or_more'
        and (counting = 'exclusive' or layer not in ('common', 'total'))""",
    )
    drawn = [
        row
        for chart in charts(open_page(site, "province-11").page)
        if chart["id"].startswith("estimate-by-layer")
        for row in rows(chart["data"]["rows"])
    ]
    assert (len(drawn), sum(row["exact"] is None for row in drawn)) == wanted[0]
    assert all(row["low"] is not None for row in drawn)
    counted = [row["label"] for row in drawn if "공통기술" in row["label"].split("\n")[0]]
    assert sum("공통기술 포함" in label for label in counted) == sum(
        "공통기술 제외" in label for label in counted
    )
