"""Every mart has the checks that its columns call for: bounds in order, years within their series."""

from __future__ import annotations

import pytest

from expectations.suite import load_suites
from tests.support.sql_models import mart_columns

SUITES = load_suites()
BY_ANOTHER_RULE = {
    # published where the status is observed or derived; the suite compares value and bounds by status
    ("regional_complement", "complement_score"),
    ("regional_complement", "complement_value"),
    # the suite has the same checks as violations, together with is_exact
    ("report_unknowns", "value"),
}


def test_every_mart_has_a_suite() -> None:
    assert SUITES.keys() == mart_columns().keys()


@pytest.mark.parametrize("mart", mart_columns())
def test_bounds_are_checked(mart: str) -> None:
    columns = set(mart_columns()[mart])
    bounded = {c for c in columns if {f"{c}_low", f"{c}_high"} <= columns}
    expected = {c for c in bounded if (mart, c) not in BY_ANOTHER_RULE}
    assert set(SUITES[mart].bounds) == expected


@pytest.mark.parametrize("mart", mart_columns())
def test_years_are_checked_against_their_series(mart: str) -> None:
    names = {violation.name for violation in SUITES[mart].violations}
    columns = mart_columns()[mart]
    if "series" in columns and any(c == "year" or c.endswith("_year") for c in columns):
        assert names & {"within_its_series", "within_one_series"}
