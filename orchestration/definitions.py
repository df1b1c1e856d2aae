"""The definitions that Dagster loads; `build_definitions` is for tests that build their own."""

from __future__ import annotations

import os

os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")

import dagster as dg

from orchestration.assets.backfill import build_backfill_assets
from orchestration.assets.data_age import build_freshness_checks
from orchestration.assets.quality import build_quality_checks
from orchestration.assets.raw import build_raw_assets
from orchestration.assets.release import build_release_assets
from orchestration.assets.report import build_report_asset
from orchestration.assets.staged import build_staged_asset
from orchestration.assets.warehouse import build_warehouse_assets
from orchestration.jobs import build_freshness_job, build_refresh_job
from orchestration.resources import RefreshResource
from orchestration.revalidation import build_revalidate_job
from orchestration.schedules import build_schedules
from orchestration.sensors import build_sensors
from orchestration.settings import load_settings
from orchestration.warehouse.manifest import ensure_manifest


def build_definitions() -> dg.Definitions:
    """All assets, checks, jobs and resources; needs no key, no network and no lake."""
    settings = load_settings()
    return dg.Definitions(
        assets=[
            *build_raw_assets(),
            build_staged_asset(),
            build_warehouse_assets(ensure_manifest()),
            *build_release_assets(),
            build_report_asset(),
            *build_backfill_assets(),
        ],
        asset_checks=[build_quality_checks(), build_freshness_checks()],
        jobs=[build_refresh_job(), build_freshness_job(), build_revalidate_job()],
        schedules=build_schedules(settings),
        sensors=build_sensors(settings),
        resources={"refresh": RefreshResource()},
        # the steps of a run share one `Refresh`, also where single assets are materialized
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """The entry point of `dagster dev -m orchestration.definitions`."""
    return build_definitions()
