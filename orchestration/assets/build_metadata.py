"""What a build tells of its relations: time, rows and, for marts, the lineage of columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from orchestration.refresh import Refresh
from orchestration.warehouse.build import NodeResult
from orchestration.warehouse.lineage import column_lineage
from orchestration.warehouse.sizes import row_counts


class BuildMetadata:
    """The metadata of all nodes of a build; `keys` are the assets of its relations by name."""

    def __init__(
        self, run: Refresh, keys: Mapping[str, dg.AssetKey], *, with_lineage: bool
    ) -> None:
        built = run.warehouse.exists()
        self._keys = keys
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
                    column: [dg.TableColumnDep(self._key(t), name) for t, name in sources]
                    for column, sources in made.items()
                    if sources
                }
            )
            told["made_from"] = dg.MetadataValue.md(_as_table(made))
        return told

    def _key(self, relation: str) -> dg.AssetKey:
        """The asset of a relation that a mart's SQL names: a staged data set, a seed or a model."""
        return dg.AssetKey(relation.split("/")) if "/" in relation else self._keys[relation]


def _as_table(made: Mapping[str, list[tuple[str, str]]]) -> str:
    """The same for people: Dagster's open page has no view of the lineage of columns."""
    rows = (
        f"| {column} | {', '.join(f'{table}.{name}' for table, name in sources) or 'no column'} |"
        for column, sources in made.items()
    )
    return "\n".join(["| column | made from |", "|---|---|", *rows])
