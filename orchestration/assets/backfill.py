"""Backfill assets: one per source with periods, partitioned by year or month.

The job `refresh` does not include them: it fetches all that is new. To fetch a period again, start a
backfill, then a refresh.
"""

import dagster as dg

from orchestration.assets.groups import BACKFILL
from orchestration.assets.policies import pool_of, retries_for, unless_retried
from orchestration.backfill import backfill
from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.settings import load_settings

_FIRST_MONTH = "2020-01"
"""First partition of monthly sources; an earlier month can still be loaded by a refresh."""
_WAIT_SECONDS = 3600.0


def build_backfill_assets() -> list[dg.AssetsDefinition]:
    """One asset per source whose periods can be fetched singly."""
    found = [(d, partitions_of(d)) for d in load_declarations().values()]
    return [_backfill_asset(d, partitions) for d, partitions in found if partitions]


def backfill_key(source_id: str) -> dg.AssetKey:
    """The key of a source's backfill asset."""
    return dg.AssetKey(["backfill", source_id])


def partitions_of(declaration: Declaration) -> dg.TimeWindowPartitionsDefinition | None:
    """Years for a yearly service, months for monthly and weekly data, None for a source without periods."""
    if declaration.cadence == "yearly" and "first_year" in declaration.request:
        return dg.TimeWindowPartitionsDefinition(
            start=str(declaration.request["first_year"]),
            fmt="%Y",
            cron_schedule="0 0 1 1 *",
            timezone="Asia/Seoul",
        )
    if declaration.cadence in ("monthly", "weekly"):
        return dg.TimeWindowPartitionsDefinition(
            start=_FIRST_MONTH, fmt="%Y-%m", cron_schedule="0 0 1 * *", timezone="Asia/Seoul"
        )
    return None


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
        pool=pool_of(declaration),
    )
    def _fill(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        with unless_retried(context):
            filled = backfill(
                load_settings(),
                declaration.source_id,
                context.partition_key,
                wait_seconds=_WAIT_SECONDS,
            )
        return dg.MaterializeResult(
            metadata={"dagster/row_count": filled.rows, "snapshots": filled.snapshots}
        )

    return _fill
