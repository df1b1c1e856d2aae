"""The expectations that a suite may use: those that check each row separately.

A mart is checked in portions, so that it need not fit into memory. A check over several rows (a unique
key, a number of rows, a mean) is a violation query over the whole mart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

ROW_WISE = frozenset(
    {
        "expect_column_pair_values_a_to_be_greater_than_b",
        "expect_column_pair_values_to_be_equal",
        "expect_column_pair_values_to_be_in_set",
        "expect_column_value_lengths_to_be_between",
        "expect_column_value_lengths_to_equal",
        "expect_column_values_to_be_between",
        "expect_column_values_to_be_dateutil_parseable",
        "expect_column_values_to_be_in_set",
        "expect_column_values_to_be_json_parseable",
        "expect_column_values_to_be_null",
        "expect_column_values_to_match_json_schema",
        "expect_column_values_to_match_regex",
        "expect_column_values_to_match_regex_list",
        "expect_column_values_to_match_strftime_format",
        "expect_column_values_to_not_be_in_set",
        "expect_column_values_to_not_be_null",
        "expect_column_values_to_not_match_regex",
        "expect_column_values_to_not_match_regex_list",
        "expect_multicolumn_sum_to_equal",
        "expect_select_column_values_to_be_unique_within_record",
    }
)
MEMBERSHIP = frozenset(
    {
        "expect_column_values_to_be_in_set",
        "expect_column_values_to_be_null",
        "expect_column_values_to_match_regex",
        "expect_column_values_to_not_be_in_set",
        "expect_column_values_to_not_be_null",
        "expect_column_values_to_not_match_regex",
    }
)
"""Those that neither order values nor compare two columns: they have the same result on a dictionary."""
_ONE_COLUMN = ("column", "column_A", "column_B")


def why_not(kind: str, arguments: Mapping[str, Any]) -> str:
    """Why an expectation cannot be checked in portions; '' where it can."""
    if kind not in ROW_WISE:
        return f"{kind} does not check each row separately"
    if "mostly" in arguments:
        return f"{kind} with `mostly` does not check each row separately"
    return ""


def columns_of(arguments: Mapping[str, Any]) -> Iterator[str]:
    """The columns that an expectation with these arguments checks."""
    yield from (arguments[name] for name in _ONE_COLUMN if name in arguments)
    yield from arguments.get("column_list", ())
