"""Great Expectations, asked about one table. The only module that imports it.

Nothing is written and nothing is sent anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Literal

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import pyarrow as pa
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations import core as gxe

from expectations.suite import Expectation
from expectations.tally import Verdict
from orchestration.errors import ConfigurationError

Detail = Literal["BASIC", "COMPLETE"]
_POSITION = "position"


class Judge:
    """Great Expectations, set up once."""

    def __init__(self) -> None:
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        asset = context.data_sources.add_pandas("marts").add_dataframe_asset("rows")
        self._whole = asset.add_batch_definition_whole_dataframe("whole")

    def verdicts(
        self,
        table: pa.Table,
        expectations: Sequence[Expectation],
        wanted: Sequence[bool] | None = None,
    ) -> list[Verdict]:
        """What is said of each expectation, in their order.

        Which rows are wrong is asked in a second pass, of what failed and is `wanted` (unless given, all):
        that costs far more than counting them.
        """
        judged = self._judged(table, expectations, "BASIC")
        asked = [
            position
            for position, verdict in enumerate(judged)
            if not verdict.success and (wanted is None or wanted[position])
        ]
        told = self._judged(table, [expectations[position] for position in asked], "COMPLETE")
        for position, verdict in zip(asked, told, strict=True):
            judged[position] = verdict
        return judged

    def _judged(
        self, table: pa.Table, expectations: Sequence[Expectation], detail: Detail
    ) -> list[Verdict]:
        """All expectations in one pass over the table."""
        if not expectations:
            return []
        suite = gx.ExpectationSuite(
            "rows", [_built(e, position) for position, e in enumerate(expectations)]
        )
        batch = self._whole.get_batch({"dataframe": _frame(table)})
        validated = batch.validate(suite, result_format={"result_format": detail})
        return [_verdict(result) for result in sorted(validated.results, key=_position)]


def _frame(table: pa.Table) -> Any:
    """The table in pandas, all numbers in types of numpy: of others each value is judged by itself."""
    schema = [f.with_type(pa.float64()) if pa.types.is_decimal(f.type) else f for f in table.schema]
    return table.cast(pa.schema(schema)).to_pandas(date_as_object=False)


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


def _verdict(result: ExpectationValidationResult) -> Verdict:
    found = result.result
    raised = result.exception_info if result.exception_info.get("raised_exception") else {}
    return Verdict(
        success=bool(result.success),
        elements=int(found.get("element_count") or 0),
        unexpected=int(found.get("unexpected_count") or 0),
        wrong=list(found.get("unexpected_index_list") or ()),
        raised=str(raised.get("exception_message", "")),
    )
