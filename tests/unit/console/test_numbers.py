"""All values of a column have one form."""

from __future__ import annotations

from decimal import Decimal

import pytest

from orchestration.console.numbers import column_format


@pytest.mark.parametrize(
    ("name", "values", "shown"),
    [
        ("employees", [999, 9_999, 97_675], ["999", "9,999", "97,675"]),
        ("employees", [-12_345, 0, None], ["-12,345", "0", ""]),
        ("year", [2020, 12_020], ["2020", "12020"]),
        ("first", [2019, 2024], ["2019", "2024"]),
        ("release_id", [12_345], ["12345"]),
        ("percent", [63.7, 61.0, 87.0], ["63.7", "61.0", "87.0"]),
        ("share", [0.6372810491, 1.0, 0.0], ["0.63728", "1.00000", "0.00000"]),
        ("mixed", [1234.5678, 2.0], ["1,234.57", "2.00"]),
        ("mixed", [1, 2.5], ["1.0", "2.5"]),
        ("small", [0.00000012, 0.5], ["0.0000001", "0.5000000"]),
        ("far", [1e-15, 1.0], ["1.00000e-15", "1.00000e+00"]),
        ("decimal", [Decimal("1.50"), Decimal("1000.25")], ["1.50", "1,000.25"]),
        ("odd", [float("nan"), 0.5, float("inf")], ["nan", "0.5", "inf"]),
        ("zero", [0.0, None], ["0.0", ""]),
        ("flag", [True, False, None], ["true", "false", ""]),
        ("text", ["62", None], ["62", ""]),
        ("none", [None, None], ["", ""]),
    ],
)
def test_a_column_has_one_form(name: str, values: list[object], shown: list[str]) -> None:
    write = column_format(name, values)
    assert [write(value) for value in values] == shown
