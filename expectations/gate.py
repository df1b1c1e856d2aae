"""Runs the suites with Great Expectations. The only module that imports it.

DuckDB does the queries, Great Expectations receives a pandas frame: the rows of a mart, or the rows
that violate a rule. Nothing is written and nothing is sent anywhere.
"""

from __future__ import annotations

import os
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
            return [self._suite(connection, s, previous is not None) for s in suites]

    def _suite(
        self, connection: duckdb.DuckDBPyConnection, suite: Suite, has_previous: bool
    ) -> SuiteResult:
        frame = connection.sql(f'select * from "{suite.mart}"').df()
        batch = self._batch(suite.mart, frame)
        checks = [self._expectation(batch, frame, e) for e in expectations_of(suite)]
        checks += [
            self._violation(connection, suite, v, has_previous) for v in violations_of(suite)
        ]
        return SuiteResult(suite.mart, suite.purpose, checks)

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
        self,
        connection: duckdb.DuckDBPyConnection,
        suite: Suite,
        violation: Violation,
        has_previous: bool,
    ) -> CheckResult:
        if violation.needs_previous and not has_previous:
            return CheckResult(
                violation.name, violation.meaning, "not_applicable", "no release before"
            )
        frame = connection.sql(violation.query).df()
        batch = self._batch(f"{suite.mart}/{violation.name}", frame)
        result = batch.validate(gxe.ExpectTableRowCountToEqual(value=0))
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
