"""What a suite's short forms (key, bounds, revisions) stand for, as violations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from expectations.suite import Revision, Suite, Violation


def violations_of(suite: Suite) -> list[Violation]:
    """The violations in the order in which they are run: the mart itself, then against the last release."""
    return [
        _unique(suite),
        _complete(suite),
        *(check for column in suite.bounds for check in _bounds(suite.mart, column)),
        *suite.violations,
        *(_revised(suite, revision) for revision in suite.revisions),
        *_never_fewer(suite),
    ]


def _unique(suite: Suite) -> Violation:
    key = ", ".join(map(_name, suite.key))
    return Violation(
        name="key_is_unique",
        meaning="one row for each key",
        query=f"select {key}, count(*) as rows from {suite.mart} group by {key} having count(*) > 1",
    )


def _complete(suite: Suite) -> Violation:
    missing = " or ".join(f"{_name(column)} is null" for column in suite.key)
    return Violation(
        name="key_is_complete",
        meaning="no part of the key is missing",
        query=f"select * from {suite.mart} where {missing}",
    )


def _bounds(mart: str, value: str) -> Iterator[Violation]:
    low, high = f"{value}_low", f"{value}_high"
    yield Violation(
        name=f"{value}_bounds_ordered",
        meaning="both bounds or none, and the lower is not above the upper",
        query=f"select * from {mart} where {low} > {high} or ({low} is null) <> ({high} is null)",
    )
    yield Violation(
        name=f"{value}_is_where_bounds_meet",
        meaning="a value stands exactly where both bounds are one",
        query=(
            f"select * from {mart} where ({value} is not null) <> coalesce({low} = {high}, false)"
            f" or {value} <> {low}"
        ),
    )


def _revised(suite: Suite, revision: Revision) -> Violation:
    column, key = _name(revision.column), ", ".join(map(_name, suite.key))
    return Violation(
        name=f"{revision.column}_revised",
        meaning=f"no {revision.column} moved by more than {revision.limit:.0%} against the last release",
        query=(
            f"select {key}, old.{column} as old_value, new.{column} as new_value"
            f" from (select * from {suite.mart} where {revision.where}) as new"
            f" join previous.{suite.mart} as old using ({key})"
            f" where abs(new.{column} - old.{column}) > {revision.limit} * abs(old.{column})"
        ),
        needs_previous=True,
        holds_release=True,
    )


def _never_fewer(suite: Suite) -> Iterable[Violation]:
    columns = suite.key if suite.never_fewer is None else suite.never_fewer
    if not columns:
        return
    named = ", ".join(map(_name, columns))
    yield Violation(
        name="coverage_never_smaller",
        meaning=f"nothing that the last release had is gone ({', '.join(columns)})",
        query=(
            f"select distinct {named} from previous.{suite.mart}"
            f" except select {named} from {suite.mart} order by all"
        ),
        needs_previous=True,
        holds_release=True,
    )


def _name(column: str) -> str:
    return f'"{column}"'
