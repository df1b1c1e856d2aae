"""The whole job against a KOSIS of our own on loopback: leaf data make the layer totals exact.

The figures are synthetic (tests/support/leaf_census.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.release.query import run_query
from tests.conftest import run_smartcity
from tests.support.kosis_service import KosisService
from tests.support.kosis_table import KosisTable, census_table
from tests.support.loopback import Loopback, serving

KEY = "synthetic+key/for=tests"
YEARS = (2022, 2023)


@pytest.fixture(scope="module")
def table() -> KosisTable:
    return census_table(YEARS)


@pytest.fixture(scope="module")
def service(table: KosisTable) -> Iterator[Loopback]:
    with serving(KosisService(table, KEY)) as loopback:
        yield loopback


@pytest.fixture(scope="module")
def live_release(
    tmp_path_factory: pytest.TempPathFactory, service: Loopback
) -> tuple[Path, Path, str]:
    """The lake, its release, and all that the run printed."""
    lake = tmp_path_factory.mktemp("live") / "lake"
    done = run_smartcity(
        lake,
        *("refresh", "--from", "2022", "--to", "2023", "--json"),
        KOSIS_API_KEY=KEY,
        SMARTCITY_KOSIS_URL=service.url + "/",
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["new"] is True
    return lake, ReleaseCatalog(lake / "releases").current(), done.stdout + done.stderr


def test_release_is_valid_and_from_the_service(live_release: tuple[Path, Path, str]) -> None:
    _, release, _ = live_release
    verify_checksums(release)
    rows = run_query(
        release / "marts.duckdb",
        "select distinct origin from source_snapshots where source_id = 'kosis_census'",
    )[1]
    assert rows == [("fetched",)]


def test_layer_totals_are_exact_and_true(
    live_release: tuple[Path, Path, str], table: KosisTable
) -> None:
    marts = live_release[1] / "marts.duckdb"
    codes = run_query(
        marts,
        "select distinct dropped_code from taxonomy_sensitivity"
        " where taxonomy_id = 'smart_city_2021'",
    )[1]
    leaves = [code for (code,) in codes]
    rows = run_query(
        marts,
        "select year, region_code, measure, value, is_exact, resolution from smart_city_scale"
        " where taxonomy_id = 'smart_city_2021' and layer = 'total' and counting = 'inclusive'"
        " and overlap_rule = 'two_or_more'",
    )[1]
    assert len(rows) == len(YEARS) * 18 * 2
    for year, region, measure, value, is_exact, resolution in rows:
        assert (is_exact, resolution) == (True, "leaf")
        assert value == table.truth[year].total(leaves, str(measure))[str(region)]


def test_nothing_left_behind_holds_the_key(live_release: tuple[Path, Path, str]) -> None:
    lake, _, printed = live_release
    from urllib.parse import quote

    forms = [KEY, quote(KEY, safe=""), quote(KEY)]
    assert not any(form in printed for form in forms)
    for path in lake.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(form.encode() in content for form in forms), path


def test_a_second_refresh_asks_only_whether_anything_changed(
    live_release: tuple[Path, Path, str], service: Loopback
) -> None:
    lake, release, _ = live_release
    before = service.asked("getList")
    done = run_smartcity(
        lake,
        *("refresh", "--source", "kosis_census", "--from", "2022", "--to", "2023"),
        KOSIS_API_KEY=KEY,
        SMARTCITY_KOSIS_URL=service.url + "/",
    )
    assert done.returncode == 0, done.stderr
    assert service.asked("getList") == before
    assert f"{release.name} (nothing new; still current)" in done.stdout
    assert "without gating" not in done.stderr
    assert ended_stages(lake)[-2:] == ["staged", "look for changes"]


def ended_stages(lake: Path) -> list[str]:
    """The stages of the last run, in order, as its log has them."""
    log = map(json.loads, (lake / "logs" / "refresh.jsonl").read_text("utf-8").splitlines())
    lines = [line for line in log if line["event"] == "stage finished"]
    return [line["stage"] for line in lines if line["run_id"] == lines[-1]["run_id"]]
