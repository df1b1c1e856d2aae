"""Runs the suites: DuckDB runs the queries, Great Expectations checks their results.

Great Expectations receives the rows of a mart one portion at a time, and per violation query the number of
rows that it returned. So a mart need not fit into memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations.checks import violations_of
from expectations.portions import PORTION_ROWS, portions
from expectations.result import CheckResult, Outcome, SuiteResult
from expectations.row_checker import RowChecker
from expectations.row_wise import columns_of
from expectations.suite import Expectation, Suite, Violation
from expectations.tally import Tally
from expectations.violations import Violations, find_violations
from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.duckdb_lock import lock_errors

_NO_ROW = Expectation.model_validate(
    {
        "type": "expect_column_values_to_be_between",
        "column": "rows",
        "max_value": 0,
        "meaning": "the query returns no row",
    }
)


class Gate:
    """Validates the marts of a DuckDB file. Great Expectations is set up once, by the constructor."""

    def __init__(self, portion_rows: int = PORTION_ROWS) -> None:
        self._checker = RowChecker()
        self._portion_rows = portion_rows

    def run(self, marts: Path, suites: Sequence[Suite], previous: Path | None) -> list[SuiteResult]:
        """Run `suites`; one result per suite, in their order.

        `marts` is a DuckDB file with the marts as tables; `previous` is that of the previous release.
        """
        with bounded_duckdb(marts.parent) as connection:
            with lock_errors(marts):
                connection.execute(f"attach '{_quoted(marts)}' as current_marts (read_only)")
            if previous is not None:
                with lock_errors(previous):
                    connection.execute(f"attach '{_quoted(previous)}' as previous (read_only)")
            connection.execute("use current_marts")
            return [self.check(connection, suite) for suite in suites]

    def check(self, connection: duckdb.DuckDBPyConnection, suite: Suite) -> SuiteResult:
        """Run one suite on the marts of `connection`: first the expectations, then the violation queries.

        Where the previous release is attached as `previous`, the mart is compared with it too.
        """
        checks = self.check_expectations(connection, suite) + self.check_violations(
            connection, suite
        )
        return SuiteResult(suite.mart, suite.purpose, checks)

    def check_expectations(
        self, connection: duckdb.DuckDBPyConnection, suite: Suite
    ) -> list[CheckResult]:
        """Check the rows of the mart against the expectations of the suite."""
        tallies = [Tally(expectation) for expectation in suite.expectations]
        if tallies:
            for portion in portions(connection, suite.mart, _columns(suite), self._portion_rows):
                results = self._checker.check(
                    portion, suite.expectations, [tally.wants_rows for tally in tallies]
                )
                for tally, result in zip(tallies, results, strict=True):
                    tally.add(portion, result)
        return [tally.result() for tally in tallies]

    def check_violations(
        self, connection: duckdb.DuckDBPyConnection, suite: Suite
    ) -> list[CheckResult]:
        """Run the violation queries of the suite: each must return no row."""
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
        """The queries that returned rows. One column of counts is far faster than one check per query."""
        names = list(counts)
        table = pa.table({"rows": list(counts.values())})
        (result,) = self._checker.check(table, [_NO_ROW])
        if result.success:
            return set()
        return {names[position] for position in result.wrong} or set(names)


def _columns(suite: Suite) -> list[str]:
    """The columns that a check needs: the key, which is shown, and those that the expectations use."""
    checked = [column for e in suite.expectations for column in columns_of(e.arguments)]
    return list(dict.fromkeys([*suite.key, *checked]))


def _result(violation: Violation, success: bool, found: Violations) -> CheckResult:
    outcome: Outcome = "passed" if success else "held" if violation.holds_release else "failed"
    return CheckResult(
        violation.name, violation.meaning, outcome, f"{found.count} rows", found.rows
    )


def _not_applicable(violation: Violation) -> CheckResult:
    reason = "the previous release does not have the mart"
    return CheckResult(violation.name, violation.meaning, "not_applicable", reason)


def _cannot_be_compared(violation: Violation, error: duckdb.Error) -> CheckResult:
    """The last release has other columns: a person has to look."""
    reason = f"cannot be compared with the last release: {str(error).splitlines()[0]}"
    return CheckResult(violation.name, violation.meaning, "held", reason)


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = ?", [database]
    )
    return {row[0] for row in found.fetchall()}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
