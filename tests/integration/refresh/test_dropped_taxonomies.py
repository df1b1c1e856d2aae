"""Taxonomies that a user drops, from the file to the release and its pages.

The taxonomies are made up; the figures are the bundled census's.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.release.query import run_query
from orchestration.trace.tracing import Tracer
from tests.conftest import run_smartcity
from tests.support.dropped_taxonomies import OLD, PARTITIONS, ROWS, write_taxonomy


@pytest.fixture(scope="module")
def lake(taxonomies_lake: Path) -> Path:
    return taxonomies_lake


@pytest.fixture(scope="module")
def dropped_release(lake: Path) -> Path:
    return ReleaseCatalog(lake / "releases").current()


def ask(release: Path, sql: str) -> list[tuple[object, ...]]:
    return run_query(release / "marts.duckdb", sql)[1]


def seoul(release: Path, taxonomy: str, counting: str) -> dict[str, tuple[object, ...]]:
    """By layer, low, high and exactness of Seoul's employees in 2023."""
    rows = ask(
        release,
        f"""select layer, value_low, value_high, is_exact from smart_city_scale
        where taxonomy_id = '{taxonomy}' and counting = '{counting}' and year = 2023
        and region_code = '11' and measure = 'employees' and overlap_rule = 'two_or_more'""",
    )
    return {str(row[0]): row[1:] for row in rows}


def test_every_dropped_file_has_a_time(lake: Path, dropped_release: Path) -> None:
    verify_checksums(dropped_release)
    rows = ask(
        dropped_release,
        "select partition_key, retrieved_at from source_snapshots where origin = 'dropped'",
    )
    assert {str(row[0]) for row in rows} == set(PARTITIONS.values())
    assert all(row[1] is not None for row in rows)
    (manifest,) = (lake / "raw" / "taxonomies" / f"dropped_{OLD}").glob("*/manifest.json")
    assert json.loads(manifest.read_bytes())["retrieved_at"], "the time is kept from now on"


def test_one_division_in_one_layer_is_exact(dropped_release: Path) -> None:
    assert seoul(dropped_release, OLD, "inclusive")["core"] == (102_996, 102_996, True)


@pytest.mark.parametrize("taxonomy", ["one_revision", "mixed_revisions"])
def test_layers_of_two_revisions_overlap_as_those_of_one(
    dropped_release: Path, taxonomy: str
) -> None:
    exclusive = seoul(dropped_release, taxonomy, "exclusive")
    assert exclusive["a"] == exclusive["b"] == (0, 0, True)
    assert exclusive["common"] == exclusive["total"] == (102_996, 367_577, False)


def test_the_marts_of_both_are_the_same(dropped_release: Path) -> None:
    for mart in ("smart_city_scale", "smart_city_share", "technology_overlap"):
        columns = f"* exclude (taxonomy_id) from {mart} where taxonomy_id ="
        missing = ask(
            dropped_release,
            f"(select {columns} 'one_revision') except (select {columns} 'mixed_revisions')",
        )
        assert not missing, mart
    assert seoul(dropped_release, "same_code_twice", "inclusive")["total"][0] == 102_996


def test_a_share_of_nothing_has_no_bounds(dropped_release: Path) -> None:
    rows = ask(
        dropped_release,
        """select share_of_region_total_low, share_of_region_total_high, value_low
        from technology_overlap where taxonomy_id = 'one_layer'""",
    )
    assert rows
    assert {row[:2] for row in rows} == {(None, None)}
    assert {row[2] for row in rows} == {0}
    assert seoul(dropped_release, "one_layer", "inclusive")["total"] == (0, 27_111, False)


def test_an_industry_of_two_layers_and_an_empty_overlap(dropped_release: Path) -> None:
    rows = ask(
        dropped_release,
        """select layer, value from smart_city_industry where taxonomy_id = 'two_layers'
        and industry = 'chips' and region_code = '11' and year = 2023 and measure = 'employees'
        order by layer""",
    )
    assert rows == [("making", 14_255), ("using", 102_996)]
    both = seoul(dropped_release, "two_layers", "exclusive")
    assert both["common"] == (0, 0, True)
    assert both["total"] == (381_832, 381_832, True)


def test_thirty_layers_share_a_division(dropped_release: Path) -> None:
    layers = seoul(dropped_release, "thirty_layers", "exclusive")
    assert len(layers) == 32
    assert layers["common"] == (102_996, 102_996, True)
    known = [row for row in layers.values() if row[0] is not None]
    assert len(known) > 30, "few of the divisions are confidential in Seoul"
    parts = sum(int(str(row[0])) for row in known) - int(str(layers["total"][0]))
    assert int(str(layers["total"][0])) >= parts


