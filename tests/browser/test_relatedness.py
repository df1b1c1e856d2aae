"""Relatedness on the pages of provinces and divisions is that of the marts, with bounds and stability."""

from pathlib import Path

import duckdb
import pytest

from tests.browser.charts import charts, rows
from tests.browser.conftest import Open
from tests.browser.downloads import download, read_rows

pytestmark = pytest.mark.browser

DENSITY = """
    select own.ksic_code, density_low, density_high, location_quotient
    from relatedness_density as own
    join industry_share as share using (series, year, region_code, ksic_code, measure)
    where region_code = ? and measure = 'employees' and year = (select max(year) from relatedness_density)
        and location_quotient <= 1
    order by density_low desc, density_high desc, ksic_code limit 8
"""
PROXIMITY = """
    select related_code, proximity_low, proximity_high, jackknife_low, jackknife_high, jackknife_error,
           linked_years_low, linked_years_high
    from industry_relatedness where ksic_code = ? and measure = 'employees' and proximity_low is not null
    order by proximity_low desc, proximity_high desc, related_code limit 5
"""
STABILITY = """
    select avg(jackknife_error), min(provinces), min(years) from industry_relatedness
    where measure = 'employees'
"""


def ask(marts: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with duckdb.connect(str(marts), read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()


def between(low: object, high: object, form: str = ".2f") -> str:
    return "\u2013".join(dict.fromkeys((format(low, form), format(high, form))))


@pytest.mark.parametrize("region", ["11", "22", "29"])
def test_a_province_shows_related_industries_in_which_it_does_not_specialise(
    site: Path, open_page: Open, pages_marts: Path, region: str
) -> None:
    wanted = ask(pages_marts, DENSITY, region)
    page = open_page(site, f"province-{region}").page
    (chart,) = (c for c in charts(page) if c["id"].startswith("related-industries"))
    drawn = [(row["low"], row["high"]) for row in rows(chart["data"]["rows"])]
    assert drawn == [(round(low, 6), round(high, 6)) for _, low, high, _ in wanted]  # type: ignore[call-overload]
    page.locator("#related-industries summary").first.click()
    shown = [
        row.split("\t") for row in page.locator("#related-industries tbody tr").all_inner_texts()
    ]
    assert [(code, density, quotient) for code, _, density, quotient in shown] == [
        (code, between(low, high), f"{quotient:.2f}") for code, low, high, quotient in wanted
    ]
    ((error, provinces, years),) = ask(pages_marts, STABILITY)
    note = page.locator("#related-industries .note").inner_text()
    assert f"시도 {provinces}곳과 {years}개 연도" in note
    assert f"평균 {error:.2f}" in note


@pytest.mark.parametrize("code", ["62", "26", "05"])
def test_a_division_shows_the_most_related_ones_with_their_stability(
    site: Path, open_page: Open, pages_marts: Path, code: str
) -> None:
    wanted = ask(pages_marts, PROXIMITY, code)
    page = open_page(site, f"industry-{code}").page
    shown = page.locator("#related-divisions tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert len(wanted) == 5
    for (related, _, *cells), row in zip(shown, wanted, strict=True):
        other, low, high, least, most, error, first, last = row
        assert related == other
        assert cells == [
            between(low, high),
            between(least, most),
            "" if error is None else f"{error:.2f}",
            between(first, last, "d"),
        ]
    assert "17곳" in page.locator("#related-divisions .note").inner_text()
    link = page.locator("#related-divisions tbody a").first
    assert link.get_attribute("href") == f"industry-{wanted[0][0]}.html"


@pytest.mark.parametrize("folder", ["", "en/"])
@pytest.mark.parametrize(
    ("page_name", "figure", "sql", "columns"),
    [
        (
            "province-29",
            "related-industries",
            DENSITY,
            "ksic_code density_low density_high location_quotient",
        ),
        (
            "industry-26",
            "related-divisions",
            PROXIMITY,
            "related_code proximity_low proximity_high jackknife_low jackknife_high jackknife_error"
            " linked_years_low linked_years_high",
        ),
    ],
)
def test_both_figures_give_their_numbers_as_csv(
    site: Path,
    open_page: Open,
    pages_marts: Path,
    tmp_path: Path,
    page_name: str,
    figure: str,
    sql: str,
    columns: str,
    folder: str,
) -> None:
    page = open_page(site, folder + page_name).page
    found = read_rows(download(page, f"#{figure} a[download]", tmp_path))
    wanted = ask(pages_marts, sql, page_name.split("-")[1])
    assert len(found) == len(wanted) >= 5
    for line, (code, *numbers) in zip(found, wanted, strict=True):
        first, *others = columns.split()
        assert line[first] == code
        assert [float(line[name]) for name in others] == pytest.approx(numbers, rel=1e-8)
