"""Find the marts that a suite reads besides its own, from the SQL of its violation queries."""

from __future__ import annotations

from expectations.checks import violations_of
from expectations.suite import Suite
from orchestration.warehouse.manifest import mart_models


def marts_read_by(suite: Suite) -> set[str]:
    """The marts of the release under validation that the suite's violation queries name."""
    from sqlglot import exp, parse_one

    named = {
        table.name
        for violation in violations_of(suite)
        for table in parse_one(violation.query, dialect="duckdb").find_all(exp.Table)
        if not table.db  # `previous.<mart>` is of the previous release
    }
    return named & mart_models().keys()
