"""Runs the suites: DuckDB does the queries, Great Expectations judges what they give.

It receives the rows of a mart, a portion at a time, and the number of rows that violate
each of its rules. So no mart has to fit into memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations.checks import violations_of
from expectations.judge import Judge
from expectations.portions import PORTION_ROWS, portions
from expectations.result import CheckResult, Outcome, SuiteResult
from expectations.row_wise import columns_of
from expectations.suite import Expectation, Suite, Violation
from expectations.tally import Tally
from expectations.violations import Violations, find_violations
from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.duckdb_lock import lock_errors
from orchestration.foreign_text import first_line
from orchestration.storage.sql import quote_text

_NO_ROW = Expectation.model_validate(
    {
        "type": "expect_column_values_to_be_between",
        "column": "rows",
        "max_value": 0,
        "meaning": "no row violates the rule",
    }
)


class Gate:
    """Ready to judge: `run` validates the marts of a DuckDB file."""

    def __init__(self, portion_rows: int = PORTION_ROWS) -> None:
        self._judge = Judge()
        self._portion_rows = portion_rows

    def run(self, marts: Path, suites: Sequence[Suite], previous: Path | None) -> list[SuiteResult]:
        """Validate every mart that has a suite.

        `marts` is a DuckDB file with the marts as tables; `previous` the marts of the last release.
        """
        with bounded_duckdb(marts.parent) as connection:
            with lock_errors(marts):
                connection.execute(f"attach {quote_text(marts)} as current_marts (read_only)")
            if previous is not None:
                with lock_errors(previous):
                    connection.execute(f"attach {quote_text(previous)} as previous (read_only)")
            connection.execute("use current_marts")
            return [self.check(connection, suite) for suite in suites]

    def check(self, connection: duckdb.DuckDBPyConnection, suite: Suite) -> SuiteResult:
        """The checks of one suite on the marts that `connection` uses: expectations, then violations.

        Where the last release is attached as `previous`, its marts are compared too.
        """
        checks = self.expectations(connection, suite) + self.violations(connection, suite)
        return SuiteResult(suite.mart, suite.purpose, checks)

    def expectations(
        self, connection: duckdb.DuckDBPyConnection, suite: Suite
    ) -> list[CheckResult]:
        """The first part of `check`: the rows of the mart against the suite's expectations."""
        tallies = [Tally(expectation) for expectation in suite.expectations]
        if tallies:
            for portion in portions(connection, suite.mart, _columns(suite), self._portion_rows):
                verdicts = self._judge.verdicts(
                    portion, suite.expectations, [tally.wants_rows for tally in tallies]
                )
                for tally, verdict in zip(tallies, verdicts, strict=True):
                    tally.add(portion, verdict)
        return [tally.result() for tally in tallies]

    def violations(self, connection: duckdb.DuckDBPyConnection, suite: Suite) -> list[CheckResult]:
        """The second part of `check`: the queries that may return no row."""
        before = _tables(connection, "previous")
        found: dict[str, Violations] = {}
        results: dict[str, CheckResult] = {}
        violations = violations_of(suite)
        for violation in violations:
            if violation.needs_previous and suite.mart not in before:
                results[violation.name] = _not_applicable(violation)
                continue
            try:
                found[violation.name] = find_violations(connection, violation.query)
            except duckdb.BinderException as error:
                if not violation.needs_previous:
                    raise
                results[violation.name] = _cannot_be_compared(violation, error)
        broken = self._broken({name: rows.count for name, rows in found.items()})
        for violation in violations:
            if (rows := found.get(violation.name)) is not None:
                results[violation.name] = _result(violation, violation.name not in broken, rows)
        return [results[violation.name] for violation in violations]

    def _broken(self, counts: Mapping[str, int]) -> set[str]:
        """The rules that rows violate, judged as one column: an expectation a rule costs far more."""
        rules = list(counts)
        table = pa.table({"rows": list(counts.values())})
        (judged,) = self._judge.verdicts(table, [_NO_ROW])
        if judged.success:
            return set()
        return {rules[position] for position in judged.wrong} or set(rules)


def _columns(suite: Suite) -> list[str]:
    """The key and the columns that the expectations name: what is shown and looked at."""
    looked_at = [column for e in suite.expectations for column in columns_of(e.arguments)]
    return list(dict.fromkeys([*suite.key, *looked_at]))


def _result(violation: Violation, success: bool, found: Violations) -> CheckResult:
    outcome: Outcome = "passed" if success else "held" if violation.holds_release else "failed"
    return CheckResult(
        violation.name, violation.meaning, outcome, f"{found.count} rows", found.rows
    )


def _not_applicable(violation: Violation) -> CheckResult:
    reason = "no release before has the mart"
    return CheckResult(violation.name, violation.meaning, "not_applicable", reason)


def _cannot_be_compared(violation: Violation, error: duckdb.Error) -> CheckResult:
    """The last release has other columns: a person has to look."""
    reason = f"cannot be compared with the last release: {first_line(error)}"
    return CheckResult(violation.name, violation.meaning, "held", reason)


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = ?", [database]
    )
    return {row[0] for row in found.fetchall()}
