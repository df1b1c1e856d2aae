"""Quality: one check per mart and group of its suite in expectations/."""

from collections.abc import Iterator

import dagster as dg

from expectations.groups import MEANINGS, REVIEW, groups_of, results_by_group
from expectations.result import CheckResult, SuiteResult
from expectations.suite import Suite, load_suites
from orchestration.assets.keys import mart_key
from orchestration.assets.policies import LAKE_POOL
from orchestration.assets.steps import Result, only_selected, step
from orchestration.resources import RefreshResource


def build_quality_checks() -> dg.AssetChecksDefinition:
    """All suites in one step; started without marts, it validates those of the current release."""

    @dg.multi_asset_check(
        specs=[
            dg.AssetCheckSpec(
                name=suite_check(group),
                asset=mart_key(mart),
                blocking=group != REVIEW,
                description=f"{suite.purpose} {MEANINGS[group]} ({len(names)} checks)",
            )
            for mart, suite in load_suites().items()
            for group, names in groups_of(suite).items()
        ],
        name="quality",
        can_subset=True,
        pool=LAKE_POOL,
    )
    def _validate(
        context: dg.AssetCheckExecutionContext, refresh: RefreshResource
    ) -> Iterator[Result]:
        marts = {key.asset_key.path[-1] for key in context.selected_asset_check_keys}
        with step(context, refresh) as run:
            results = run.validate() if run.publishes else run.validate_aside(marts)
            suites = load_suites()
            checks = (c for r in results for c in suite_results(suites[r.mart], r))
            yield from only_selected(context, checks)
            run.require_valid()

    return _validate


def suite_check(group: str) -> str:
    """The name of the check of a group of a suite."""
    return f"suite_{group}"


def suite_results(suite: Suite, result: SuiteResult) -> Iterator[dg.AssetCheckResult]:
    """One result per group of `suite`."""
    for group, checks in results_by_group(suite, result).items():
        wrong = [check for check in checks if check.outcome in ("failed", "held")]
        yield dg.AssetCheckResult(
            asset_key=mart_key(result.mart),
            check_name=suite_check(group),
            passed=not wrong,
            severity=_severity(wrong),
            metadata={
                "checks": len(checks),
                "wrong": len(wrong),
                "details": dg.MetadataValue.json([_shown(check) for check in checks]),
            },
        )


def _severity(wrong: list[CheckResult]) -> dg.AssetCheckSeverity:
    """A warning where a person has to accept the release, an error where it is rejected."""
    failed = any(check.outcome == "failed" for check in wrong)
    return dg.AssetCheckSeverity.ERROR if failed else dg.AssetCheckSeverity.WARN


def _shown(check: CheckResult) -> dict[str, object]:
    rows = {"first_rows": check.rows} if check.rows else {}
    return {"check": check.name, "meaning": check.meaning, "outcome": check.outcome, **rows}
