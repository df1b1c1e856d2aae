"""The main job."""

from __future__ import annotations

import dagster as dg

from orchestration.assets.groups import BACKFILL

REFRESH = "refresh"


def build_refresh_job() -> dg.UnresolvedAssetJobDefinition:
    """The main job: every asset and check, in one process (starting processes costs more than the SQL).

    The group `backfill`, which fetches single periods again, is not part of it.
    """
    return dg.define_asset_job(
        REFRESH,
        selection=dg.AssetSelection.all() - dg.AssetSelection.groups(BACKFILL),
        executor_def=dg.in_process_executor,
        tags={"smartcity/lake": "writes"},
        description="Raw data through every stage to a published, validated release.",
    )
