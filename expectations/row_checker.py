"""Checks one table with Great Expectations; the only module that imports it.

It writes no file and sends nothing over the network.
"""

from __future__ import annotations

import os
from collections.abc import Sequence, Set
from typing import Any, Literal

from expectations.postponed_import import postpone_import

os.environ["GX_ANALYTICS_ENABLED"] = "false"
postpone_import("scipy.stats")  # a third of the time; only checks of distributions use it

import great_expectations as gx
import pyarrow as pa
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations import core as gxe

from expectations.row_wise import MEMBERSHIP, columns_of
from expectations.suite import Expectation
from expectations.tally import TableResult
from orchestration.errors import ConfigurationError

Detail = Literal["BASIC", "COMPLETE"]
_POSITION = "position"


class RowChecker:
    """Great Expectations with an in-memory context."""

    def __init__(self) -> None:
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        asset = context.data_sources.add_pandas("marts").add_dataframe_asset("rows")
        self._batches = asset.add_batch_definition_whole_dataframe("whole")

    def check(
        self,
        table: pa.Table,
        expectations: Sequence[Expectation],
        wanted: Sequence[bool] | None = None,
    ) -> list[TableResult]:
        """The result of each expectation, in their order.

        Counting wrong rows is fast, listing them is not: a second pass lists them for the expectations
        that failed and are `wanted` (by default, all).
        """
        results = self._validate(table, expectations, "BASIC")
        failed = [
            position
            for position, result in enumerate(results)
            if not result.success and (wanted is None or wanted[position])
        ]
        listed = self._validate(table, [expectations[position] for position in failed], "COMPLETE")
        for position, result in zip(failed, listed, strict=True):
            results[position] = result
        return results

    def _validate(
        self, table: pa.Table, expectations: Sequence[Expectation], detail: Detail
    ) -> list[TableResult]:
        """Check all expectations in one pass over the table."""
        if not expectations:
            return []
        suite = gx.ExpectationSuite(
            "rows", [_build(e, position) for position, e in enumerate(expectations)]
        )
        frame = _frame(table, _compared_columns(expectations))
        batch = self._batches.get_batch({"dataframe": frame})
        validated = batch.validate(suite, result_format={"result_format": detail})
        return [_table_result(result) for result in sorted(validated.results, key=_position)]


def _frame(table: pa.Table, compared: Set[str]) -> Any:
    """The table in pandas with numpy types for all numbers, which are checked as whole columns.

    Texts become numbers of a dictionary, but for the columns `compared`: Great Expectations hashes all rows
    and copies them per expectation, which is several times as fast with numbers as with texts.
    """
    columns = []
    for field, column in zip(table.schema, table.columns, strict=True):
        if pa.types.is_decimal(field.type):
            columns.append(column.cast(pa.float64()))
        elif pa.types.is_string(field.type) and field.name not in compared:
            columns.append(column.combine_chunks().dictionary_encode())
        else:
            columns.append(column)
    return pa.table(columns, names=table.schema.names).to_pandas(date_as_object=False)


def _compared_columns(expectations: Sequence[Expectation]) -> set[str]:
    """The columns of which an expectation needs more than whether a value is in a set or has a form."""
    others = (e for e in expectations if e.type not in MEMBERSHIP)
    return {column for e in others for column in columns_of(e.arguments)}


def _build(expectation: Expectation, position: int) -> Any:
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


def _table_result(result: ExpectationValidationResult) -> TableResult:
    found = result.result
    raised = result.exception_info if result.exception_info.get("raised_exception") else {}
    return TableResult(
        success=bool(result.success),
        elements=int(found.get("element_count") or 0),
        unexpected=int(found.get("unexpected_count") or 0),
        wrong=list(found.get("unexpected_index_list") or ()),
        raised=str(raised.get("exception_message", "")),
    )
