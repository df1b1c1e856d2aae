"""An error of ours comes out of what dbt and an engine made of it as it went in."""

from __future__ import annotations

import pytest

from orchestration.errors import CensusContradicted, parse_error
from orchestration.warehouse.build import NodeResult, require_built

LINE = "SC402 cells | 3 of them, contradict | at survey 2019 region 00 | to do: take one away"
DUCKDB = f"Runtime Error in test agree (tests/agree.sql)\n  Invalid Input Error: {LINE}"
SPARK = f"Runtime Error in test\n  [USER_RAISED_EXCEPTION] {LINE} SQLSTATE: P0001\n  == SQL =="


@pytest.mark.parametrize("message", [LINE, DUCKDB, SPARK])
def test_the_line_is_found(message: str) -> None:
    error = parse_error(message)
    assert isinstance(error, CensusContradicted)
    assert str(error) == LINE


def test_other_text_says_no_error_of_ours() -> None:
    assert parse_error("Conversion Error: SC402 | at line 3") is None


def test_a_refusal_comes_before_what_failed_beside_it() -> None:
    nodes = [
        NodeResult("n", "model", "n", status, 0.0, message, 0)
        for status, message in (("success", ""), ("error", "Binder Error"), ("error", DUCKDB))
    ]
    with pytest.raises(CensusContradicted):
        require_built(nodes)
