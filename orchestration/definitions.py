"""What Dagster loads. `build_definitions` makes it, so that tests can make their own."""

from __future__ import annotations

import os

os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")

import dagster as dg

from orchestration.assets.quality import build_quality_checks
from orchestration.assets.raw import build_raw_assets
from orchestration.assets.release import build_release_assets
from orchestration.assets.report import build_report_asset
from orchestration.assets.staged import build_staged_asset
from orchestration.assets.warehouse import build_warehouse_assets
from orchestration.jobs import build_refresh_job
from orchestration.resources import RefreshResource
from orchestration.warehouse.manifest import ensure_manifest


def build_definitions() -> dg.Definitions:
    """All assets, checks, jobs and resources; needs no key, no network and no lake."""
    return dg.Definitions(
        assets=[
            *build_raw_assets(),
            build_staged_asset(),
            build_warehouse_assets(ensure_manifest()),
            *build_release_assets(),
            build_report_asset(),
        ],
        asset_checks=[build_quality_checks()],
        jobs=[build_refresh_job()],
        resources={"refresh": RefreshResource()},
    )


@dg.definitions
def defs() -> dg.Definitions:
    """The entry point of `dagster dev -m orchestration.definitions`."""
    return build_definitions()
