"""Runs the suites with Great Expectations. The only module that imports it.

DuckDB does the queries, Great Expectations receives pandas frames: the rows of a mart, and the number of
rows that violate each of its rules. Nothing is written and nothing is sent anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations as gx
import pandas as pd
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations import core as gxe

from expectations.checks import expectations_of, violations_of
from expectations.result import CheckResult, Outcome, SuiteResult
from expectations.suite import Expectation, Suite, Violation
from orchestration.errors import ConfigurationError

SHOWN_ROWS = 5
_POSITION = "position"
_NO_ROW = Expectation.model_validate(
    {
        "type": "expect_column_values_to_be_between",
        "column": "rows",
        "max_value": 0,
        "meaning": "no row violates the rule",
    }
)


class Gate:
    """Great Expectations, set up once; `run` validates the marts of a DuckDB file."""

    def __init__(self) -> None:
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        asset = context.data_sources.add_pandas("marts").add_dataframe_asset("rows")
        self._whole = asset.add_batch_definition_whole_dataframe("whole")

    def run(self, marts: Path, suites: Sequence[Suite], previous: Path | None) -> list[SuiteResult]:
        """Validate every mart that has a suite.

        `marts` is a DuckDB file with the marts as tables; `previous` the marts of the last release.
        """
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach '{_quoted(marts)}' as current_marts (read_only)")
            if previous is not None:
                connection.execute(f"attach '{_quoted(previous)}' as previous (read_only)")
            connection.execute("use current_marts")
            return [self.check(connection, suite) for suite in suites]

    def check(self, connection: duckdb.DuckDBPyConnection, suite: Suite) -> SuiteResult:
        """The checks of one suite on the marts that `connection` uses, in the order of the suite.

        Where the last release is attached as `previous`, its marts are compared too.
        """
        checks = self.expectations(connection, suite) + self.violations(connection, suite)
        return SuiteResult(suite.mart, suite.purpose, checks)

    def expectations(
        self, connection: duckdb.DuckDBPyConnection, suite: Suite
    ) -> list[CheckResult]:
        """The first part of `check`: the rows of the mart against the suite's expectations."""
        expectations = expectations_of(suite)
        columns = ", ".join(f'"{column}"' for column in _columns(suite, expectations))
        frame = connection.sql(f'select {columns} from "{suite.mart}"').df()
        return [
            CheckResult(
                name=expectation.name,
                meaning=expectation.meaning,
                outcome="passed" if result.success else "failed",
                observed=_observed(result),
                rows=[] if result.success else _rows(frame, result),
            )
            for expectation, result in zip(
                expectations, self._validate(frame, expectations), strict=True
            )
        ]

    def violations(self, connection: duckdb.DuckDBPyConnection, suite: Suite) -> list[CheckResult]:
        """The second part of `check`: the queries that may return no row."""
        before = _tables(connection, "previous")
        found: dict[str, pd.DataFrame] = {}
        results: dict[str, CheckResult] = {}
        violations = violations_of(suite)
        for violation in violations:
            if violation.needs_previous and suite.mart not in before:
                results[violation.name] = _not_applicable(violation)
                continue
            try:
                found[violation.name] = connection.sql(violation.query).df()
            except duckdb.BinderException as error:
                if not violation.needs_previous:
                    raise
                results[violation.name] = _cannot_be_compared(violation, error)
        broken = self._broken({name: len(rows) for name, rows in found.items()})
        for violation in violations:
            if (rows := found.get(violation.name)) is not None:
                results[violation.name] = _result(violation, violation.name not in broken, rows)
        return [results[violation.name] for violation in violations]

    def _broken(self, counts: Mapping[str, int]) -> set[str]:
        """The rules that rows violate, judged as one column: an expectation a rule costs far more."""
        frame = pd.DataFrame({"rule": list(counts), "rows": list(counts.values())})
        (judged,) = self._validate(frame, [_NO_ROW])
        if judged.success:
            return set()
        return set(frame.loc[_unexpected(judged) or frame.index, "rule"])

    def _validate(
        self, frame: pd.DataFrame, expectations: Sequence[Expectation]
    ) -> list[ExpectationValidationResult]:
        """All expectations in one pass over the frame, and which rows are wrong in a second one.

        The results are in the order of the expectations.
        """
        judged = self._judge(frame, expectations, "BASIC")
        failed = [position for position, result in enumerate(judged) if not result.success]
        told = self._judge(frame, [expectations[i] for i in failed], "COMPLETE")
        for position, result in zip(failed, told, strict=True):
            judged[position] = result
        return judged

    def _judge(
        self, frame: pd.DataFrame, expectations: Sequence[Expectation], detail: str
    ) -> list[ExpectationValidationResult]:
        if not expectations:
            return []
        suite = gx.ExpectationSuite(
            "rows", [_built(e, position) for position, e in enumerate(expectations)]
        )
        batch = self._whole.get_batch({"dataframe": frame})
        validated = batch.validate(suite, result_format={"result_format": detail})
        return sorted(validated.results, key=_position)


def _columns(suite: Suite, expectations: Sequence[Expectation]) -> list[str]:
    """The key and the columns that the expectations name: what is looked at and shown."""
    named = list(suite.key)
    for expectation in expectations:
        arguments = expectation.arguments
        named += [arguments["column"]] if "column" in arguments else []
        named += arguments.get("column_list", [])
    return list(dict.fromkeys(named))


def _built(expectation: Expectation, position: int) -> Any:
    name = "".join(part.capitalize() for part in expectation.type.split("_"))
    known = getattr(gxe, name, None)
    if known is None:
        raise ConfigurationError(
            f"expectation {expectation.type} is not known to Great Expectations",
            where="expectations/suites/",
            remedy="use a name from its gallery",
        )
    return known(**expectation.arguments, meta={_POSITION: position})


def _position(result: ExpectationValidationResult) -> int:
    assert result.expectation_config is not None
    return int(result.expectation_config.meta[_POSITION])


def _result(violation: Violation, success: bool, rows: pd.DataFrame) -> CheckResult:
    outcome: Outcome = "passed" if success else "held" if violation.holds_release else "failed"
    return CheckResult(
        violation.name,
        violation.meaning,
        outcome,
        f"{len(rows)} rows",
        _records(rows.head(SHOWN_ROWS)),
    )


def _not_applicable(violation: Violation) -> CheckResult:
    reason = "no release before has the mart"
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


def _observed(result: ExpectationValidationResult) -> str:
    found = result.result
    if result.exception_info and result.exception_info.get("raised_exception"):
        return f"raised {result.exception_info.get('exception_message')}"
    if "observed_value" in found:
        return str(found["observed_value"])
    return f"{found.get('unexpected_count', 0)} of {found.get('element_count', 0)} unexpected"


def _unexpected(result: ExpectationValidationResult) -> list[Any]:
    """Where in the frame the rows are that do not meet the expectation."""
    return result.result.get("unexpected_index_list") or []


def _rows(frame: pd.DataFrame, result: ExpectationValidationResult) -> list[dict[str, Any]]:
    indexes = _unexpected(result)[:SHOWN_ROWS]
    return _records(frame.loc[indexes]) if indexes else []


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {str(k): v if v is None else str(v) for k, v in r.items()} for r in plain.to_dict("records")
    ]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
