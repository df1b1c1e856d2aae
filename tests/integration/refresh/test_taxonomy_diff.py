"""`smartcity taxonomy diff`, on the bundled release and on a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.release.query import run_query
from orchestration.settings import Settings
from orchestration.taxonomy_diff import TaxonomyDifference, compare_taxonomies
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


def test_an_unknown_taxonomy_is_one_line(bundled_lake: Path) -> None:
    done = run_smartcity(bundled_lake, "taxonomy", "diff", "smart_city_2021", "nope")
    assert done.returncode != 0
    assert "the release has no taxonomy nope" in done.stderr
    assert "smart_city_divisions" in done.stderr
    assert "Traceback" not in done.stderr
