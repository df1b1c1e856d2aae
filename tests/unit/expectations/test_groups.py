"""Every check of every suite is in one group; suites name the marts that they read."""

from __future__ import annotations

from itertools import chain

import pytest

from expectations.checks import violations_of
from expectations.groups import MEANINGS, REVIEW, groups_of, results_by_group
from expectations.reading import marts_read_by
from expectations.result import CheckResult, SuiteResult
from expectations.suite import Suite, load_suites

SUITES = load_suites()


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_every_check_is_in_one_group(suite: Suite) -> None:
    groups = groups_of(suite)
    names = [*(e.name for e in suite.expectations), *(v.name for v in violations_of(suite))]
    assert sorted(chain.from_iterable(groups.values())) == sorted(set(names))
    assert groups["key"] == {"key_is_unique", "key_is_complete"}
    assert set(groups) <= set(MEANINGS)


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_what_holds_a_release_is_in_the_group_for_review(suite: Suite) -> None:
    held = {violation.name for violation in violations_of(suite) if violation.holds_release}
    assert held == groups_of(suite).get(REVIEW, frozenset())


def test_results_go_to_the_group_of_their_check() -> None:
    suite = SUITES["smart_city_share"]
    checks = [CheckResult(v.name, v.meaning, "passed") for v in violations_of(suite)]
    by_group = results_by_group(suite, SuiteResult(suite.mart, suite.purpose, checks))
    assert [check.name for check in by_group["bounds"]][:1] == ["value_bounds_ordered"]
    assert sum(map(len, by_group.values())) == len(checks)


def test_a_suite_reads_the_marts_of_its_queries_and_not_the_previous_release() -> None:
    assert marts_read_by(SUITES["shift_share"]) == {"shift_share", "industry_share"}
    assert marts_read_by(SUITES["policy_targets"]) == {"policy_targets"}
