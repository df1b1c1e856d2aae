"""A mart that is checked in portions gives the same results as in one portion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest

from expectations.portions import portions
from expectations.row_wise import ROW_WISE
from expectations.suite import Suite, load_suites
from tests.support.small_marts import copy_small

SUITES = load_suites()
MART = "industry_share"
SPOILED = f"""
update {MART} set share_of_nation = 2 where rowid % 97 = 13;
update {MART} set status = '?' where rowid = (select max(rowid) from {MART});
update {MART} set industry_name_ko = null where rowid % 400 = 399;
update {MART} set value = null where rowid % 3 = 0;
update {MART} set value = -1 where rowid in (7, 1007);
insert into {MART} select * from {MART} limit 9;
"""


@pytest.fixture(scope="module")
def spoiled(marts_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("attach ':memory:' as spoiled")
        copy_small(connection, marts_file, "spoiled")
        connection.execute(SPOILED)
        yield connection


@pytest.mark.parametrize("rows", [1, 100, 700])
def test_same_results_in_one_portion_and_in_many(spoiled, rows: int) -> None:
    from expectations.gate import Gate

    suite = SUITES[MART] if rows > 1 else SUITES["policy_targets"]
    counted = spoiled.sql(f"select count(*) from {suite.mart}").fetchall()[0][0]
    assert counted > 2 * rows, "there are several portions"
    whole = [asdict(c) for c in Gate().check(spoiled, suite).checks]
    assert [asdict(c) for c in Gate(rows).check(spoiled, suite).checks] == whole


def test_wrong_rows_are_counted_in_all_portions_and_the_first_are_shown(spoiled) -> None:
    from expectations.gate import Gate

    checks = {c.name: c for c in Gate(100).check(spoiled, SUITES[MART]).checks}
    rows = spoiled.sql(f"select count(*) from {MART}").fetchall()[0][0]
    wrong = spoiled.sql(f"select ksic_code from {MART} where share_of_nation > 1").fetchall()
    share = checks["expect_column_values_to_be_between(share_of_nation)"]
    assert (share.outcome, share.observed) == ("failed", f"{len(wrong)} of {rows} unexpected")
    assert [r["ksic_code"] for r in share.rows] == [code for (code,) in wrong[:5]]
    assert checks["expect_column_values_to_be_in_set(status)"].rows[0]["status"] == "?"
    assert checks["expect_column_values_to_be_between(value)"].rows[0]["value"] == "-1"
    assert checks["expect_column_values_to_be_in_set(series)"].outcome == "passed"
    unique = checks["key_is_unique"]
    assert (unique.outcome, unique.meaning) == ("failed", "one row for each key")
    assert (unique.observed, len(unique.rows)) == ("9 rows", 5)
    assert unique.rows[0]["rows"] == "2"


def test_portions_keep_the_order_of_the_mart() -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute("create table mart as select i, i % 7 as j from range(300000) as r (i)")
        for rows, sizes in ((100_000, [100_000] * 3), (140_000, [140_000, 140_000, 20_000])):
            tables = list(portions(connection, "mart", ["i"], rows))
            assert [len(table) for table in tables] == sizes
            assert [i for table in tables for i in table["i"].to_pylist()] == list(range(300_000))
        connection.execute("delete from mart")
        (empty,) = portions(connection, "mart", ["j", "i"])
        assert (empty.column_names, len(empty)) == (["j", "i"], 0)


def test_an_empty_mart_is_checked(spoiled) -> None:
    from expectations.gate import Gate

    spoiled.execute("begin; delete from policy_targets")
    try:
        result = Gate().check(spoiled, SUITES["policy_targets"])
    finally:
        spoiled.execute("rollback")
    assert [c.name for c in result.failed] == ["is_not_empty"]


def test_great_expectations_knows_what_a_suite_may_use() -> None:
    from great_expectations.expectations import core

    names = {"".join(part.capitalize() for part in kind.split("_")) for kind in ROW_WISE}
    assert {name for name in names if not hasattr(core, name)} == set()


def test_pairs_of_columns_are_checked(spoiled) -> None:
    from expectations.gate import Gate

    pair = {
        "type": "expect_column_pair_values_a_to_be_greater_than_b",
        "column_A": "to_year",
        "column_B": "from_year",
        "meaning": "forward",
    }
    suite = Suite(mart="shift_share", purpose="", key=("ksic_code",), expectations=[pair])
    (check,) = Gate(1000).expectations(spoiled, suite)
    assert (check.outcome, check.name) == ("passed", pair["type"])
