"""What a person starts from an asset's page, on a real instance and a lake with the bundled release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from expectations.groups import groups_of
from expectations.suite import load_suites
from orchestration.assets.released import newest_idle_run
from orchestration.definitions import build_definitions
from orchestration.release.catalog import ReleaseCatalog
from orchestration.sensors import build_sensors, published_in
from orchestration.settings import load_settings

MART = "published_reproduction"
"""A mart whose suite reads another mart, `published_figures`."""


@pytest.fixture
def instance(
    lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dg.DagsterInstance]:
    """Records on disk, beside a copy of the bundled lake."""
    monkeypatch.setenv("SMARTCITY_LAKE", str(lake))
    home = tmp_path / "home"
    home.mkdir()
    with dg.DagsterInstance.local_temp(str(home)) as instance:
        yield instance


def run(
    instance: dg.DagsterInstance,
    *keys: str,
    checks: tuple[tuple[str, str], ...] = (),
    partition: str | None = None,
) -> dg.ExecuteInProcessResult:
    """Materialize the assets with their checks, or run only `checks` (asset and name)."""
    job = build_definitions().resolve_implicit_global_asset_job_def()
    if checks:
        wanted = {dg.AssetCheckKey(dg.AssetKey(a.split("/")), name) for a, name in checks}
        job = job.get_subset(asset_selection=set(), asset_check_selection=wanted)
    selection = [dg.AssetKey(key.split("/")) for key in keys] or None
    return job.execute_in_process(
        instance=instance,
        asset_selection=selection,
        partition_key=partition,
        raise_on_error=False,
    )


def failures(result: dg.ExecuteInProcessResult) -> list[str]:
    """The descriptions of the steps that failed."""
    data = [e.step_failure_data for e in result.all_events if e.is_step_failure]
    return [d.user_failure_data.description for d in data if d.user_failure_data]


def made(result: dg.ExecuteInProcessResult) -> dict[str, dg.AssetMaterialization]:
    events = result.get_asset_materialization_events()
    found = [e.step_materialization_data.materialization for e in events]
    return {m.asset_key.to_user_string(): m for m in found}


def passed(result: dg.ExecuteInProcessResult) -> dict[str, bool]:
    found = result.get_asset_check_evaluations()
    return {f"{e.asset_key.to_user_string()} {e.check_name}": e.passed for e in found}


def value(materialization: dg.AssetMaterialization, name: str) -> Any:
    return materialization.metadata[name].value


def test_a_selection_is_built_aside_with_its_checks(
    instance: dg.DagsterInstance, marts_file: Path
) -> None:
    keys = (f"marts/{MART}", "seeds/ksic", "staging/stg_census__cells")
    before = ReleaseCatalog(load_settings().releases).current_id()
    result = run(instance, *keys)
    assert result.success, failures(result)
    assert set(made(result)) == set(keys)

    mart, file = made(result)[f"marts/{MART}"], load_settings().aside / "smartcity.duckdb"
    assert value(mart, "release") == "built aside; no release has it"
    assert Path(value(mart, "file")) == file
    with duckdb.connect(str(marts_file)) as released, duckdb.connect(str(file)) as aside:
        query = f"select * from {MART} order by all"
        assert aside.execute(query).fetchall() == released.execute(query).fetchall()
        assert aside.execute("select count(*) from published_figures").fetchone() != (0,)
        rows = released.execute(f"select count(*) from {MART}").fetchone()
    assert (value(mart, "dagster/row_count"),) == rows
    assert value(mart, "bytes") > 0
    lineage = value(mart, "dagster/column_lineage").deps_by_column
    assert {d.asset_key.path[0] for deps in lineage.values() for d in deps} <= {
        "staged", "seeds", "staging", "intermediate", "marts",
    }  # fmt: skip

    checks = passed(result)
    suites = {f"marts/{MART} suite_{group}" for group in groups_of(load_suites()[MART])}
    assert suites <= checks.keys()
    assert any(name.startswith("staging/stg_census__cells ") for name in checks)
    assert all(checks.values())
    assert ReleaseCatalog(load_settings().releases).current_id() == before


def test_the_suite_of_a_mart_alone_validates_the_current_release(
    instance: dg.DagsterInstance,
) -> None:
    result = run(instance, checks=(("marts/smart_city_share", "suite_bounds"),))
    assert result.success, failures(result)
    assert passed(result) == {"marts/smart_city_share suite_bounds": True}
    assert made(result) == {}
    assert not load_settings().aside.exists()


def test_a_part_of_a_release_is_refused_with_one_sentence(instance: dg.DagsterInstance) -> None:
    result = run(instance, "release/current")
    assert not result.success
    (sentence,) = failures(result)
    assert sentence.startswith("SC101 a release is built and published as a whole")
    assert sentence.endswith("a mart without a release can be materialized by itself")
    assert made(result) == {}


def test_a_backfill_of_a_period_that_no_source_has_fails(instance: dg.DagsterInstance) -> None:
    result = run(instance, "backfill/sdot_api", partition="2024-01")
    assert not result.success
    (sentence,) = failures(result)
    assert sentence.startswith("SC205 sdot_api 2024-01: skipped: no key")
    assert sentence.endswith("set SEOUL_API_KEY to fetch it")
    assert made(result) == {}


def test_staged_data_sets_are_counted(instance: dg.DagsterInstance) -> None:
    result = run(instance, "staged/census_cells")
    assert result.success, failures(result)
    (key,) = made(result)
    assert key == "staged/census_cells"
    assert value(made(result)[key], "dagster/row_count") > 10_000
    assert value(made(result)[key], "bytes") > 10_000


def test_freshness_knows_that_bundled_data_are_not_fresh(instance: dg.DagsterInstance) -> None:
    result = run(
        instance, checks=(("raw/kosis_census", "freshness"), ("raw/sdot_api", "freshness"))
    )
    assert result.success
    (evaluation,) = result.get_asset_check_evaluations()
    assert evaluation.asset_key.path[-1] == "kosis_census"
    assert not evaluation.passed
    assert evaluation.severity is dg.AssetCheckSeverity.WARN
    assert "set KOSIS_API_KEY" in str(evaluation.description)


def test_the_job_does_nothing_when_nothing_is_new(instance: dg.DagsterInstance) -> None:
    job = build_definitions().resolve_job_def("refresh")
    result = job.execute_in_process(instance=instance, raise_on_error=False)
    assert result.success, failures(result)
    assert made(result) == {}
    assert passed(result) == {}
    skipped = {e.step_key for e in result.all_events if e.is_step_skipped}
    assert {"staged", "warehouse", "quality", "release__current"} <= skipped
    (observed,) = result.get_asset_observation_events()
    assert "nothing new" in str(observed.asset_observation_data.asset_observation.description)
    assert published_in(instance, result.run_id) is None
    assert newest_idle_run(instance) == result.run_id


def test_the_job_builds_nothing_when_what_arrived_changes_nothing(
    instance: dg.DagsterInstance, lake: Path
) -> None:
    """A file in the drop folder has to be looked at; no source recognises it."""
    (lake / "landing").mkdir(exist_ok=True)
    (lake / "landing" / "unknown.csv").write_text("a,b\n1,2\n")
    job = build_definitions().resolve_job_def("refresh")
    result = job.execute_in_process(instance=instance, raise_on_error=False)
    assert result.success, failures(result)
    assert "raw/kosis_census" in made(result)
    skipped = {e.step_key for e in result.all_events if e.is_step_skipped}
    assert {"warehouse", "quality", "release__candidate", "release__current"} <= skipped
    assert "staged" not in skipped
    (observed,) = result.get_asset_observation_events()
    assert "nothing new" in str(observed.asset_observation_data.asset_observation.description)
    assert newest_idle_run(instance) == result.run_id


def test_a_release_of_the_command_is_reported_once(instance: dg.DagsterInstance) -> None:
    sensor = next(s for s in build_sensors(load_settings()) if s.name == "report_releases")

    def tick() -> list[Any]:
        with dg.build_sensor_context(instance=instance) as context:
            return list(sensor.evaluate_tick(context).asset_events)

    reported = tick()
    for event in reported:
        instance.report_runless_asset_event(event)
    materialized = {e.asset_key for e in reported if isinstance(e, dg.AssetMaterialization)}
    graph = build_definitions().resolve_asset_graph()
    without_data = {k for k in graph.materializable_asset_keys if k.path[0] == "backfill"}
    assert graph.materializable_asset_keys - without_data <= materialized
    checked = {
        dg.AssetCheckKey(e.asset_key, e.check_name)
        for e in reported
        if isinstance(e, dg.AssetCheckEvaluation)
    }
    suites = {k for k in graph.asset_check_keys if k.name.startswith("suite_")}
    assert suites <= checked <= graph.asset_check_keys

    census = dg.AssetKey(["backfill", "kosis_census"])
    assert instance.get_materialized_partitions(census) == {"2020", "2021", "2022", "2023"}
    newest = instance.get_latest_materialization_event(census)
    assert newest is not None
    assert newest.asset_materialization is not None
    assert newest.asset_materialization.partition == "2023"
    assert value(newest.asset_materialization, "dagster/partition_row_count") == 3302
    share = instance.get_latest_materialization_event(dg.AssetKey(["marts", "industry_share"]))
    assert share is not None
    assert share.asset_materialization is not None
    assert value(share.asset_materialization, "dagster/row_count") > 0
    assert tick() == []

    instance.report_runless_asset_event(dg.AssetObservation(dg.AssetKey(["release", "current"])))
    after_idle_run = tick()
    assert after_idle_run
    assert all(isinstance(event, dg.AssetCheckEvaluation) for event in after_idle_run)


def test_an_older_release_that_is_current_again_is_reported(
    instance: dg.DagsterInstance,
) -> None:
    sensor = next(s for s in build_sensors(load_settings()) if s.name == "report_releases")
    metadata = {"release_id": "r-other", "published_at": "2026-01-01T00:00:00+00:00"}
    instance.report_runless_asset_event(
        dg.AssetMaterialization(dg.AssetKey(["release", "current"]), metadata=metadata)
    )
    with dg.build_sensor_context(instance=instance) as context:
        assert sensor.evaluate_tick(context).asset_events
