"""The page that compares two provinces: numbers as in the marts, state in the address, downloads, axe."""

import re
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open, settle
from tests.browser.test_every_page import AXE, RUN_AXE

pytestmark = pytest.mark.browser

SECTIONS = [
    "shares",
    "overlap",
    "quotients",
    "shift-own",
    "shift",
    "complement",
    "density",
    "similarity",
]
PAIR = "a=22&b=37&taxonomy=smart_city_2021&measure=employees"


def ask(marts: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with duckdb.connect(str(marts), read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()


def compared(open_page: Open, site: Path, fragment: str, folder: str = "en/") -> Page:
    page = open_page(site, f"{folder}compare").page
    page.evaluate("fragment => { location.hash = fragment; }", fragment)
    settle(page)
    return page


def lines(page: Page, section: str) -> list[list[str]]:
    """The texts of the cells of a table, whether it is shown or not."""
    found: list[list[str]] = page.locator(f"#compare-{section} tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return found


def numbers(text: str) -> list[float]:
    return [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def index(low: object, high: object) -> str:
    return "\u2013".join(dict.fromkeys(f"{end:.3f}" for end in (low, high)))


def signed(value: object) -> str:
    return f"{round(float(str(value))):+,}".replace("-", "\u2212").replace("+0", "0")


@pytest.mark.parametrize("measure", ["employees", "establishments"])
@pytest.mark.parametrize(("section", "kind"), [("shares", "layer"), ("overlap", "combination")])
def test_shares_are_the_estimates_and_bounds_of_the_marts(
    site: Path, open_page: Open, pages_marts: Path, section: str, kind: str, measure: str
) -> None:
    page = compared(open_page, site, f"a=22&b=37&taxonomy=smart_city_2021&measure={measure}")
    shown = lines(page, section)
    which = {
        "layer": "overlap_rule = 'two_or_more' and (counting = 'exclusive' or layer in "
        "('infrastructure', 'general_purpose', 'application'))",
        "combination": "combination <> 'all'",
    }[kind]
    for place, region in ((1, "22"), (5, "37")):
        wanted = ask(
            pages_marts,
            f"""select round(share_estimate_low_80 * 100, 6), round(share_estimate_high_80 * 100, 6),
                round(share_estimate * 100, 6), reliability_in_nation
            from smart_city_estimate where taxonomy_id = 'smart_city_2021' and {which} and region_code = ?
                and measure = ? and year = (select max(year) from smart_city_estimate)""",
            region,
            measure,
        )
        assert len(shown) == len(wanted) > 3
        left = list(wanted)
        for line in shown:
            value, grade = line[place + 1], line[place + 3]
            found = numbers(value.replace("80 %", ""))
            ends = (
                found[-2:]
                if len(found) > 1 and (grade == "C" or len(found) > 2)
                else found[-1:] * 2
            )
            digits = 2 if ends[1] < 2 else 1
            fitting = [
                row
                for row in left
                if row[3] == grade and [round(float(str(x)), digits) for x in row[:2]] == ends
                if grade == "C" or abs(float(str(row[2])) - found[0]) < 0.06
            ]
            assert fitting, (line, left)
            left.remove(fitting[0])
        assert left == []


def test_quotients_are_those_of_the_mart_and_undisclosed_ones_have_none(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    page = compared(open_page, site, PAIR)
    shown = {line[0]: line[2:4] for line in lines(page, "quotients")}
    rows = ask(
        pages_marts,
        """select ksic_code, region_code, location_quotient, status from industry_share
        where region_code in ('00', '22', '37') and level = 'division'
            and measure = 'employees' and year = 2023""",
    )
    wanted = {(code, region): (quotient, status) for code, region, quotient, status in rows}
    in_nation = {code for code, region, *_ in rows if region == "00"}
    assert len(shown) > 70
    undisclosed = 0
    for code, texts in shown.items():
        for region, text in zip(("22", "37"), texts, strict=True):
            quotient, status = wanted.get((code, region), (0.0, "absent"))
            undisclosed += status == "suppressed"
            if status == "suppressed":
                assert text == "suppressed"
            elif code not in in_nation:
                assert text == "not applicable"
            else:
                assert numbers(text) == [round(float(str(quotient or 0)), 2)], (
                    code,
                    region,
                    status,
                )
    assert undisclosed > 0


@pytest.mark.parametrize(
    ("section", "level", "year"), [("shift", "section", 2024), ("shift-own", "division", 2023)]
)
def test_parts_of_the_changes_are_those_of_the_mart(
    site: Path, open_page: Open, pages_marts: Path, section: str, level: str, year: int
) -> None:
    page = compared(open_page, site, PAIR)
    shown = lines(page, section)
    for first, region in ((1, "22"), (5, "37")):
        rows = ask(
            pages_marts,
            """select change, "national", mix, regional from shift_share where region_code = ?
            and level = ? and measure = 'employees' and from_year = 2020 and to_year = ?
            and (level = 'section' or ksic_code in (
                select substr(dropped_code, 1, 2) from taxonomy_sensitivity
                where taxonomy_id = 'smart_city_2021'))
            order by ksic_code""",
            region,
            level,
            year,
        )
        assert len(rows) == len(shown) > 10
        for line, row in zip(shown, rows, strict=True):
            if row[0] is None:
                assert "comparable" in line[first] or "suppressed" in line[first]
            else:
                assert line[first : first + 4] == [signed(part) for part in row]
    assert "Gunwi" in page.locator(f"#compare-{section} .note").inner_text()


def test_complement_density_and_similarity_are_those_of_the_marts(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    page = compared(open_page, site, PAIR)
    complement = ask(
        pages_marts,
        """select industry, complement_score_low, complement_score_high from regional_complement
        where base_region_code = ? and partner_region_code = ? and measure = 'employees' and year = 2023
        order by complement_score_low desc, complement_score_high desc, industry limit 5""",
        "22",
        "37",
    )
    assert [(line[2], line[6]) for line in lines(page, "complement")[:5]] == [
        (code, index(low, high)) for code, low, high in complement
    ]
    ((low, high),) = ask(
        pages_marts,
        """select sum(complement_value_low), sum(complement_value_high) from regional_complement
        where base_region_code = '22' and partner_region_code = '37' and measure = 'employees'
            and year = 2023""",
    )
    title = page.locator("#compare-complement h2").inner_text()
    assert "\u2013".join(f"{round(float(str(x))):,}" for x in (low, high)) in title

    density = ask(
        pages_marts,
        """select own.ksic_code, own.density_low, own.density_high, other.density_low, other.density_high
        from relatedness_density as own join relatedness_density as other
            using (series, year, ksic_revision, ksic_code, measure)
        where own.region_code = '37' and other.region_code = '22' and own.year = 2023
            and measure = 'employees' and not own.is_specialised
        order by own.density_low desc, own.density_high desc, own.ksic_code limit 5""",
    )
    assert [(line[1], *line[3:5]) for line in lines(page, "density") if line[0] == "Gyeongbuk"] == [
        (code, index(*own), index(*other))
        for code, *ends in density
        for own, other in [(ends[:2], ends[2:])]
    ]
    ((low, high),) = ask(
        pages_marts,
        """select similarity_low, similarity_high from regional_similarity where region_code = '22'
        and other_region_code = '37' and measure = 'employees' and year = 2023""",
    )
    assert index(low, high) in page.locator("#compare-similarity h2").inner_text()


def test_the_link_restores_what_is_compared(site: Path, open_page: Open) -> None:
    page = open_page(site, "compare").page
    page.select_option("[name=a]", "26")
    page.select_option("[name=b]", "38")
    page.select_option("[name=taxonomy]", "smart_city_divisions")
    page.select_option("[name=measure]", "establishments")
    settle(page)
    fragment = page.evaluate("location.hash")
    again = compared(open_page, site, fragment, folder="")
    for name in ("a", "b", "taxonomy", "measure"):
        assert (
            again.locator(f"[name={name}]").input_value()
            == page.locator(f"[name={name}]").input_value()
        )
    for section in SECTIONS:
        assert lines(again, section) == lines(page, section) != []
    for section in ("shares", "overlap"):
        assert (
            "\ub300\ub9ac \uc9c0\ud45c" in again.locator(f"#compare-{section} .note").inner_text()
        )
    again.locator("[data-switch]").click()
    again.wait_for_url(f"**/en/compare.html{fragment}")


def test_the_same_province_twice_swaps_and_unknown_parts_of_a_link_are_left_out(
    site: Path, open_page: Open
) -> None:
    page = compared(open_page, site, "a=99&b=11&taxonomy=none&measure=<b>")
    values = [page.locator(f"[name={name}]").input_value() for name in ("a", "b", "measure")]
    assert values[0] != values[1]
    assert values[2] == "employees"
    page = compared(open_page, site, PAIR)
    page.select_option("[name=a]", "37")
    settle(page)
    assert "a=37&b=22" in page.evaluate("location.hash")
    page.click("[data-swap]")
    settle(page)
    assert "a=22&b=37" in page.evaluate("location.hash")


@pytest.mark.parametrize("width", [360, 1024, 1600])
@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_page_is_accessible_and_fits(
    site: Path, open_page: Open, folder: str, width: int
) -> None:
    found = open_page(site, f"{folder}compare", width)
    settle(found.page)
    for summary in found.page.locator(".as-table summary").all():
        summary.click()
    found.page.evaluate(AXE)
    assert found.page.evaluate(RUN_AXE) == []
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    assert found.problems == []


def test_a_taxonomy_without_shared_codes_has_no_section_about_overlap(
    site: Path, open_page: Open, pages_marts: Path
) -> None:
    taxonomies = ask(
        pages_marts,
        "select taxonomy_id, max(combination like '%+%') from technology_overlap group by all",
    )
    assert ("smart_city_2021", True) in taxonomies
    for taxonomy, overlaps in taxonomies:
        page = compared(open_page, site, f"a=11&b=31&taxonomy={taxonomy}")
        assert page.locator("#compare-overlap").is_visible() == overlaps
        assert page.locator("#compare-shares").is_visible()
