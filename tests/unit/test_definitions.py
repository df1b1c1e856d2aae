"""What an engineer sees in Dagster: everything is there, described, owned and in order."""

from __future__ import annotations

import configparser
from pathlib import Path

import dagster as dg
import pytest

from orchestration.assets.groups import BACKFILL
from orchestration.assets.policies import LAKE_POOL
from orchestration.contracts.declaration import load_declarations
from orchestration.definitions import build_definitions
from orchestration.ingest.data_age import OVERDUE
from orchestration.services import SERVICES
from orchestration.settings import PROJECT_ROOT
from orchestration.warehouse.lineage import lineage_of


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return build_definitions()


@pytest.fixture(scope="module")
def specs(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {s.key.to_user_string(): s for s in definitions.resolve_all_asset_specs()}


def test_every_asset_is_described_owned_and_of_a_kind(specs: dict[str, dg.AssetSpec]) -> None:
    for key, spec in specs.items():
        assert spec.description, key
        assert spec.owners, key
        assert spec.kinds, key


def test_groups_are_listed_in_the_order_of_the_flow(specs: dict[str, dg.AssetSpec]) -> None:
    groups = sorted({str(spec.group_name) for spec in specs.values()})
    assert [group.split("_", 1)[1] for group in groups] == [
        "backfill", "raw", "staged", "seeds", "staging", "intermediate", "marts", "release",
    ]  # fmt: skip


def test_sources_lead_to_their_page_and_are_downstream_of_their_periods(
    specs: dict[str, dg.AssetSpec],
) -> None:
    for source_id, declaration in load_declarations().items():
        spec = specs[f"raw/{source_id}"]
        assert spec.metadata["landing_page"].url == str(declaration.landing_page)
        parents = {dep.asset_key.to_user_string() for dep in spec.deps}
        assert (f"backfill/{source_id}" in parents) == (f"backfill/{source_id}" in specs)


def test_no_policy_takes_a_run_for_fresh_data(
    definitions: dg.Definitions, specs: dict[str, dg.AssetSpec]
) -> None:
    assert [key for key, spec in specs.items() if spec.freshness_policy] == []
    keys = definitions.resolve_asset_graph().asset_check_keys
    dated = {i for i, d in load_declarations().items() if d.cadence in OVERDUE}
    assert {k.asset_key.path[-1] for k in keys if k.name == "freshness"} == dated


def test_marts_have_columns_and_checks(
    definitions: dg.Definitions, specs: dict[str, dg.AssetSpec]
) -> None:
    graph = definitions.resolve_asset_graph()
    checked: dict[str, set[str]] = {}
    for key in graph.asset_check_keys:
        checked.setdefault(key.asset_key.to_user_string(), set()).add(key.name)
    marts = [key for key in specs if key.startswith("marts/")]
    assert len(marts) > 15
    for mart in marts:
        columns = specs[mart].metadata["dagster/column_schema"].columns
        assert all(column.description for column in columns)
        suites = {name for name in checked[mart] if name.startswith("suite_")}
        assert {"suite_key", "suite_values"} & suites
        assert checked[mart] - suites, f"{mart} has no test of dbt"
    for source_id in load_declarations():
        assert "arrival" in checked[f"raw/{source_id}"]


def test_the_job_refresh_takes_everything_but_backfills(
    definitions: dg.Definitions, specs: dict[str, dg.AssetSpec]
) -> None:
    job = definitions.resolve_job_def("refresh")
    taken = {key.to_user_string() for key in job.asset_layer.executable_asset_keys}
    left_out = {key for key, spec in specs.items() if spec.group_name == BACKFILL}
    assert left_out
    assert taken.isdisjoint(left_out)
    assert {key for key in specs if not key.startswith("backfill/")} <= taken
    assert job.partitions_def is None


def test_periods_are_years_or_months_in_seoul(specs: dict[str, dg.AssetSpec]) -> None:
    periods = {k: s.partitions_def for k, s in specs.items() if s.group_name == BACKFILL}
    assert set(periods) >= {
        f"backfill/{s}" for s in ("kosis_census", "sdot_weekly", "nps_workplaces")
    }
    for partitions in periods.values():
        assert isinstance(partitions, dg.TimeWindowPartitionsDefinition)
        assert partitions.timezone == "Asia/Seoul"
    assert periods["backfill/kosis_census"].get_partition_keys()[:2] == ["2020", "2021"]


def test_every_step_that_writes_the_lake_is_in_its_pool(definitions: dg.Definitions) -> None:
    ops = {n.name: n.definition for n in definitions.resolve_job_def("refresh").graph.nodes}
    assert {name for name, op in ops.items() if op.pool != LAKE_POOL} == {"freshness"}
    filled = definitions.resolve_implicit_global_asset_job_def().graph.nodes
    pools = {n.definition.pool for n in filled if n.name.startswith("backfill__")}
    assert pools == {LAKE_POOL}


def test_only_services_are_asked_again(definitions: dg.Definitions) -> None:
    ops = {n.name: n.definition for n in definitions.resolve_job_def("refresh").graph.nodes}
    for source_id, declaration in load_declarations().items():
        retried = ops[f"raw__{source_id}"].retry_policy is not None
        assert retried == (declaration.provider in SERVICES)


def test_single_assets_and_checks_can_be_selected(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    whole = [
        key.to_user_string()
        for key in graph.materializable_asset_keys
        if graph.get_execution_set_asset_and_check_keys(key) - {key}
    ]
    assert whole == []


def test_lineage_goes_through_joins_stars_and_staged_files() -> None:
    sql = """
        with cells as (select cell.*, labels.name from "db"."main"."int_cells" as cell
                       left join "db"."main"."labels" as labels on cell.code = labels.code)
        select cells.name, cells.value / total.value as share, 1 as one
        from cells cross join read_parquet('/anywhere/staged/totals/*.parquet') as total
    """
    schema = {
        "int_cells": {"code": "varchar", "value": "bigint"},
        "labels": {"code": "varchar", "name": "varchar"},
        "staged__totals": {"value": "bigint"},
    }
    assert lineage_of(sql, schema) == {
        "name": [("labels", "name")],
        "share": [("int_cells", "value"), ("staged/totals", "value")],
        "one": [],
    }


@pytest.mark.parametrize("path", sorted((PROJECT_ROOT / "deploy" / "systemd").glob("*.service")))
def test_units_start_from_the_prepared_home_and_may_write_little(path: Path) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(path)
    service = unit["Service"]
    assert service["ExecStartPre"].endswith("-m orchestration.instance")
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    if "webserver" in path.name:
        assert "-h 127.0.0.1" in service["ExecStart"]
