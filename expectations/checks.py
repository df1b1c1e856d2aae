"""Expands the short forms of a suite (key, bounds, revisions, never_fewer) to violation queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from expectations.suite import Revision, Suite, Violation


def violations_of(suite: Suite) -> list[Violation]:
    """All violation queries in the order of their run; those against the previous release are last."""
    return [
        _key_is_unique(suite),
        _key_is_complete(suite),
        *(check for column in suite.bounds for check in _bounds(suite.mart, column)),
        *suite.violations,
        *(_revised(suite, revision) for revision in suite.revisions),
        *_never_fewer(suite),
    ]


def _key_is_unique(suite: Suite) -> Violation:
    key = ", ".join(map(_name, suite.key))
    return Violation(
        name="key_is_unique",
        meaning="one row per key",
        query=f"select {key}, count(*) as rows from {suite.mart} group by {key} having count(*) > 1",
    )


def _key_is_complete(suite: Suite) -> Violation:
    missing = " or ".join(f"{_name(column)} is null" for column in suite.key)
    return Violation(
        name="key_is_complete",
        meaning="no column of the key is empty",
        query=f"select * from {suite.mart} where {missing}",
    )


def _bounds(mart: str, value: str) -> Iterator[Violation]:
    low, high = f"{value}_low", f"{value}_high"
    yield Violation(
        name=f"{value}_bounds_ordered",
        meaning="both bounds or neither, and the lower is not above the upper",
        query=f"select * from {mart} where {low} > {high} or ({low} is null) <> ({high} is null)",
    )
    yield Violation(
        name=f"{value}_is_where_bounds_are_equal",
        meaning="there is a value exactly where both bounds are equal",
        query=(
            f"select * from {mart} where ({value} is not null) <> coalesce({low} = {high}, false)"
            f" or {value} <> {low}"
        ),
    )


def _revised(suite: Suite, revision: Revision) -> Violation:
    column, key = _name(revision.column), ", ".join(map(_name, suite.key))
    return Violation(
        name=f"{revision.column}_revised",
        meaning=f"{revision.column} differs by at most {revision.limit:.0%} from the previous release",
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
        meaning=f"everything in the previous release is still there ({', '.join(columns)})",
        query=(
            f"select distinct {named} from previous.{suite.mart}"
            f" except select {named} from {suite.mart} order by all"
        ),
        needs_previous=True,
        holds_release=True,
    )


def _name(column: str) -> str:
    return f'"{column}"'
