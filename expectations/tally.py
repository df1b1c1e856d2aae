"""What became of one expectation, over all portions of a mart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from expectations.result import CheckResult
from expectations.suite import Expectation

SHOWN_ROWS = 5
"""Wrong rows that are shown of a check; all of them are counted."""


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations said of one expectation on one table.

    `wrong` are the positions of the rows that do not meet it, where they were asked for; `raised` is the
    message where it could not be judged at all.
    """

    success: bool
    elements: int = 0
    unexpected: int = 0
    wrong: Sequence[int] = ()
    raised: str = ""


@dataclass
class Tally:
    """The sum of the verdicts on one expectation, and the first wrong rows."""

    expectation: Expectation
    success: bool = True
    elements: int = 0
    unexpected: int = 0
    raised: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def wants_rows(self) -> bool:
        """Whether there is room for more wrong rows."""
        return len(self.rows) < SHOWN_ROWS

    def add(self, portion: pa.Table, verdict: Verdict) -> None:
        """Count the verdict on the next portion."""
        self.success &= verdict.success
        self.elements += verdict.elements
        self.unexpected += verdict.unexpected
        self.raised = self.raised or verdict.raised
        if shown := verdict.wrong[: SHOWN_ROWS - len(self.rows)]:
            self.rows += records(portion.take(shown))

    def result(self) -> CheckResult:
        """The check, as the gate reports it."""
        counted = f"{self.unexpected} of {self.elements} unexpected"
        return CheckResult(
            name=self.expectation.name,
            meaning=self.expectation.meaning,
            outcome="passed" if self.success else "failed",
            observed=f"raised {self.raised}" if self.raised else counted,
            rows=self.rows,
        )


def records(table: pa.Table) -> list[dict[str, Any]]:
    """Rows as plain texts, by column."""
    return [
        {name: value if value is None else str(value) for name, value in row.items()}
        for row in table.to_pylist()
    ]
