"""Warehouse: dbt's seeds, models and tests as assets and asset checks."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import dagster as dg

from orchestration.assets.build_metadata import BuildMetadata
from orchestration.assets.dbt_specs import DbtSpecs
from orchestration.assets.policies import LAKE_POOL
from orchestration.assets.steps import Result, only_selected, step
from orchestration.refresh.run import Refresh
from orchestration.resources import RefreshResource
from orchestration.warehouse.build import NodeResult


def build_warehouse_assets(manifest: Path) -> dg.AssetsDefinition:
    """`dbt build` as one step.

    In a run that publishes a release everything is built; in another only the selected assets and checks,
    with all that they are made from, aside.
    """
    specs = DbtSpecs(manifest)
    keys = {spec.key.path[-1]: spec.key for spec in specs.assets}

    @dg.multi_asset(
        specs=specs.assets,
        check_specs=specs.checks,
        name="warehouse",
        can_subset=True,
        pool=LAKE_POOL,
    )
    def _build(context: dg.AssetExecutionContext, refresh: RefreshResource) -> Iterator[Result]:
        checks = {key.name: key for key in context.selected_asset_check_keys}
        with step(context, refresh) as run:
            if run.publishes:
                results = run.build()
            else:
                selected = [key.path[-1] for key in context.selected_asset_keys]
                results = run.build_aside([*selected, *checks])
            yield from only_selected(context, _made(context, run, keys))
            yield from (_check(n, checks[n.name]) for n in results if n.name in checks)
            run.require_built()

    return _build


def _made(
    context: dg.AssetExecutionContext, run: Refresh, keys: Mapping[str, dg.AssetKey]
) -> Iterator[dg.MaterializeResult[None]]:
    """The relations that were built; with metadata where the run is recorded and can be looked at."""
    metadata = None if context.instance.is_ephemeral else BuildMetadata(run, keys)
    for node in run.nodes:
        if node.succeeded and node.name in keys:
            shown = metadata.of(node) if metadata else {}
            yield dg.MaterializeResult(asset_key=keys[node.name], metadata=shown)


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
