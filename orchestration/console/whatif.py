"""Prints the result of `smartcity whatif`: the values that a taxonomy would change."""

from __future__ import annotations

from dataclasses import asdict

from orchestration.console.tables import print_table
from orchestration.console.text import print_json, print_text
from orchestration.whatif import WhatIf

SHOWN = 40


def print_what_if(found: WhatIf, as_json: bool) -> None:
    """Print all rows as JSON, or the changed rows of the latest year with values as a table."""
    if as_json:
        print_json(asdict(found))
        return
    changed = found.changed()
    comparison = (
        f"compared with {found.compared_with} in release {found.release_id}"
        if found.compared_with
        else "without a release to compare with"
    )
    print_text(f"{found.taxonomy_id}: {found.codes} codes, {comparison}")
    print_text(f"{len(changed):,} of {len(found.rows):,} values differ. Nothing was published.")
    # a year that ends at sections has bounds only: the latest year with values says more
    known = [
        row.year for row in changed if row.layer == "total" and row.after_low == row.after_high
    ]
    latest = max(known or [row.year for row in changed], default=0)
    shown = [row for row in changed if row.year == latest][:SHOWN]
    print_table(
        [
            "year",
            "region",
            "layer",
            "counting",
            "measure",
            "value before",
            "value after",
            "share before",
            "share after",
        ],
        [
            [
                row.year,
                row.region_name_ko,
                row.layer,
                row.counting,
                row.measure,
                _count(row.before_low, row.before_high),
                _count(row.after_low, row.after_high),
                _share(row.before_share_low, row.before_share_high)
                + _about(row.before_share_estimate, row.before_reliability),
                _share(row.after_share_low, row.after_share_high)
                + _about(row.after_share_estimate, row.after_reliability),
            ]
            for row in shown
        ],
    )
    if len(shown) < len(changed):
        print_text(f"{len(changed) - len(shown):,} more values differ; --json lists all.")


def _count(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "not disclosed"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _share(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "not disclosed"
    return f"{low:.1%}" if low == high else f"{low:.1%} to {high:.1%}"


def _about(estimate: float | None, reliability: str | None) -> str:
    """The estimate of a share in words; nothing where there is none, or an unreliable one."""
    return "" if estimate is None or reliability == "C" else f" (about {estimate:.1%})"
