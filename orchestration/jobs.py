"""The jobs: what is run as one."""

from __future__ import annotations

import dagster as dg

REFRESH = "refresh"


def build_refresh_job() -> dg.UnresolvedAssetJobDefinition:
    """The main job: every asset and check, in one process (starting processes costs more than the SQL)."""
    return dg.define_asset_job(
        REFRESH,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="Raw data through every stage to a published, validated release.",
    )
