"""Quality: one blocking check per mart, its suite in expectations/."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from expectations.result import SuiteResult
from expectations.suite import load_suites
from orchestration.assets.warehouse import mart_key
from orchestration.resources import RefreshResource


def build_quality_checks() -> dg.AssetChecksDefinition:
    """All suites in one step."""

    @dg.multi_asset_check(
        specs=[
            dg.AssetCheckSpec(
                name="suite", asset=mart_key(mart), blocking=True, description=suite.purpose
            )
            for mart, suite in load_suites().items()
        ],
        name="quality",
    )
    def _validate(refresh: RefreshResource) -> Iterator[dg.AssetCheckResult]:
        for result in refresh.run.validate():
            yield _check(result)
        refresh.run.require_valid()

    return _validate


def _check(result: SuiteResult) -> dg.AssetCheckResult:
    wrong = [*result.failed, *result.held]
    return dg.AssetCheckResult(
        asset_key=mart_key(result.mart),
        check_name="suite",
        passed=result.passed,
        metadata={
            "checks": len(result.checks),
            "failed": dg.MetadataValue.json([{"check": c.name, "rows": c.rows} for c in wrong]),
        },
    )
