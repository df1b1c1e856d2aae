"""What another taxonomy would change: built aside, compared, nothing in the lake touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.console.whatif import print_what_if
from orchestration.errors import ConfigurationError, TaxonomyRefused
from orchestration.settings import Settings
from orchestration.storage.files import tree_digest
from orchestration.warehouse.build import NodeResult, invoke
from orchestration.whatif import Difference, WhatIf, compare, what_if
from tests.support.bundled import bundled_warehouse, stage_bundled

HEADER = "taxonomy_id,layer,industry,ksic_revision,ksic_code,evidence,note\n"
SOFTWARE = HEADER + "software_only,software,software,10,62,mine,\n"


def settings_of(lake: Path) -> Settings:
    return Settings(_env_file=None, SMARTCITY_LAKE=lake)  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A staged lake with a release that holds the bundled taxonomies."""
    lake = tmp_path_factory.mktemp("lake")
    staged = stage_bundled(lake)
    release = lake / "releases" / "r1"
    release.mkdir(parents=True)
    with bundled_warehouse(staged, ("smart_city_share",)) as connection:
        connection.execute(f"attach '{release / 'marts.duckdb'}' as release")
        connection.execute("create table release.smart_city_share as from smart_city_share")
    (lake / "releases" / "current").symlink_to("r1")
    return lake


@pytest.fixture(scope="module")
def asked(lake: Path, tmp_path_factory: pytest.TempPathFactory) -> WhatIf:
    path = tmp_path_factory.mktemp("csv") / "software_only.csv"
    path.write_text(SOFTWARE, "utf-8")
    before = tree_digest(lake, ("**/*",))
    found = what_if(path, settings_of(lake), against="smart_city_2021")
    assert tree_digest(lake, ("**/*",)) == before
    return found


def test_compares_with_the_named_taxonomy(asked: WhatIf) -> None:
    assert (asked.taxonomy_id, asked.codes) == ("software_only", 1)
    assert asked.attribution == "Taxonomy added by the user (software_only.csv)"
    assert (asked.release_id, asked.compared_with) == ("r1", "smart_city_2021")


def test_rows_hold_both_sides(asked: WhatIf, lake: Path) -> None:
    total = [
        row
        for row in asked.rows
        if (row.layer, row.year, row.region_code, row.counting)
        == ("total", 2023, "11", "inclusive")
        and row.measure == "employees"
    ]
    assert len(total) == 1
    with duckdb.connect() as connection:
        expected = connection.execute(
            f"""select value from read_parquet('{lake}/staged/census_cells/*.parquet')
                where year = 2023 and region_code = '11' and ksic_code = '62'
                  and measure = 'employees'"""
        ).fetchall()[0][0]
    assert total[0].after_low == total[0].after_high == expected
    assert total[0].before_low is not None
    assert total[0].change is None
    assert round(100 * (total[0].after_share_low or 0), 1) == 60.5
    assert total[0] in asked.changed()
    assert total[0].after_estimate is None, "what is exact has no estimate"


def test_a_layer_that_one_side_lacks_is_there_with_one_side(asked: WhatIf) -> None:
    layers = {row.layer: row for row in asked.rows}
    assert layers["software"].before_low is None
    assert layers["infrastructure"].after_low is None


