"""What a taxonomy would change, as a table of the layers whose bounds differ."""

from __future__ import annotations

from dataclasses import asdict

from orchestration.console.tables import print_table
from orchestration.console.text import say, say_json
from orchestration.whatif import WhatIf

SHOWN = 40


def print_what_if(found: WhatIf, as_json: bool) -> None:
    """Print all rows as JSON, or the changed rows of the latest year with values as a table."""
    if as_json:
        say_json(asdict(found))
        return
    changed = found.changed()
    against = (
        f"{found.compared_with} of release {found.release_id}" if found.compared_with else "nothing"
    )
    say(f"{found.taxonomy_id}: {found.codes} codes, compared with {against}")
    say(f"{len(changed):,} of {len(found.rows):,} figures differ; nothing was published.")
    # a year that ends at sections has bounds only: the latest with values says more
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
            "before",
            "after",
            "share before",
            "after",
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
                _share(row.before_share_low, row.before_share_high),
                _share(row.after_share_low, row.after_share_high),
            ]
            for row in shown
        ],
    )
    if len(shown) < len(changed):
        say(f"{len(changed) - len(shown):,} more: --json gives all.")


def _count(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "not told"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _share(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "not told"
    return f"{low:.1%}" if low == high else f"{low:.1%} to {high:.1%}"
