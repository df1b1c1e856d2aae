"""Staged: typed Parquet of all data sets, parsed from the active snapshots and checked."""

from collections.abc import Iterator

import dagster as dg

from orchestration.assets.groups import STAGED
from orchestration.assets.keys import datasets, raw_key, staged_key
from orchestration.assets.policies import LAKE_POOL
from orchestration.assets.steps import Result, only_selected, report_idle, step
from orchestration.contracts.declaration import load_declarations
from orchestration.ingest.sizes import staged_sizes
from orchestration.resources import RefreshResource


def build_staged_asset() -> dg.AssetsDefinition:
    """One step that writes all data sets, and reports those that were asked for.

    A run that publishes ends here where what was collected is what the current release is made of.
    """
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
                skippable=True,
            )
            for dataset, sources in datasets().items()
        ],
        name="staged",
        can_subset=True,
        pool=LAKE_POOL,
    )
    def _stage(context: dg.AssetExecutionContext, refresh: RefreshResource) -> Iterator[Result]:
        with step(context, refresh) as run:
            run.stage()
            if run.has_nothing_to_build():
                report_idle(context)
                return
            sizes = staged_sizes(run.workspace.settings.staged)
        for dataset in datasets():
            yield from only_selected(context, [_staged(dataset, *sizes.get(dataset, (0, 0)))])

    return _stage


def _staged(dataset: str, rows: int, size: int) -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(
        asset_key=staged_key(dataset), metadata={"dagster/row_count": rows, "bytes": size}
    )
