"""Iterative proportional fitting to the sums of rows and columns."""

from __future__ import annotations

from math import fsum

import pytest

from orchestration.trace.raking import Place, Start, in_proportion, rake

ROWS = {"a": 60.0, "b": 40.0}


def sums(values: dict[Place, float], part: int) -> dict[str, float]:
    names = {place[part] for place in values}
    return {n: fsum(v for place, v in values.items() if place[part] == n) for n in names}


def test_both_sums_are_met() -> None:
    start = {("a", "x"): 1.0, ("a", "y"): 2.0, ("b", "x"): 3.0, ("b", "y"): 1.0}
    table = {place: Start(value) for place, value in start.items()}
    found = rake(table, ROWS, {"x": 30.0, "y": 70.0})
    assert sums(found, 0) == pytest.approx(ROWS)
    assert sums(found, 1) == pytest.approx({"x": 30.0, "y": 70.0}, rel=1e-6)
    odds = found["a", "x"] * found["b", "y"] / found["a", "y"] / found["b", "x"]
    assert odds == pytest.approx(1 * 1 / 2 / 3)


def test_a_column_without_a_sum_is_free() -> None:
    table = {("a", "x"): Start(1.0), ("a", "y"): Start(3.0), ("b", "x"): Start(1.0)}
    found = rake(table, ROWS, {"x": 50.0})
    assert sums(found, 0) == pytest.approx(ROWS)
    assert found["b", "x"] == pytest.approx(40)


def test_limits_hold() -> None:
    table = {("a", "x"): Start(5.0, most=20.0, fewest=10.0), ("a", "y"): Start(5.0)}
    found = rake(table, {"a": 60.0}, {"x": 55.0, "y": 5.0})
    assert 10 <= found["a", "x"] <= 20


@pytest.mark.parametrize(("wanted", "value"), [(30.0, 30.0), (0.0, 0.0)])
def test_a_column_of_zeros_starts_at_its_limits(wanted: float, value: float) -> None:
    table = {("a", "x"): Start(0.0, most=60.0), ("a", "y"): Start(60.0, most=60.0)}
    found = rake(table, {"a": 60.0}, {"x": wanted, "y": 60.0 - wanted})
    assert found["a", "x"] == pytest.approx(value)


def test_rows_are_divided_in_proportion() -> None:
    table = {("a", "x"): 1.0, ("a", "y"): 2.0, ("b", "x"): 0.0}
    assert in_proportion(table, ROWS) == {("a", "x"): 20.0, ("a", "y"): 40.0, ("b", "x"): 0.0}
