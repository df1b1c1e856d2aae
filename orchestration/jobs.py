"""The main job, and the one that judges the age of the data."""

from __future__ import annotations

import dagster as dg

from orchestration.assets import data_age
from orchestration.assets.groups import BACKFILL
from orchestration.assets.keys import raw_key

REFRESH = "refresh"
FRESHNESS = "check_freshness"


def build_refresh_job() -> dg.UnresolvedAssetJobDefinition:
    """The main job: every asset and check. It does nothing where nothing is new.

    The group `backfill`, which fetches single periods again, is not part of it.
    """
    return dg.define_asset_job(
        REFRESH,
        selection=dg.AssetSelection.all() - dg.AssetSelection.groups(BACKFILL),
        description="Raw data through every stage to a published, validated release.",
    )


def build_freshness_job() -> dg.UnresolvedAssetJobDefinition:
    """The freshness checks of all sources: data grow old without any run."""
    keys = (dg.AssetCheckKey(raw_key(i), data_age.FRESHNESS) for i in data_age.dated_sources())
    return dg.define_asset_job(
        FRESHNESS,
        selection=dg.AssetSelection.checks(*keys),
        description="Warns of sources whose data are bundled or overdue.",
    )