def test_the_values_of_an_official_form(dropped_release: Path) -> None:
    """Seoul has 14,255 employees in division 26, 102,996 in 62; partly covered codes count from 0."""
    divisions = dict(
        ask(
            dropped_release,
            """select ksic_code, value from industry_share where year = 2023 and region_code = '11'
            and measure = 'employees' and ksic_code in ('26', '27', '62', '63')""",
        )
    )
    chips, boards, software, news = (int(str(divisions[code])) for code in ("26", "27", "62", "63"))
    inclusive = seoul(dropped_release, "official", "inclusive")
    assert inclusive["making"] == (chips, chips + software + boards, False)
    assert inclusive["using"] == (software + news, software + news, True)
    assert inclusive["common"] == (0, software, False)
    exclusive = seoul(dropped_release, "official", "exclusive")
    assert exclusive["making"] == (chips, chips + boards, False)
    assert exclusive["using"] == (news, software + news, False)
    total = chips + software + news
    assert exclusive["total"] == (total, total + boards, False)
    industries = ask(
        dropped_release,
        """select industry, industry_name_ko, value_low, value_high from smart_city_industry
        where taxonomy_id = 'official' and region_code = '11' and year = 2023
        and measure = 'employees' order by industry""",
    )
    assert industries == [
        ("boards", "기판", 0, boards),
        ("chips", "반도체", chips, chips + software),
        ("hardware", "하드웨어", chips, chips + software + boards),
        ("software", "소프트웨어", software, software),
    ]


def test_an_estimate_uses_the_stated_share_or_there_is_none(dropped_release: Path) -> None:
    rows = dict(
        ask(
            dropped_release,
            """select layer || '/' || counting, estimate from smart_city_estimate
            where taxonomy_id = 'official' and region_code = '11' and year = 2023
            and measure = 'employees' and combination = 'all' and overlap_rule = 'two_or_more'""",
        )
    )
    exact = seoul(dropped_release, "official", "inclusive")["total"]
    low, high = int(str(exact[0])), int(str(exact[1]))
    assert rows["total/inclusive"] == pytest.approx(low + (high - low) * 0.25, abs=0.01)
    assert rows["making/exclusive"] == pytest.approx(14_255 + 0.25 * (high - low), abs=0.01)
    assert set(rows) == {"total/inclusive", "total/exclusive", "making/exclusive"}, (
        "elsewhere a part of 62 belongs, of which no share is stated"
    )


def test_the_lists_say_what_the_file_says(dropped_release: Path) -> None:
    (listed,) = ask(
        dropped_release,
        """select title_ko, agency_ko, agency_en, notice, cast(notice_date as varchar), source_url,
        has_partial_codes, origin from taxonomy_list where taxonomy_id = 'official'""",
    )
    assert listed == (
        "만든 특수분류",
        "만든 기관",
        None,
        "제2026-0호",
        "2026-07-01",
        "https://example.org/notice",
        True,
        "dropped",
    )
    codes = ask(
        dropped_release,
        """select layer, industry, own_code, ksic_code, coverage, part_share, layer_name_ko
        from taxonomy_codes where taxonomy_id = 'official' order by all""",
    )
    assert codes == [
        ("making", "boards", "112", "27", "part", 0.25, "제조"),
        ("making", "chips", "111", "26", "full", None, "제조"),
        ("making", "chips", "111", "62", "part", None, "제조"),
        ("using", "all", "2", "63", "full", None, "이용"),
        ("using", "software", "21", "62", "full", None, "이용"),
    ]
    depths = ask(
        dropped_release,
        """select industry, parent, depth from taxonomy_levels
        where taxonomy_id = 'official' and layer = 'making' order by all""",
    )
    assert depths == [
        ("all", None, 0),
        ("boards", "hardware", 2),
        ("chips", "hardware", 2),
        ("hardware", None, 1),
    ]


def table_rows(page: str) -> list[list[str]]:
    """The cells of every row of the page's tables, as text. HTML ends cells and rows by itself."""
    rows = re.findall(r"<tr\s*>(.*?)(?=<tr|</tbody>)", page, re.DOTALL)
    cells = [re.split(r"<t[hd][^>]*>", row)[1:] for row in rows]
    return [[re.sub("<[^>]+>", "", cell).strip() for cell in row] for row in cells]


@pytest.mark.parametrize("taxonomy", [*ROWS, "official"])
def test_the_pages_show_the_marts_numbers(dropped_release: Path, taxonomy: str) -> None:
    text = (dropped_release / "report" / "en" / f"taxonomy-{taxonomy}.html").read_text("utf-8")
    title = {"official": "A made-up special classification, with parts"}.get(taxonomy, taxonomy)
    shown = {tuple(row[1:4]) for row in table_rows(text) if row[0] == title}
    own = {"common": "Common to several layers", "total": "All of this taxonomy"}
    rows = ask(
        dropped_release,
        f"""select layer, layer_name_en, measure, value_low, value_high from smart_city_share
        where taxonomy_id = '{taxonomy}' and counting = 'exclusive' and year = 2023
        and region_code = '11' and overlap_rule = 'two_or_more'""",
    )
    assert rows
    for code, name, measure, low, high in rows:
        layer = own.get(str(code), f"{name} (without codes of several layers)")
        if low is None:  # suppressed: the page has words in place of a number
            (words,) = {row[2] for row in shown if row[:2] == (layer, measure)}
            assert not re.search("[0-9]", words)
            continue
        value = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        assert (layer, measure, value) in shown


