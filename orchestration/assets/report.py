"""Report: the pages, written from the marts of the new release."""

from __future__ import annotations

import dagster as dg

from orchestration.assets.groups import RELEASE
from orchestration.assets.release import CANDIDATE, REPORT
from orchestration.resources import RefreshResource


def build_report_asset() -> dg.AssetsDefinition:
    """The pages of the new release."""

    @dg.asset(
        key=REPORT,
        group_name=RELEASE,
        kinds={"html", "altair"},
        owners=["team:statistics"],
        deps=[CANDIDATE],
        description="Static pages in Korean and English that open from disk.",
    )
    def _report(refresh: RefreshResource) -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata={"pages": refresh.run.report()})

    return _report
