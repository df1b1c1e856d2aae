"""Prints the result of `smartcity whatif`: the values of a taxonomy file, or what it would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from orchestration.console.tables import print_table
from orchestration.console.text import print_json, print_text
from orchestration.whatif import Difference, WhatIf

SHOWN = 40
_WITHOUT_ENDS = {"not_applicable": "not applicable", None: "\N{EN DASH}"}
"""What is printed for a row without ends, by status; all other rows without ends are not disclosed."""
_KEYS = ("year", "region", "layer", "counting", "measure")


def print_what_if(found: WhatIf, as_json: bool) -> None:
    """Print all rows as JSON, or a table of the latest year: all values, or those that differ."""
    if as_json:
        print_json(asdict(found))
    elif found.compared_with is None:
        _print_values(found)
    else:
        _print_changes(found)


def _print_values(found: WhatIf) -> None:
    latest = max((row.year for row in found.rows), default=0)
    rows = [row for row in found.rows if row.year == latest and row.counting == "inclusive"]
    print_text(
        f"{found.taxonomy_id} ({found.attribution}): {found.codes} codes. Nothing was published."
    )
    print_table(
        [*_KEYS, "value", "share of the nation"],
        [[*_key(row), *_after(row)] for row in rows[:SHOWN]],
    )
    _print_rest(len(found.rows) - len(rows[:SHOWN]), "values")
    if found.release_id:
        print_text("--against ID compares them with a taxonomy of the release.")


def _print_changes(found: WhatIf) -> None:
    changed = found.changed()
    print_text(
        f"{found.taxonomy_id} ({found.attribution}): {found.codes} codes,"
        f" compared with {found.compared_with} in release"
        f" {found.release_id}"
    )
    print_text(f"{len(changed):,} of {len(found.rows):,} values differ. Nothing was published.")
    # a year that ends at sections has bounds only: the latest year with values says more
    known = [
        row.year for row in changed if row.layer == "total" and row.after_low == row.after_high
    ]
    latest = max(known or [row.year for row in changed], default=0)
    shown = [row for row in changed if row.year == latest][:SHOWN]
    print_table(
        [*_KEYS, "value before", "value after", "share before", "share after"],
        [_change(row) for row in shown],
    )
    _print_rest(len(changed) - len(shown), "values differ")


def _change(row: Difference) -> Sequence[object]:
    (value_before, share_before), (value_after, share_after) = _before(row), _after(row)
    return [*_key(row), value_before, value_after, share_before, share_after]


def _print_rest(number: int, what: str) -> None:
    if number:
        print_text(f"{number:,} more {what}; --json lists all.")


def _key(row: Difference) -> Sequence[object]:
    return [row.year, row.region_name_ko, row.layer, row.counting, row.measure]


def _before(row: Difference) -> tuple[str, str]:
    return (
        _ends(row.before_low, row.before_high, row.before_status, ",")
        + _about(row.before_estimate, row.before_reliability, ",.0f"),
        _ends(row.before_share_low, row.before_share_high, row.before_status, ".1%")
        + _about(row.before_share_estimate, row.before_share_reliability, ".1%"),
    )


def _after(row: Difference) -> tuple[str, str]:
    return (
        _ends(row.after_low, row.after_high, row.after_status, ",")
        + _about(row.after_estimate, row.after_reliability, ",.0f"),
        _ends(row.after_share_low, row.after_share_high, row.after_status, ".1%")
        + _about(row.after_share_estimate, row.after_share_reliability, ".1%"),
    )


def _ends(low: float | None, high: float | None, status: str | None, digits: str) -> str:
    """A value, its bounds, or why there is neither."""
    if low is None or high is None:
        return _WITHOUT_ENDS.get(status, "not disclosed")
    return f"{low:{digits}}" if low == high else f"{low:{digits}} to {high:{digits}}"


def _about(estimate: float | None, reliability: str | None, digits: str) -> str:
    """The estimate in words; nothing where there is none, or an unreliable one."""
    return "" if estimate is None or reliability == "C" else f" (about {estimate:{digits}})"
