"""Texts that are checked as numbers of a dictionary have the results of the texts themselves."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from expectations.row_checker import RowChecker
from expectations.row_wise import MEMBERSHIP, ROW_WISE
from expectations.suite import Expectation

TEXTS = ["11", None, "11010", "가나", "", "11", "x", None, "11010"]
TABLE = pa.table({"code": pa.array(TEXTS), "number": list(range(len(TEXTS)))})
CASES: dict[str, tuple[dict[str, Any], list[int]]] = {
    "expect_column_values_to_be_in_set": ({"value_set": ["11", "11010", ""]}, [3, 6]),
    "expect_column_values_to_not_be_in_set": ({"value_set": ["11", "없음"]}, [0, 5]),
    "expect_column_values_to_match_regex": ({"regex": r"^\d{2}(\d{3})?$"}, [3, 4, 6]),
    "expect_column_values_to_not_match_regex": ({"regex": "^[가-힣]+$"}, [3]),
    "expect_column_values_to_not_be_null": ({}, [1, 7]),
    "expect_column_values_to_be_null": ({}, [0, 2, 3, 4, 5, 6, 8]),
}
"""Arguments, and the positions of the rows that do not meet them."""


def expectation(kind: str, **arguments: Any) -> Expectation:
    return Expectation.model_validate({"type": kind, "meaning": kind, **arguments})


def test_every_kind_has_a_case() -> None:
    assert set(CASES) == MEMBERSHIP
    assert MEMBERSHIP < ROW_WISE


@pytest.mark.parametrize("kind", sorted(CASES))
@pytest.mark.parametrize("compared", [False, True], ids=["dictionary", "text"])
def test_same_result_on_a_dictionary_and_on_texts(kind: str, compared: bool) -> None:
    """A check of lengths beside it keeps the column as text."""
    arguments, wrong = CASES[kind]
    checks = [expectation(kind, column="code", **arguments)]
    if compared:
        lengths = "expect_column_value_lengths_to_be_between"
        checks.append(expectation(lengths, column="code", min_value=0, max_value=5))
    result, *others = RowChecker().check(TABLE, checks)
    assert (result.success, result.raised) == (False, "")
    assert (result.elements, result.unexpected) == (len(TEXTS), len(wrong))
    assert list(result.wrong) == wrong
    assert all(other.success and not other.raised for other in others)


def test_columns_without_a_row_or_a_text() -> None:
    """An empty table, and a column in which every text is missing."""
    check = expectation("expect_column_values_to_be_in_set", column="code", value_set=["11"])
    missing = pa.table({"code": pa.array([None, None], pa.string())})
    for table in (TABLE.slice(0, 0), missing):
        (result,) = RowChecker().check(table, [check])
        assert (result.success, result.unexpected, result.raised) == (True, 0, "")
