"""Mutations: changes of a mart that exactly one check of its suite has to reject first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from expectations.checks import violations_of
from expectations.suite import Expectation, Suite, Violation

_WRITTEN = Path(__file__).parent / "mutations.yml"
_MORE = {  # columns that a suppressed or widened row of these marts has besides its value
    "smart_city_scale": ", is_exact = false",
    "smart_city_industry": ", share_low = null, share_high = null, share = null",
    "technology_overlap": ", share_of_nation_low = null, share_of_nation_high = null"
    ", share_of_nation = null"
    ", share_of_region_total_low = null, share_of_region_total_high = null, share_of_region_total = null",
}


@dataclass(frozen=True)
class Mutation:
    """SQL that changes a mart, and the name of the check that has to reject it."""

    check: str
    sql: str


def mutations_of(suite: Suite) -> Iterator[Mutation]:
    """One mutation for every check of the suite, in the order of the checks; `sql` is '' if unknown."""
    written = yaml.safe_load(_WRITTEN.read_text(encoding="utf-8")).get(suite.mart, {})
    for expectation in suite.expectations:
        yield Mutation(expectation.name, _for_expectation(suite.mart, expectation))
    for violation in violations_of(suite):
        sql = written.get(violation.name) or _for_violation(suite, violation)
        sql = sql.replace("{mart}", suite.mart).replace("{more}", _MORE.get(suite.mart, ""))
        yield Mutation(violation.name, sql)


def written_names() -> dict[str, set[str]]:
    """The checks that mutations.yml names, by mart."""
    content = yaml.safe_load(_WRITTEN.read_text(encoding="utf-8"))
    return {mart: set(checks) for mart, checks in content.items()}


def _for_expectation(mart: str, expectation: Expectation) -> str:
    arguments = expectation.arguments
    match expectation.type:
        case "expect_column_values_to_be_in_set" | "expect_column_values_to_match_regex":
            return _set(mart, arguments["column"], "'?'")
        case "expect_column_values_to_not_be_null":
            return _set(mart, arguments["column"], "null")
        case "expect_column_values_to_be_between":
            if arguments.get("max_value") is not None:
                return _set(mart, arguments["column"], f"{arguments['max_value'] + 1}")
            return _set(mart, arguments["column"], f"{arguments['min_value'] - 1}")
        case _:
            return ""


def _for_violation(suite: Suite, violation: Violation) -> str:
    mart, check = suite.mart, violation.name
    bounded = check.removesuffix("_bounds_ordered").removesuffix("_is_where_bounds_meet")
    low, high = f"{bounded}_low", f"{bounded}_high"
    match check:
        case "is_not_empty":
            return f"delete from {mart}"
        case "key_is_unique":
            return f"insert into {mart} select * from {mart} limit 1"
        case "key_is_complete":
            return _set(mart, suite.key[-1], "null")
        case "within_its_series":
            return _set(mart, "year", "2019")
        case "first_of_its_month":
            return _set(mart, "month", "month + interval 1 day")
        case "suppressed_says_nothing":
            return _set(mart, "status", "'suppressed'")
        case "regions_complete":
            row = _first(mart, "region_code = '39'")
            return f"delete from {mart} where rowid = {row}"
        case "coverage_never_smaller":
            lost = suite.key if suite.never_fewer is None else suite.never_fewer
            other = "'?'" if lost[0] != "month" else "date '2022-12-01'"
            return (
                f'insert into previous.{mart} select * replace ({other} as "{lost[0]}")'
                f" from previous.{mart} limit 1"
            )
        case _ if check.endswith("_revised"):
            column = check.removesuffix("_revised")
            where = next(r.where for r in suite.revisions if r.column == column)
            row = _first(f"previous.{mart}", f"{where} and {column} > 0")
            return f"update previous.{mart} set {column} = {column} * 9 where rowid = {row}"
        case _ if check.endswith("_bounds_ordered"):
            row = _first(mart, f"{low} < {high}")
            return f"update {mart} set {low} = {high}, {high} = {low} where rowid = {row}"
        case _ if check.endswith("_is_where_bounds_meet"):
            return f"update {mart} set {bounded} = null where rowid = {_first(mart, f'{low} = {high}')}"
        case _:
            return ""


def _set(mart: str, column: str, value: str) -> str:
    row = _first(mart, f'"{column}" is not null')
    return f'update {mart} set "{column}" = {value} where rowid = {row}'


def _first(table: str, condition: str) -> str:
    return f"(select min(rowid) from {table} where {condition})"
