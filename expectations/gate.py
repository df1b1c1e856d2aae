"""Runs the suites with Great Expectations. The only module that imports it.

DuckDB does the queries, Great Expectations receives a pandas frame: the rows of a mart, or the rows
that violate a rule. Nothing is written and nothing is sent anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations as gx
import pandas as pd
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.expectations import core as gxe

from expectations.checks import expectations_of, violations_of
from expectations.result import CheckResult, Outcome, SuiteResult
from expectations.suite import Expectation, Suite, Violation
from orchestration.errors import ConfigurationError

SHOWN_ROWS = 5
_NO_ROW = Expectation.model_validate(
    {"type": "expect_table_row_count_to_equal", "value": 0, "meaning": "no row violates the rule"}
)


class Gate:
    """Great Expectations, set up once; `run` validates the marts of a DuckDB file."""

    def __init__(self) -> None:
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)
        self._source = self._context.data_sources.add_pandas("marts")

    def run(self, marts: Path, suites: list[Suite], previous: Path | None) -> list[SuiteResult]:
        """Validate every mart that has a suite.

        `marts` is a DuckDB file with the marts as tables; `previous` the marts of the last release.
        """
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach '{_quoted(marts)}' as current_marts (read_only)")
            if previous is not None:
                connection.execute(f"attach '{_quoted(previous)}' as previous (read_only)")
            connection.execute("use current_marts")
            return [SuiteResult(s.mart, s.purpose, list(self.check(connection, s))) for s in suites]

    def check(self, connection: duckdb.DuckDBPyConnection, suite: Suite) -> Iterator[CheckResult]:
        """The checks of one suite, one after the other, on the marts that `connection` uses.

        Where the last release is attached as `previous`, its marts are compared too.
        """
        frame = connection.sql(f'select * from "{suite.mart}"').df()
        batch = self._batch(suite.mart, frame)
        for expectation in expectations_of(suite):
            yield self._expectation(batch, frame, expectation)
        before = _tables(connection, "previous")
        for violation in violations_of(suite):
            if violation.needs_previous and suite.mart not in before:
                yield _not_applicable(violation, "no release before has the mart")
            else:
                yield self._violation(connection, suite, violation)

    def _expectation(
        self, batch: Batch, frame: pd.DataFrame, expectation: Expectation
    ) -> CheckResult:
        built = _expectation_class(expectation)
        result = batch.validate(built, result_format={"result_format": "COMPLETE"})
        return CheckResult(
            name=expectation.name,
            meaning=expectation.meaning,
            outcome="passed" if result.success else "failed",
            observed=_observed(result),
            rows=[] if result.success else _rows(frame, result),
        )

    def _violation(
        self, connection: duckdb.DuckDBPyConnection, suite: Suite, violation: Violation
    ) -> CheckResult:
        try:
            frame = connection.sql(violation.query).df()
        except duckdb.BinderException as error:
            if not violation.needs_previous:
                raise
            return _cannot_be_compared(violation, error)
        batch = self._batch(f"{suite.mart}/{violation.name}", frame)
        result = batch.validate(_expectation_class(_NO_ROW))
        outcome: Outcome = (
            "passed" if result.success else "held" if violation.holds_release else "failed"
        )
        return CheckResult(
            violation.name,
            violation.meaning,
            outcome,
            f"{len(frame)} rows",
            _records(frame.head(SHOWN_ROWS)),
        )

    def _batch(self, name: str, frame: pd.DataFrame) -> Batch:
        if name in self._source.get_asset_names():
            self._source.delete_asset(name)
        asset = self._source.add_dataframe_asset(name)
        definition = asset.add_batch_definition_whole_dataframe("whole")
        return definition.get_batch({"dataframe": frame})


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = ?", [database]
    )
    return {row[0] for row in found.fetchall()}


def _not_applicable(violation: Violation, reason: str) -> CheckResult:
    return CheckResult(violation.name, violation.meaning, "not_applicable", reason)


def _cannot_be_compared(violation: Violation, error: duckdb.Error) -> CheckResult:
    """The last release has other columns: a person has to look."""
    reason = str(error).splitlines()[0]
    return CheckResult(
        violation.name,
        violation.meaning,
        "held",
        f"cannot be compared with the last release: {reason}",
    )


def _expectation_class(expectation: Expectation) -> Any:
    name = "".join(part.capitalize() for part in expectation.type.split("_"))
    built = getattr(gxe, name, None)
    if built is None:
        raise ConfigurationError(
            f"expectation {expectation.type} is not known to Great Expectations",
            where="expectations/suites/",
            remedy="use a name from its gallery",
        )
    return built(**expectation.arguments)


def _observed(result: ExpectationValidationResult) -> str:
    found = result.result
    if result.exception_info and result.exception_info.get("raised_exception"):
        return f"raised {result.exception_info.get('exception_message')}"
    if "observed_value" in found:
        return str(found["observed_value"])
    return f"{found.get('unexpected_count', 0)} of {found.get('element_count', 0)} unexpected"


def _rows(frame: pd.DataFrame, result: ExpectationValidationResult) -> list[dict[str, Any]]:
    indexes = (result.result.get("unexpected_index_list") or [])[:SHOWN_ROWS]
    return _records(frame.loc[indexes]) if indexes else []


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {str(k): v if v is None else str(v) for k, v in r.items()} for r in plain.to_dict("records")
    ]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
