"""Results of the gate as plain data, which are passed between processes and stored in a release as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["passed", "failed", "held", "not_applicable"]


@dataclass(frozen=True)
class CheckResult:
    """Result of one expectation or violation query. `rows` are the first wrong rows."""

    name: str
    meaning: str
    outcome: Outcome
    observed: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class SuiteResult:
    """Results of all checks of one mart."""

    mart: str
    purpose: str
    checks: list[CheckResult]

    @property
    def failed(self) -> list[CheckResult]:
        """The checks that reject the mart."""
        return [c for c in self.checks if c.outcome == "failed"]

    @property
    def held(self) -> list[CheckResult]:
        """The checks that hold the release until a person accepts it."""
        return [c for c in self.checks if c.outcome == "held"]

    @property
    def passed(self) -> bool:
        """Whether no check rejects the mart."""
        return not self.failed


def to_json(results: list[SuiteResult]) -> list[dict[str, Any]]:
    """Results as plain data."""
    return [asdict(r) for r in results]


def from_json(content: list[dict[str, Any]]) -> list[SuiteResult]:
    """The inverse of `to_json`."""
    return [
        SuiteResult(r["mart"], r["purpose"], [CheckResult(**c) for c in r["checks"]])
        for r in content
    ]


def first_failure(results: list[SuiteResult]) -> str:
    """One line about the first failed check: mart, meaning, observed result and first wrong row."""
    for result in results:
        for check in result.failed:
            row = f", first row {_short(check.rows[0])}" if check.rows else ""
            return f"{result.mart}: {check.meaning} ({check.name}: {check.observed}{row})"
    return ""


def _short(row: dict[str, Any]) -> str:
    return " ".join(f"{k}={v}" for k, v in row.items() if v is not None)
