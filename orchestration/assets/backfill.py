"""Backfill assets: one per source with periods, partitioned by year or month.

The job `refresh` does not include them: it fetches all that is new. To fetch a period again, start a
backfill, then a refresh: the source's raw asset is downstream of them.
"""

import dagster as dg

from orchestration.assets.groups import BACKFILL
from orchestration.assets.keys import backfill_key
from orchestration.assets.periods import partitions_of
from orchestration.assets.policies import LAKE_POOL, retries_for
from orchestration.assets.steps import one_sentence
from orchestration.backfill import backfill
from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.settings import load_settings

_WAIT_SECONDS = 3600.0


def build_backfill_assets() -> list[dg.AssetsDefinition]:
    """One asset per source whose periods can be fetched singly."""
    found = [(d, partitions_of(d)) for d in load_declarations().values()]
    return [_backfill_asset(d, partitions) for d, partitions in found if partitions]


def _backfill_asset(
    declaration: Declaration, partitions: dg.TimeWindowPartitionsDefinition
) -> dg.AssetsDefinition:
    @dg.asset(
        key=backfill_key(declaration.source_id),
        group_name=BACKFILL,
        kinds={declaration.provider, "file"},
        owners=["team:data-engineering"],
        description=f"{declaration.title_en}: one period fetched again and activated.",
        partitions_def=partitions,
        retry_policy=retries_for(declaration),
        pool=LAKE_POOL,
    )
    def _fill(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        with one_sentence(context):
            filled = backfill(
                load_settings(),
                declaration.source_id,
                context.partition_key,
                wait_seconds=_WAIT_SECONDS,
            )
        return dg.MaterializeResult(
            metadata={"dagster/partition_row_count": filled.rows, "snapshots": filled.snapshots}
        )

    return _fill
