"""Metadata of the relations of a build: seconds, rows, bytes and, for marts, column lineage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from orchestration.refresh.run import Refresh
from orchestration.warehouse.build import NodeResult
from orchestration.warehouse.lineage import column_lineage
from orchestration.warehouse.sizes import table_sizes

_ASIDE = "built aside; no release has it"


class BuildMetadata:
    """The metadata of the nodes of the run's build; `keys` are the assets of all relations by name."""

    def __init__(self, run: Refresh, keys: Mapping[str, dg.AssetKey]) -> None:
        file, staged = run.warehouse, run.workspace.settings.staged
        self._keys = keys
        self._sizes = table_sizes(file) if file.exists() else {}
        self._lineage = column_lineage(file, staged) if file.exists() else {}
        self._file = None if run.publishes else file

    def of(self, node: NodeResult) -> dict[str, Any]:
        """The metadata of one node."""
        metadata: dict[str, Any] = {"seconds": round(node.seconds, 3)}
        if node.name in self._sizes:
            rows, size = self._sizes[node.name]
            metadata |= {"dagster/row_count": rows, "bytes": size}
        if lineage := self._lineage.get(node.name):
            metadata |= lineage_metadata(lineage, self._keys)
        if self._file is not None:
            metadata |= {"release": _ASIDE, "file": dg.MetadataValue.path(str(self._file))}
        return metadata


def lineage_metadata(
    lineage: Mapping[str, list[tuple[str, str]]], keys: Mapping[str, dg.AssetKey]
) -> dict[str, Any]:
    """Column lineage of a mart as Dagster's own, and as a table: the open-source UI does not draw it."""
    columns = {
        column: [dg.TableColumnDep(_key(table, keys), name) for table, name in sources]
        for column, sources in lineage.items()
        if sources
    }
    return {
        "dagster/column_lineage": dg.TableColumnLineage(columns),
        "made_from": dg.MetadataValue.md(_as_table(lineage)),
    }


def _key(relation: str, keys: Mapping[str, dg.AssetKey]) -> dg.AssetKey:
    """The asset of a relation that a mart's SQL names: a staged data set, a seed or a model."""
    return dg.AssetKey(relation.split("/")) if "/" in relation else keys[relation]


def _as_table(lineage: Mapping[str, list[tuple[str, str]]]) -> str:
    rows = (
        f"| {column} | {', '.join(f'{table}.{name}' for table, name in sources) or 'no column'} |"
        for column, sources in lineage.items()
    )
    return "\n".join(["| column | made from |", "|---|---|", *rows])
