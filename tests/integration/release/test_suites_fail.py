"""Every check of every suite is seen to fail: a spoiled mart that it, and none before it, rejects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from expectations.suite import load_suites
from tests.integration.release.mutation import mutations_of, written_names
from tests.support.small_marts import copy_small

SUITES = load_suites()


@pytest.fixture(scope="module")
def gate() -> object:
    from expectations.gate import Gate

    return Gate()


@pytest.fixture(scope="module")
def connection(marts_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as opened:
        for database in ("previous", "spoiled"):
            opened.execute(f"attach ':memory:' as {database}")
            copy_small(opened, marts_file, database)
        yield opened


@pytest.mark.parametrize("mart", SUITES)
def test_passes_unspoiled(gate, connection, mart: str) -> None:
    result = gate.check(connection, SUITES[mart])
    assert [(c.name, c.observed, c.rows) for c in result.checks if c.outcome != "passed"] == []


@pytest.mark.parametrize("mart", SUITES)
def test_every_check_has_a_mutation(mart: str) -> None:
    assert [m.check for m in mutations_of(SUITES[mart]) if not m.sql] == []


def test_no_mutation_without_a_check() -> None:
    for mart, names in written_names().items():
        assert names <= {m.check for m in mutations_of(SUITES[mart])}


@pytest.mark.parametrize(
    ("mart", "position", "name"),
    [
        pytest.param(mart, position, mutation.check, id=f"{mart}-{mutation.check}")
        for mart in SUITES
        for position, mutation in enumerate(mutations_of(SUITES[mart]))
    ],
)
def test_is_seen_to_fail(gate, connection, mart: str, position: int, name: str) -> None:
    mutation = list(mutations_of(SUITES[mart]))[position]
    connection.execute("begin")
    try:
        connection.execute(mutation.sql)
        checks = gate.check_expectations(connection, SUITES[mart])
        if position >= len(checks):  # violations are judged after all expectations
            checks += gate.check_violations(connection, SUITES[mart])
    finally:
        connection.execute("rollback")
    seen = [(c.name, c.outcome) for c in checks if c.outcome != "passed"]
    expected = "held" if _holds(mart, name) else "failed"
    assert seen[:1] == [(name, expected)], seen
    failure = checks[position]
    assert failure.rows, "a failure names the rows"


def _holds(mart: str, name: str) -> bool:
    from expectations.checks import violations_of

    return any(v.name == name and v.holds_release for v in violations_of(SUITES[mart]))


def test_first_release_has_nothing_to_compare_with(gate, marts_file: Path) -> None:
    with duckdb.connect(":memory:") as alone:
        alone.execute("attach ':memory:' as only_one")
        copy_small(alone, marts_file, "only_one")
        result = gate.check(alone, SUITES["industry_share"])
    outcomes = {c.name: c.outcome for c in result.checks}
    assert outcomes["coverage_never_smaller"] == outcomes["value_revised"] == "not_applicable"
    assert set(outcomes.values()) == {"passed", "not_applicable"}


def test_other_columns_in_the_last_release_are_for_a_person(gate, connection) -> None:
    connection.execute("begin")
    try:
        connection.execute("alter table previous.industry_share drop column value")
        checks = gate.check_violations(connection, SUITES["industry_share"])
    finally:
        connection.execute("rollback")
    held = {c.name: c.observed for c in checks if c.outcome != "passed"}
    assert list(held) == ["value_revised"]
    assert held["value_revised"].startswith(
        "cannot be compared with the last release: Binder Error"
    )
