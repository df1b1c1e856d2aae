"""Warehouse: dbt's seeds, models and tests as assets and asset checks."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from orchestration.resources import RefreshResource
from orchestration.warehouse.build import NodeResult


def mart_key(mart: str) -> dg.AssetKey:
    """The key of a mart's asset."""
    return dg.AssetKey(["marts", mart])


class Translator(DagsterDbtTranslator):
    """dbt's nodes in our words: key and group are the layer that a node lies in."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_asset_checks=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey([_layer(dbt_resource_props), dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return _layer(dbt_resource_props)

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return ["team:statistics"]


def build_warehouse_assets(manifest: Path) -> dg.AssetsDefinition:
    """All of dbt as one step."""
    translator = Translator()

    @dbt_assets(manifest=manifest, dagster_dbt_translator=translator, name="warehouse")
    def _build(
        context: dg.AssetExecutionContext, refresh: RefreshResource
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        results = refresh.run.build()
        checks = {key.name: key for key in context.selected_asset_check_keys}
        keys = {key.path[-1]: key for key in context.selected_asset_keys}
        for node in results:
            if node.succeeded and node.name in keys:
                yield dg.MaterializeResult(asset_key=keys[node.name], metadata=_metadata(node))
        for node in results:
            if node.name in checks:
                yield _check(node, checks[node.name])
        refresh.run.require_built()

    return _build


def _layer(props: Mapping[str, Any]) -> str:
    return "seeds" if props["resource_type"] == "seed" else str(props["fqn"][1])


def _metadata(node: NodeResult) -> dict[str, Any]:
    return {"seconds": round(node.seconds, 3)}


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
