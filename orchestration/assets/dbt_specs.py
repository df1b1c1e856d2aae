"""Asset and check specs from dbt's manifest; key and group are the layer of a node.

dagster-dbt reads the same manifest, but imports all of dbt, which doubles the time to load the
definitions. dbt itself runs in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.assets.groups import group_of_layer
from orchestration.warehouse.manifest import load_manifest

Node = Mapping[str, Any]
_RELATIONS = ("seed", "model")


class DbtSpecs:
    """The specs of one manifest.

    `assets` has one spec per seed and model, `checks` one per test: on the relation for which the test is
    declared, or on the first relation of a test of several.
    """

    def __init__(self, manifest: Path) -> None:
        parsed = load_manifest(manifest)
        self._nodes: dict[str, Node] = {**parsed["nodes"], **parsed["sources"]}
        self.keys = {i: _key(n) for i, n in self._nodes.items() if n["resource_type"] != "test"}
        self.assets = [self._asset(i) for i in self._of(*_RELATIONS)]
        self.checks = [self._check(self._nodes[i]) for i in self._of("test")]

    def _of(self, *kinds: str) -> Iterator[str]:
        return (i for i, node in self._nodes.items() if node["resource_type"] in kinds)

    def _asset(self, unique_id: str) -> dg.AssetSpec:
        node = self._nodes[unique_id]
        return dg.AssetSpec(
            key=self.keys[unique_id],
            deps=self._parents(node),
            skippable=True,
            description=_description(node),
            group_name=group_of_layer(layer_of(node)),
            code_version=node["checksum"]["checksum"],
            owners=["team:statistics"],
            kinds={"dbt", "duckdb"},
            metadata={
                "dagster/column_schema": _columns(node),
                "file": f"dbt_project/{node['original_file_path']}",
                "dbt_docs": f"dbt docs serve, then #!/model/{unique_id}",
            },
        )

    def _check(self, node: Node) -> dg.AssetCheckSpec:
        parents = self._parents(node)
        attached = node.get("attached_node") or next(
            i for i in node["depends_on"]["nodes"] if self._nodes[i]["resource_type"] in _RELATIONS
        )
        asset = self.keys[attached]
        return dg.AssetCheckSpec(
            name=node["name"],
            asset=asset,
            additional_deps=[parent for parent in parents if parent != asset],
            description=node.get("description") or None,
            blocking=node["config"]["severity"].lower() == "error",
        )

    def _parents(self, node: Node) -> list[dg.AssetKey]:
        return [self.keys[i] for i in dict.fromkeys(node["depends_on"].get("nodes", []))]


def layer_of(node: Node) -> str:
    """`seeds`, or the folder of a model in dbt_project/models/."""
    return "seeds" if node["resource_type"] == "seed" else str(node["fqn"][1])


def _key(node: Node) -> dg.AssetKey:
    if node["resource_type"] == "source":
        return dg.AssetKey(node["config"]["meta"]["dagster"]["asset_key"])
    return dg.AssetKey([layer_of(node), node["name"]])


def _description(node: Node) -> str:
    sql = node.get("raw_code")
    return f"{node['description']}\n\n```sql\n{sql}\n```" if sql else str(node["description"])


def _columns(node: Node) -> dg.TableSchema:
    return dg.TableSchema(
        [
            dg.TableColumn(c["name"], c.get("data_type") or "?", description=c.get("description"))
            for c in node["columns"].values()
        ]
    )