def test_without_a_release_there_is_no_before(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute("""
            create table smart_city_share as
            select 'mine' as taxonomy_id, 'two_or_more' as overlap_rule, 'register' as series,
                   2020 as year, '11' as region_code, '서울' as region_name_ko, 'total' as layer,
                   'inclusive' as counting, 'employees' as measure, 4 as value_low,
                   4 as value_high, 0.25 as share_low, 0.25 as share_high, 'derived' as status
        """)
    rows = compare(tmp_path / "w.duckdb", None, "mine", None)
    assert [(row.before_low, row.after_low, row.change) for row in rows] == [(None, 4, None)]


def test_a_taxonomy_that_the_release_does_not_have_is_compared_with_none(
    asked: WhatIf, lake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "software_only.csv"
    path.write_text(SOFTWARE, "utf-8")
    found = what_if(path, settings_of(lake))
    assert found.compared_with is None
    assert {row.before_status for row in found.rows} == {None}
    wanted = {_own(row) for row in asked.rows if row.after_status is not None}
    assert {_own(row) for row in found.rows} == wanted
    print_what_if(found, as_json=False)
    printed = capsys.readouterr().out
    assert "before" not in printed
    assert "--against ID compares" in printed


def test_the_agency_that_the_file_names_is_credited(
    lake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "software_only.csv"
    path.write_text(f"# agency_en: Made-up agency\n# notice: No. 1\n{SOFTWARE}", "utf-8")
    found = what_if(path, settings_of(lake))
    assert found.attribution == "Made-up agency, No. 1"
    print_what_if(found, as_json=False)
    assert "software_only (Made-up agency, No. 1): 1 codes." in capsys.readouterr().out


def _own(row: Difference) -> tuple[object, ...]:
    """Key and values of the file in a row."""
    key = (row.series, row.year, row.region_code, row.layer, row.counting, row.measure)
    return (*key, row.after_low, row.after_high, row.after_share_low, row.after_share_high)


def test_a_taxonomy_to_compare_with_has_to_be_in_the_release(lake: Path, tmp_path: Path) -> None:
    path = tmp_path / "software_only.csv"
    path.write_text(SOFTWARE, "utf-8")
    with pytest.raises(ConfigurationError, match="no taxonomy nope") as caught:
        what_if(path, settings_of(lake), against="nope")
    assert "smart_city_2021" in str(caught.value)


def test_a_share_of_nothing_is_not_called_confidential(
    asked: WhatIf, capsys: pytest.CaptureFixture[str]
) -> None:
    """One layer has no common part: 0 of 0 is not applicable."""
    empty = [row for row in asked.rows if row.layer == "common" and row.year == 2023]
    assert {row.after_status for row in empty} == {"not_applicable"}
    print_what_if(replace(asked, rows=tuple(empty)), as_json=False)
    printed = capsys.readouterr().out
    assert "not applicable" in printed
    assert "not disclosed" not in printed


def test_nothing_staged_yet(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(SOFTWARE, "utf-8")
    with pytest.raises(ConfigurationError, match="nothing is staged yet"):
        what_if(path, settings_of(tmp_path / "lake"))


def test_a_bad_row_is_refused_with_its_line(lake: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(SOFTWARE + "software_only,software,software,10,99999,mine,\n", "utf-8")
    with pytest.raises(TaxonomyRefused, match=r"99999 is not in KSIC 10.*bad\.csv line 3"):
        what_if(path, settings_of(lake))


def test_estimates_are_compared_where_only_bounds_are_known(lake: Path, tmp_path: Path) -> None:
    """A layer of one five-digit code: bounds, an estimate inside them, and its grade."""
    path = tmp_path / "apps.csv"
    path.write_text(HEADER + "apps,software,software,10,58222,mine,\n", "utf-8")
    found = what_if(path, settings_of(lake))
    (seoul,) = [
        row
        for row in found.rows
        if (row.layer, row.year, row.region_code, row.counting, row.measure)
        == ("total", 2023, "11", "inclusive", "employees")
    ]
    assert seoul.after_share_estimate is not None
    assert seoul.after_share_low < seoul.after_share_estimate < seoul.after_share_high  # type: ignore[operator]
    assert seoul.after_low < seoul.after_estimate < seoul.after_high  # type: ignore[operator]
    assert seoul.after_reliability in ("A", "B", "C")
    assert seoul.before_estimate is None, "the release of this test has no estimates"


@pytest.fixture
def names_built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what dbt builds from now on."""
    found: list[str] = []

    def recorded(arguments: list[str], *rest: Any, **options: Any) -> list[NodeResult]:
        nodes = invoke(arguments, *rest, **options)
        found.extend(node.name for node in nodes)
        return nodes

    monkeypatch.setattr("orchestration.whatif.invoke", recorded)
    return found


def test_starts_from_the_last_refresh(
    bundled_lake: Path, tmp_path: Path, names_built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what depends on a taxonomy is built, and the values are those of a whole build."""
    path = tmp_path / "mine.csv"
    path.write_text(SOFTWARE, "utf-8")
    settings = settings_of(bundled_lake)
    before = tree_digest(settings.kept, ("*",))
    from_kept = what_if(path, settings, against="smart_city_2021")
    built, names_built[:] = set(names_built), []
    assert {"smart_city_share", "smart_city_estimate", "int_set_bounds"} <= built
    assert not {"int_cell_bounds", "int_estimate_units", "ksic"} & built
    assert tree_digest(settings.kept, ("*",)) == before

    monkeypatch.setattr("orchestration.whatif.kept_warehouse", lambda _: None)
    assert what_if(path, settings, against="smart_city_2021") == from_kept
    assert {"int_cell_bounds", "int_estimate_units", "ksic"} <= set(names_built)
