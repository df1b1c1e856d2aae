"""Staged: typed Parquet of all data sets, parsed from the active snapshots and checked."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from orchestration.assets.groups import STAGED
from orchestration.assets.raw import raw_key
from orchestration.contracts.datasets import STAGED_SCHEMAS
from orchestration.contracts.declaration import load_declarations
from orchestration.resources import RefreshResource


def staged_key(dataset: str) -> dg.AssetKey:
    """The key of a staged data set, equal to that of the dbt source."""
    return dg.AssetKey(["staged", dataset])


def datasets() -> dict[str, list[str]]:
    """The sources that write each data set, by data set."""
    declarations = load_declarations().values()
    names = sorted({d.dataset for d in declarations} | set(STAGED_SCHEMAS))
    return {n: [d.source_id for d in declarations if d.dataset == n] for n in names}


def build_staged_asset() -> dg.AssetsDefinition:
    """One step that writes all data sets."""
    everything = sorted(load_declarations())

    @dg.multi_asset(
        specs=[
            dg.AssetSpec(
                staged_key(dataset),
                group_name=STAGED,
                kinds={"parquet"},
                owners=["team:data-engineering"],
                description=f"Staged data set {dataset}: typed, checked on arrival.",
                deps=[raw_key(source) for source in sources or everything],
            )
            for dataset, sources in datasets().items()
        ],
        name="staged",
    )
    def _stage(refresh: RefreshResource) -> Iterator[dg.MaterializeResult[None]]:
        rows = refresh.run.stage()
        for dataset, sources in datasets().items():
            count = sum(rows[s] for s in sources)
            metadata = {"dagster/row_count": count} if sources else {}
            yield dg.MaterializeResult(asset_key=staged_key(dataset), metadata=metadata)

    return _stage