def test_the_reports_own_taxonomy_stays_in_the_headline(dropped_release: Path) -> None:
    text = (dropped_release / "report" / "en" / "index.html").read_text("utf-8")
    ((share,),) = ask(
        dropped_release,
        """select share_estimate from smart_city_estimate
        where taxonomy_id = 'smart_city_2021' and year = 2024 and region_code = '11'
        and overlap_rule = 'two_or_more' and layer = 'total' and counting = 'exclusive'
        and measure = 'employees'""",
    )
    assert f'class="big">about {share:.1%}' in text
    assert not any(OLD in row for row in table_rows(text))
    (approximation,) = views(text, "smart_city_divisions")
    assert "values of a proxy" in approximation
    assert "Seoul has" not in approximation


def views(page: str, taxonomy: str) -> list[str]:
    """The views of a taxonomy on the overview."""
    parts = re.split(r'data-option="?([a-z0-9_]+)', page)
    return [view for name, view in zip(parts[1::2], parts[2::2], strict=True) if name == taxonomy]


@pytest.mark.parametrize("taxonomy", ROWS)
def test_the_overview_names_the_taxonomy_that_it_shows(
    dropped_release: Path, taxonomy: str
) -> None:
    text = (dropped_release / "report" / "en" / "index.html").read_text("utf-8")
    (view,) = views(text, taxonomy)
    assert re.search(rf"{taxonomy}: in \d{{4}}, Seoul has ", view)
    assert "smart-city employees" not in view
    assert "rinted in the report" not in view


@pytest.mark.parametrize("taxonomy", ROWS)
def test_another_taxonomy_has_nothing_of_the_report(dropped_release: Path, taxonomy: str) -> None:
    for folder, printed in (("en", "rinted in the report"), ("", "보고서 수록값")):
        path = dropped_release / "report" / folder / f"taxonomy-{taxonomy}.html"
        text = path.read_text("utf-8")
        assert printed not in text
        assert "제317호" not in text
        assert "policy report 317" not in text.lower()


@pytest.mark.parametrize("taxonomy", ["mixed_revisions", "one_layer", "official"])
def test_a_trace_finds_the_same(lake: Path, dropped_release: Path, taxonomy: str) -> None:
    tracer = Tracer(dropped_release, lake / "raw")
    marts = [
        "smart_city_share",
        "technology_overlap",
        "taxonomy_sensitivity",
        "smart_city_industry",
    ]
    for mart in [*marts, "smart_city_estimate"]:
        names, rows = run_query(
            dropped_release / "marts.duckdb",
            f"""select * from {mart} where taxonomy_id = '{taxonomy}' and year = 2023
            and region_code in ('11', '29') order by all""",
        )
        for row in rows:
            trace = tracer.trace_row(mart, dict(zip(names, row, strict=True)))
            assert all(figure.agrees for figure in trace.figures), (mart, trace.key)


def test_a_lost_zero_is_refused_by_line(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    write_taxonomy(lake / "taxonomies", "lost_zero", ["a,seedlings,10,2011", "a,software,10,62"])
    done = run_smartcity(lake, "refresh")
    assert done.returncode != 0
    assert "lost_zero.csv line 2" in done.stderr
    assert "write 02011, or instead of the class its five-digit codes 20111" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_overlap_is_not_applicable_and_never_confidential(dropped_release: Path) -> None:
    """The layers of two_layers share no code: a share of their overlap is 0 / 0."""
    rows = ask(
        dropped_release,
        """select distinct value, share_low, status from smart_city_share
        where taxonomy_id = 'two_layers' and layer = 'common'""",
    )
    assert rows == [(0, None, "not_applicable")]
    for mart in ("smart_city_scale", "smart_city_share", "technology_overlap", "pension_share"):
        confidential = ask(
            dropped_release,
            f"""select * from {mart} where taxonomy_id = 'two_layers' and status = 'suppressed'""",
        )
        assert confidential == [], mart


def test_pages_say_not_applicable_for_combination_d(dropped_release: Path) -> None:
    """Table 8 leaves nothing for combination D in the nation."""
    for folder, expected, wrong in (
        ("", "해당 없음", "비공개"),
        ("en", "not applicable", "not published"),
    ):
        page = (dropped_release / "report" / folder / "overlap.html").read_text("utf-8")
        start = page.index('id="overlap-check"')
        check = page[start : page.index("</article>", start)]
        assert expected in check
        assert wrong not in check
