"""`smartcity taxonomy diff`, on the bundled release and on a file."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from orchestration.release.query import run_query
from orchestration.settings import Settings
from orchestration.site.taxonomy_difference.difference import TaxonomyDifference
from orchestration.taxonomy_diff import compare_taxonomies
from tests.conftest import run_smartcity

FILE = """\
# title_en: Software and chips, made up
taxonomy_id,layer,ksic_revision,ksic_code,coverage
smart_city_2021,core,11,62,
smart_city_2021,core,11,26,
smart_city_2021,core,10,63,part
"""


def settings_of(lake: Path) -> Settings:
    return Settings(_env_file=None, SMARTCITY_LAKE=lake)  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def divisions(bundled_lake: Path) -> TaxonomyDifference:
    settings = settings_of(bundled_lake)
    return compare_taxonomies("smart_city_2021", "smart_city_divisions", settings)


def test_the_codes_are_sorted_by_side(divisions: TaxonomyDifference) -> None:
    kinds = {code.ksic_code: (code.first, code.second) for code in divisions.codes}
    assert kinds["62"] == ("full", "full")
    assert kinds["423"] == ("full", "none")
    assert kinds["581"] == ("none", "full")
    assert "5821" not in kinds, "the code above it is the same in both"
    assert kinds["582"] == ("full", "full")


def test_the_shares_are_those_of_the_marts(divisions: TaxonomyDifference, release: Path) -> None:
    rows = run_query(
        release / "marts.duckdb",
        """select taxonomy_id, region_code, share_low, share_high from smart_city_share
        where layer = 'total' and counting = 'inclusive' and overlap_rule = 'two_or_more'
        and year = 2023 and measure = 'employees' and region_code <> '00'""",
    )[1]
    expected = {(row[0], row[1]): row[2:] for row in rows}
    assert len(divisions.regions) == 17
    for row in divisions.regions:
        first, second = (row.first_low, row.first_high), (row.second_low, row.second_high)
        assert first == expected["smart_city_2021", row.region_code]
        assert second == expected["smart_city_divisions", row.region_code]


def test_the_effect_of_a_code_is_computed_by_hand(
    bundled_lake: Path, release: Path, tmp_path: Path
) -> None:
    """Division 26 added to a taxonomy of division 62, both published."""
    paths = [tmp_path / "first.csv", tmp_path / "second.csv"]
    header = "taxonomy_id,layer,ksic_revision,ksic_code\n"
    paths[0].write_text(f"{header}one,core,10,62\n")
    paths[1].write_text(f"{header}one,core,10,62\none,core,10,26\n")
    found = compare_taxonomies(*map(str, paths), settings_of(bundled_lake))
    (added,) = found.different()
    values = {
        (row[0], row[1]): int(str(row[2]))
        for row in run_query(
            release / "marts.duckdb",
            """select ksic_code, region_code, value from industry_share where year = 2023
            and measure = 'employees' and ksic_code in ('26', '62') and region_code in ('00', '11')""",
        )[1]
    }
    own, nation = values["62", "11"], values["62", "00"]
    after = (own + values["26", "11"]) / (nation + values["26", "00"])
    assert (added.ksic_code, added.first, added.second) == ("26", "none", "full")
    assert added.effect == pytest.approx(after - own / nation, rel=1e-12)
    assert not added.is_estimate
    seoul = next(row for row in found.regions if row.region_code == "11")
    assert seoul.second_low == seoul.second_high == pytest.approx(after, rel=1e-12)


def test_a_file_of_two_revisions_and_a_part_against_the_release(
    bundled_lake: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(FILE)
    done = run_smartcity(bundled_lake, "taxonomy", "diff", "smart_city_2021", str(path), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    kinds = {code["ksic_code"]: (code["first"], code["second"]) for code in found["codes"]}
    assert kinds["62"] == ("full", "full")
    below_63 = {code: sides for code, sides in kinds.items() if code.startswith("63")}
    assert below_63 == {
        "631": ("full", "part"),
        "6391": ("none", "part"),
        "6399": ("full", "part"),
    }
    assert {row["region_code"] for row in found["regions"]} >= {"11", "31"}
    printed = run_smartcity(bundled_lake, "taxonomy", "diff", "smart_city_2021", str(path))
    assert "Codes that move the share of region 11 most" in printed.stdout


PAIRS = [
    ("smart_city_2021", "smart_city_divisions"),
    ("smart_city_2021", "high_technology_knowledge"),
    ("smart_city_2021", "ict_sector"),
    ("smart_city_divisions", "high_technology_knowledge"),
    ("smart_city_divisions", "ict_sector"),
    ("high_technology_knowledge", "ict_sector"),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_published_page_shows_what_the_command_gives(
    bundled_lake: Path, release: Path, first: str, second: str
) -> None:
    found = compare_taxonomies(first, second, settings_of(bundled_lake))
    name = f"compare-taxonomies--difference-by-region--{first}-{second}.csv"
    with (release / "report" / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found.regions) == 17
    for shown, row in zip(rows, found.regions, strict=True):
        assert shown["region_code"] == row.region_code
        for column in ("first_low", "second_high", "first_estimate", "second_estimate", "change"):
            value = getattr(row, column)
            expected = None if value is None else float(f"{value:.9g}")  # the digits of page data
            assert (float(shown[column]) if shown[column] else None) == expected, column
    page = (release / "report" / "en" / "compare-taxonomies.html").read_text("utf-8")
    view = page.split(f'<div data-option="{first}-{second}">')[1].split("<div data-option=")[0]
    for kind in (found.in_both(), found.only_in_first(), found.only_in_second(), found.in_part()):
        for code in kind:
            assert re.search(rf"[> ]{code.ksic_code}[,<\s]", view), code
    effects = [code for code in found.different() if code.effect is not None][:12]
    for code in effects:
        effect = f"{100 * code.effect:+.2f} pp".replace("-", "\N{MINUS SIGN}")  # type: ignore[operator]
        row_of = rf">{code.ksic_code} [^\n]*?</a>(<td>[^<]*){{2}}<td>(about )?{re.escape(effect)}"
        assert re.search(row_of, view), code
    assert ("No effects of single codes" in view) == (not effects)


def test_the_ends_of_a_change_follow_from_both_shares(divisions: TaxonomyDifference) -> None:
    for row in divisions.regions:
        ends = (row.first_low, row.first_high, row.second_low, row.second_high)
        low, high, other_low, other_high = (float(str(end)) for end in ends)
        assert row.change_low == pytest.approx(other_low - high, abs=1e-12)
        assert row.change_high == pytest.approx(other_high - low, abs=1e-12)
        if row.change is not None:
            assert row.change_low <= row.change <= row.change_high
    seoul = next(row for row in divisions.regions if row.region_code == "11")
    assert seoul.first_reliability in ("A", "B")
    assert seoul.change == pytest.approx(
        float(str(seoul.second_low)) - float(str(seoul.first_estimate))
    )


def test_an_unknown_taxonomy_is_one_line(bundled_lake: Path) -> None:
    done = run_smartcity(bundled_lake, "taxonomy", "diff", "smart_city_2021", "nope")
    assert done.returncode != 0
    assert "the release has no taxonomy nope" in done.stderr
    assert "smart_city_divisions" in done.stderr
    assert "Traceback" not in done.stderr
