"""The groups of a suite's checks: Dagster shows one asset check per group."""

from __future__ import annotations

from collections.abc import Mapping

from expectations.checks import violations_of
from expectations.result import CheckResult, SuiteResult
from expectations.suite import Suite, Violation

REVIEW = "review"
MEANINGS: Mapping[str, str] = {
    "key": "One row per key, and no column of the key is empty.",
    "values": "Every row on its own: ranges, codes, patterns.",
    "bounds": "Lower and upper bounds are ordered, and a value is there exactly where they are equal.",
    "rules": "Statements over several rows or marts.",
    REVIEW: "Changes since the previous release, and other rows that a person has to accept.",
}
"""What the checks of each group have in common, in the order in which they are shown."""

_KEY = frozenset({"key_is_unique", "key_is_complete"})


def groups_of(suite: Suite) -> dict[str, frozenset[str]]:
    """The names of the checks of each group that the suite has."""
    found: dict[str, set[str]] = {group: set() for group in MEANINGS}
    found["values"] = {expectation.name for expectation in suite.expectations}
    own = {violation.name for violation in suite.violations}
    for violation in violations_of(suite):
        found[_group(violation, own)].add(violation.name)
    return {group: frozenset(names) for group, names in found.items() if names}


def results_by_group(suite: Suite, result: SuiteResult) -> dict[str, list[CheckResult]]:
    """The results of a suite by group."""
    return {
        group: [check for check in result.checks if check.name in names]
        for group, names in groups_of(suite).items()
    }


def _group(violation: Violation, own: set[str]) -> str:
    if violation.holds_release:
        return REVIEW
    if violation.name in own:
        return "rules"
    return "key" if violation.name in _KEY else "bounds"
