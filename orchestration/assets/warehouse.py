"""Warehouse: dbt's seeds, models and tests as assets and asset checks."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from orchestration.assets.build_metadata import BuildMetadata
from orchestration.assets.dbt_specs import DbtSpecs
from orchestration.assets.policies import BY_COMMAND
from orchestration.resources import RefreshResource
from orchestration.warehouse.build import NodeResult


def mart_key(mart: str) -> dg.AssetKey:
    """The key of a mart's asset."""
    return dg.AssetKey(["marts", mart])


def build_warehouse_assets(manifest: Path) -> dg.AssetsDefinition:
    """`dbt build` as one step."""
    specs = DbtSpecs(manifest)
    keys = {spec.key.path[-1]: spec.key for spec in specs.assets}

    @dg.multi_asset(specs=specs.assets, check_specs=specs.checks, name="warehouse", can_subset=True)
    def _build(
        context: dg.AssetExecutionContext, refresh: RefreshResource
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        results = refresh.run.build()
        metadata = BuildMetadata(refresh.run, keys, with_lineage=BY_COMMAND not in context.run.tags)
        checks = {key.name: key for key in context.selected_asset_check_keys}
        for node in results:
            if node.succeeded and keys.get(node.name) in context.selected_asset_keys:
                yield dg.MaterializeResult(asset_key=keys[node.name], metadata=metadata.of(node))
        for node in results:
            if node.name in checks:
                yield _check(node, checks[node.name])
        refresh.run.require_built()

    return _build


def _check(node: NodeResult, key: dg.AssetCheckKey) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=node.succeeded,
        severity=dg.AssetCheckSeverity.WARN
        if node.status == "warn"
        else dg.AssetCheckSeverity.ERROR,
        metadata={"failures": node.failures, "message": node.message or node.status},
    )
