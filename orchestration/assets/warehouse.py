"""Warehouse: dbt's seeds, models and tests as assets and asset checks."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from orchestration.assets.groups import group_of_layer
from orchestration.assets.policies import BY_COMMAND
from orchestration.lake.files import read_json
from orchestration.resources import RefreshResource
from orchestration.warehouse.build import NodeResult
from orchestration.warehouse.lineage import column_lineage
from orchestration.warehouse.manifest import ensure_manifest
from orchestration.warehouse.sizes import row_counts


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
        return group_of_layer(_layer(dbt_resource_props))

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        """dbt's columns, and where the model and its page in dbt's own docs are."""
        of_dbt = dict(super().get_metadata(dbt_resource_props))
        of_dbt.pop("dagster/table_name", None)  # each run has a database of its own
        return {
            **of_dbt,
            "file": f"dbt_project/{dbt_resource_props['original_file_path']}",
            "dbt_docs": f"dbt docs serve, then #!/model/{dbt_resource_props['unique_id']}",
        }

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
        told = _Told(refresh, with_lineage=BY_COMMAND not in context.run.tags)
        checks = {key.name: key for key in context.selected_asset_check_keys}
        keys = {key.path[-1]: key for key in context.selected_asset_keys}
        for node in results:
            if node.succeeded and node.name in keys:
                yield dg.MaterializeResult(asset_key=keys[node.name], metadata=told.of(node))
        for node in results:
            if node.name in checks:
                yield _check(node, checks[node.name])
        refresh.run.require_built()

    return _build


def _layer(props: Mapping[str, Any]) -> str:
    return "seeds" if props["resource_type"] == "seed" else str(props["fqn"][1])


class _Told:
    """What a build tells of its relations: time, rows and, for marts, the lineage of columns."""

    def __init__(self, refresh: RefreshResource, *, with_lineage: bool) -> None:
        run = refresh.run
        built = run.warehouse.exists()
        self._rows = row_counts(run.warehouse) if built else {}
        self._lineage = (
            column_lineage(run.warehouse, run.settings.staged) if built and with_lineage else {}
        )

    def of(self, node: NodeResult) -> dict[str, Any]:
        """The metadata of one node."""
        told: dict[str, Any] = {"seconds": round(node.seconds, 3)}
        if node.name in self._rows:
            told["dagster/row_count"] = self._rows[node.name]
        if made := self._lineage.get(node.name):
            told["dagster/column_lineage"] = dg.TableColumnLineage(
                {
                    column: [dg.TableColumnDep(_relation_key(t), name) for t, name in sources]
                    for column, sources in made.items()
                    if sources
                }
            )
            told["made_from"] = dg.MetadataValue.md(_as_table(made))
        return told


def _as_table(made: Mapping[str, list[tuple[str, str]]]) -> str:
    """The same for people: Dagster's open page has no view of the lineage of columns."""
    rows = (
        f"| {column} | {', '.join(f'{table}.{name}' for table, name in sources) or 'no column'} |"
        for column, sources in made.items()
    )
    return "\n".join(["| column | made from |", "|---|---|", *rows])


def _relation_key(relation: str) -> dg.AssetKey:
    """The asset of a relation that a mart's SQL names: a staged data set, a seed or a model."""
    if "/" in relation:
        return dg.AssetKey(relation.split("/"))
    return dg.AssetKey([_layers()[relation], relation])


@cache
def _layers() -> dict[str, str]:
    nodes = read_json(ensure_manifest())["nodes"].values()
    kinds = ("model", "seed")
    return {node["name"]: _layer(node) for node in nodes if node["resource_type"] in kinds}


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
