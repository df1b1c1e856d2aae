"""Adds up the results of one expectation over all portions of a mart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from expectations.result import CheckResult
from expectations.suite import Expectation

SHOWN_ROWS = 5
"""Number of wrong rows that a result shows; all of them are counted."""


@dataclass(frozen=True)
class TableResult:
    """Result of one expectation on one table.

    `wrong` are the positions of the rows that do not meet it, where they were requested; `raised` is the
    message where it could not be checked.
    """

    success: bool
    elements: int = 0
    unexpected: int = 0
    wrong: Sequence[int] = ()
    raised: str = ""


@dataclass
class Tally:
    """Sum of the results of one expectation, with the first wrong rows."""

    expectation: Expectation
    success: bool = True
    elements: int = 0
    unexpected: int = 0
    raised: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def wants_rows(self) -> bool:
        """Whether fewer wrong rows are known than are shown."""
        return len(self.rows) < SHOWN_ROWS

    def add(self, portion: pa.Table, result: TableResult) -> None:
        """Add the result of the next portion."""
        self.success &= result.success
        self.elements += result.elements
        self.unexpected += result.unexpected
        self.raised = self.raised or result.raised
        if shown := result.wrong[: SHOWN_ROWS - len(self.rows)]:
            self.rows += records(portion.take(shown))

    def result(self) -> CheckResult:
        """The result over all portions added so far."""
        counted = f"{self.unexpected} of {self.elements} unexpected"
        return CheckResult(
            name=self.expectation.name,
            meaning=self.expectation.meaning,
            outcome="passed" if self.success else "failed",
            observed=f"raised {self.raised}" if self.raised else counted,
            rows=self.rows,
        )


def records(table: pa.Table) -> list[dict[str, Any]]:
    """The rows as dictionaries from column to text or None."""
    return [
        {name: value if value is None else str(value) for name, value in row.items()}
        for row in table.to_pylist()
    ]
