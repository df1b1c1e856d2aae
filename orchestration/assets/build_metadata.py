"""Metadata of the relations of a build: seconds, rows and, for marts, column lineage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from orchestration.refresh.run import Refresh
from orchestration.warehouse.build import NodeResult
from orchestration.warehouse.lineage import column_lineage
from orchestration.warehouse.sizes import row_counts


class BuildMetadata:
    """The metadata of all nodes of a build; `keys` are the assets of its relations by name."""

    def __init__(
        self, run: Refresh, keys: Mapping[str, dg.AssetKey], *, with_lineage: bool
    ) -> None:
        warehouse, staged = run.workspace.warehouse, run.workspace.settings.staged
        built = warehouse.exists()
        self._keys = keys
        self._rows = row_counts(warehouse) if built else {}
        self._lineage = column_lineage(warehouse, staged) if built and with_lineage else {}

    def of(self, node: NodeResult) -> dict[str, Any]:
        """The metadata of one node."""
        metadata: dict[str, Any] = {"seconds": round(node.seconds, 3)}
        if node.name in self._rows:
            metadata["dagster/row_count"] = self._rows[node.name]
        if lineage := self._lineage.get(node.name):
            metadata["dagster/column_lineage"] = dg.TableColumnLineage(
                {
                    column: [dg.TableColumnDep(self._key(t), name) for t, name in sources]
                    for column, sources in lineage.items()
                    if sources
                }
            )
            metadata["made_from"] = dg.MetadataValue.md(_as_table(lineage))
        return metadata

    def _key(self, relation: str) -> dg.AssetKey:
        """The asset of a relation that a mart's SQL names: a staged data set, a seed or a model."""
        return dg.AssetKey(relation.split("/")) if "/" in relation else self._keys[relation]


def _as_table(lineage: Mapping[str, list[tuple[str, str]]]) -> str:
    """Column lineage as a Markdown table: the open-source Dagster UI does not draw it."""
    rows = (
        f"| {column} | {', '.join(f'{table}.{name}' for table, name in sources) or 'no column'} |"
        for column, sources in lineage.items()
    )
    return "\n".join(["| column | made from |", "|---|---|", *rows])
