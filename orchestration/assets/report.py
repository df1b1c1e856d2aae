"""Report: the pages, written from the marts of the new release."""

import dagster as dg

from orchestration.assets.groups import RELEASE
from orchestration.assets.keys import CANDIDATE, REPORT
from orchestration.assets.policies import LAKE_POOL
from orchestration.assets.steps import step
from orchestration.resources import RefreshResource


def build_report_asset() -> dg.AssetsDefinition:
    """The pages of the new release."""

    @dg.asset(
        key=REPORT,
        group_name=RELEASE,
        kinds={"html", "altair"},
        owners=["team:statistics"],
        deps=[CANDIDATE],
        pool=LAKE_POOL,
        description="Static pages in Korean and English that open from disk.",
    )
    def _report(
        context: dg.AssetExecutionContext, refresh: RefreshResource
    ) -> dg.MaterializeResult[None]:
        with step(context, refresh) as run:
            pages = run.report()
        return dg.MaterializeResult(metadata={"pages": pages})

    return _report
