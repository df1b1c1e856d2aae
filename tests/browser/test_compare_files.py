"""What the page that compares two provinces saves and copies: drawings, numbers of the marts, citation."""

from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page

from tests.browser.charts import charts
from tests.browser.charts import rows as unpack
from tests.browser.conftest import Open, settle
from tests.browser.downloads import SVG, copied, download, read_drawing, read_rows, size_of_png

pytestmark = pytest.mark.browser

PAIR = ("22", "37")
FRAGMENT = "a=22&b=37&taxonomy=smart_city_2021&measure=employees"
CHARTS = {"shares": 2, "overlap": 2, "quotients": 1, "shift-own": 2, "shift": 2}
SECTIONS = [*CHARTS, "complement", "density", "similarity"]
LANGUAGES = {
    "": ("릴리스 r-test", "출처: ", "이용 조건: "),
    "en/": ("release r-test", "Source: ", "licence: "),
}
MARKS = """(chart) => [...chart.querySelectorAll("g.role-mark")]
  .reduce((number, group) => number + group.childElementCount, 0)"""
ROUNDED = 5.1e-6
"""The data of the page have five decimals."""

Row = dict[str, str]


def compared(site: Path, open_page: Open, folder: str, width: int = 1600) -> Page:
    page = open_page(site, f"{folder}compare", width).page
    page.evaluate("fragment => { location.hash = fragment; }", FRAGMENT)
    settle(page)
    return page


@pytest.fixture(scope="module")
def ask(pages_marts: Path):  # type: ignore[no-untyped-def]
    """`ask(sql)` queries the marts directly."""
    with duckdb.connect(str(pages_marts), read_only=True) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


@pytest.fixture(params=LANGUAGES)
def saved(site: Path, open_page: Open, tmp_path: Path, request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """`saved(section)` are the rows of the CSV file of a section, on the page of each language."""
    page = compared(site, open_page, request.param)

    def rows(section: str) -> list[Row]:
        path = download(page, f"[data-save='{section} csv']", tmp_path)
        assert path.name == f"compare-{section}-22-37.csv"
        return read_rows(path)

    return rows


def number(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize(("folder", "width"), [("", 1600), ("en/", 1600), ("", 360)])
def test_charts_are_saved_side_by_side_as_png_and_svg(
    site: Path, open_page: Open, tmp_path: Path, folder: str, width: int
) -> None:
    page = compared(site, open_page, folder, width)
    names = page.locator("[name=a]").evaluate(
        "(select, codes) => codes.map((code) => select.querySelector(`[value='${code}']`).textContent)",
        list(PAIR),
    )
    for section, number_of_charts in CHARTS.items():
        drawing, texts = read_drawing(download(page, f"[data-save='{section} svg']", tmp_path))
        article = page.locator(f"#compare-{section}")
        assert drawing.findtext(f"{SVG}title") == article.locator("h2").inner_text()
        for selector in (".unit", ".panel h3", ".legend li"):
            for text in article.locator(selector).all_inner_texts():
                assert text.strip() in texts, (section, text)
        assert all(name in texts for name in names), section
        assert all(word.strip() in texts for word in LANGUAGES[folder]), section
        panels = drawing.findall(f"{SVG}svg")
        assert len(panels) == number_of_charts
        tops = {panel.get("y") for panel in panels}
        assert len({panel.get("x") for panel in panels}) == number_of_charts
        assert len(tops) <= 2  # a legend may need one more line
        named = [one.get("id") for one in drawing.iter() if one.get("id")]
        assert len(named) == len(set(named))
        for panel, chart in zip(panels, article.locator(".chart svg").all(), strict=True):
            marks = sum(len(one) for one in panel.iter() if "role-mark" in one.get("class", ""))
            assert marks == chart.evaluate(MARKS) > 3
        widths = {float(panel.get("width", 0)) for panel in panels}
        assert min(widths) > 500  # whatever the width of the screen
        png = download(page, f"[data-save='{section} png']", tmp_path)
        assert size_of_png(png) == (2 * int(drawing.get("width")), 2 * int(drawing.get("height")))  # type: ignore[arg-type]
        assert png.stat().st_size > 30_000
    assert page.locator("[data-save$=' png']").count() == len(CHARTS)


@pytest.mark.parametrize(("section", "combined"), [("shares", False), ("overlap", True)])
def test_the_csv_of_shares_has_the_estimates_and_bounds_of_the_mart(
    saved, ask, section: str, combined: bool
) -> None:
    found = saved(section)
    which = (
        "combination <> 'all'"
        if combined
        else """overlap_rule = 'two_or_more' and combination = 'all' and (counting = 'exclusive' or layer in
            ('infrastructure', 'general_purpose', 'application'))"""
    )
    for value, field, grade, near in (
        ("count", "estimate", "reliability", 0.51),
        ("share_of_nation", "share_estimate", "reliability_in_nation", 1e-6),
    ):
        bound = "value" if value == "count" else "share"
        wanted = ask(
            f"""select region_code, {grade}, {field}_low_80, {field}_high_80, {bound}_low, {bound}_high,
                if({grade} = 'C', null, {field})
            from smart_city_estimate where taxonomy_id = 'smart_city_2021' and {which}
                and measure = 'employees' and region_code in {PAIR}
                and year = (select max(year) from smart_city_estimate)"""
        )
        rows = [row for row in found if row["value"] == value]
        assert len(rows) == len(wanted) >= 14
        assert {row["status"] for row in rows} == {"estimate"}
        for row in rows:
            numbers = [
                number(row[name])
                for name in ("estimate_low_80", "estimate_high_80", "low", "high", "estimate")
            ]
            alike = [
                one
                for one in wanted
                if (row["region_code"], row["reliability"]) == one[:2]
                and numbers == [None if x is None else pytest.approx(x, abs=near) for x in one[2:]]
            ]
            assert alike, row
            wanted.remove(alike[0])
        assert wanted == []


def test_the_csv_of_quotients_has_those_of_the_mart_and_no_suppressed_one(saved, ask) -> None:
    found = {(row["region_code"], row["subject"].split()[0]): row for row in saved("quotients")}
    wanted = ask(
        f"""select region_code, ksic_code, location_quotient, status from industry_share
        where level = 'division' and measure = 'employees' and region_code in {PAIR}
            and year = (select max(year) from industry_share where level = 'division')"""
    )
    assert len(wanted) > 140
    for region, code, quotient, status in wanted:
        row = found[region, code]
        if status == "suppressed":
            assert row["status"] == "suppressed"
            assert not any(row[name] for name in ("published", "estimate", "low", "high"))
        else:
            assert number(row["published"]) == pytest.approx(quotient, rel=1e-6), (region, code)
    assert {"suppressed", "observed"} <= {status for *_, status in wanted}


@pytest.mark.parametrize(("section", "level"), [("shift", "section"), ("shift-own", "division")])
def test_the_csv_of_changes_has_the_parts_of_the_mart(saved, ask, section: str, level: str) -> None:
    rows = saved(section)
    wanted = {
        tuple(keys): numbers
        for *keys, status, change, national, mix, regional in ask(
            f"""select region_code, ksic_code, from_year, to_year, status, change, "national", mix, regional
            from shift_share where level = '{level}' and measure = 'employees' and region_code in {PAIR}"""
        )
        for numbers in [(status, change, national, mix, regional)]
    }
    assert len(rows) > 25
    for row in rows:
        key = (row["region_code"], row["ksic_code"], int(row["from_year"]), int(row["to_year"]))
        status, *numbers = wanted[key]
        assert row["status"] == status
        for name, value in zip(("change", "national", "mix", "regional"), numbers, strict=True):
            assert number(row[name]) == (
                None if value is None else pytest.approx(float(value), abs=0.51)
            ), key


def test_the_csv_of_structures_has_the_bounds_of_the_marts(saved, ask) -> None:
    latest = "measure = 'employees' and year = 2023"
    complement = ask(
        f"""select base_region_code, partner_region_code, industry,
            complement_score_low, complement_score_high
        from regional_complement where {latest} and (base_region_code, partner_region_code) in (
            ('22', '37'), ('37', '22'))"""
    )
    density = ask(
        f"""select region_code, ksic_code, density_low, density_high, is_specialised
        from relatedness_density where {latest} and region_code in {PAIR}"""
    )
    similarity = ask(
        f"""select region_code, other_region_code, similarity_low, similarity_high, undisclosed_divisions
        from regional_similarity where {latest} and region_code in {PAIR}"""
    )
    rows = saved("complement")
    scores = {row[:3]: row[3:] for row in complement}
    assert len(rows) == 10
    for row in rows:
        low, high = scores[row["base_region_code"], row["partner_region_code"], row["ksic_code"]]
        assert number(row["complement_score_low"]) == pytest.approx(low, abs=ROUNDED)
        assert number(row["complement_score_high"]) == pytest.approx(high, abs=ROUNDED)

    rows = saved("density")
    assert len(rows) == len(density) > 100
    densities = {row[:2]: row[2:] for row in density}
    texts = {True: "true", False: "false", None: ""}
    for row in rows:
        low, high, is_specialised = densities[row["region_code"], row["ksic_code"]]
        assert row["is_specialised"] == texts[is_specialised]
        for name, value in (("density_low", low), ("density_high", high)):
            assert number(row[name]) == (
                None if value is None else pytest.approx(value, abs=ROUNDED)
            )

    rows = saved("similarity")
    assert len(rows) == len(similarity) == 32
    similarities = {row[:2]: row[2:] for row in similarity}
    for row in rows:
        low, high, undisclosed = similarities[row["region_code"], row["other_region_code"]]
        assert number(row["similarity_low"]) == pytest.approx(low, abs=ROUNDED)
        assert number(row["similarity_high"]) == pytest.approx(high, abs=ROUNDED)
        assert int(row["undisclosed_divisions"]) == undisclosed


@pytest.mark.parametrize("folder", LANGUAGES)
def test_every_section_copies_its_citation(site: Path, open_page: Open, folder: str) -> None:
    page = compared(site, open_page, folder)
    for section in SECTIONS:
        text = copied(page, f"#compare-{section} [data-cite-view]")
        assert text.startswith(f"“{page.locator(f'#compare-{section} h2').inner_text()}”.")
        assert all(word in text for word in LANGUAGES[folder]), text
        assert "KOSIS-attribution, https://kosis.kr/" in text
        assert text.endswith(f"#{FRAGMENT}")


def test_a_saved_file_is_that_of_the_provinces_chosen_last(
    site: Path, open_page: Open, tmp_path: Path
) -> None:
    page = compared(site, open_page, "")
    page.select_option("[name=b]", "39")
    page.select_option("[name=measure]", "establishments")
    settle(page)
    path = download(page, "[data-save='similarity csv']", tmp_path)
    assert path.name == "compare-similarity-22-39.csv"
    rows = read_rows(path)
    assert {row["region_code"] for row in rows} == {"22", "39"}
    assert {row["measure"] for row in rows} == {"establishments"}
    page.select_option("[name=b]", "11")
    drawing, texts = read_drawing(download(page, "[data-save='shares svg']", tmp_path))
    settle(page)
    assert drawing.findtext(f"{SVG}title") == page.locator("#compare-shares h2").inner_text()
    (chart,) = (one for one in charts(page) if one["id"] == "compare-shares-2")
    labels = [row["label"].split("\n") for row in unpack(chart["data"]["rows"])]
    assert "서울" in texts
    assert len(labels) > 3
    assert all(value in texts for _, value in labels)
