"""Prints the result of `smartcity taxonomy diff`."""

from __future__ import annotations

from dataclasses import asdict

from orchestration.console.tables import print_table
from orchestration.console.text import print_json, print_text
from orchestration.taxonomy_diff import RegionDifference, TaxonomyDifference

SHOWN = 20


def print_taxonomy_diff(found: TaxonomyDifference, as_json: bool) -> None:
    """Print everything as JSON, or the regions and the codes that move the share most as tables."""
    if as_json:
        print_json(asdict(found))
        return
    both, different = found.in_both(), found.different()
    print_text(
        f"{found.first} and {found.second}, {found.measure} {found.year}, release {found.release_id}"
    )
    only = {
        side: sum(1 for c in different if (c.first, c.second) == kinds)
        for side, kinds in (("first", ("full", "none")), ("second", ("none", "full")))
    }
    print_text(
        f"KSIC {found.ksic_revision} codes: {len(both)} in both, {only['first']} only in the first,"
        f" {only['second']} only in the second,"
        f" {len(different) - sum(only.values())} in part."
    )
    print_table(
        ["region", "share, first", "share, second", "change in percentage points"],
        [
            [
                row.region_name_ko,
                _share(row.first_low, row.first_high, row.first_estimate),
                _share(row.second_low, row.second_high, row.second_estimate),
                _change(row),
            ]
            for row in found.regions
        ],
    )
    print_text(f"Codes that move the share of region {found.region_code} most, each alone:")
    print_table(
        ["code", "name", "first", "second", "effect in percentage points"],
        [
            [
                row.ksic_code,
                row.name_ko,
                row.first,
                row.second,
                "not known"
                if row.effect is None
                else ("about " if row.is_estimate else "") + f"{100 * row.effect:+.2f}",
            ]
            for row in different[:SHOWN]
        ],
    )
    if len(different) > SHOWN:
        print_text(f"{len(different) - SHOWN} more codes differ; --json lists all.")


def _share(low: float | None, high: float | None, estimate: float | None) -> str:
    if low is None or high is None:
        return "not disclosed"
    if low == high:
        return f"{low:.1%}"
    about = "" if estimate is None else f" (about {estimate:.1%})"
    return f"{low:.1%} to {high:.1%}{about}"


def _change(row: RegionDifference) -> str:
    ends = (row.first_low, row.first_high, row.second_low, row.second_high)
    if None in ends:
        return "not disclosed"
    first = row.first_low if row.first_low == row.first_high else row.first_estimate
    second = row.second_low if row.second_low == row.second_high else row.second_estimate
    if first is None or second is None:
        return "not known"
    is_exact = row.first_low == row.first_high and row.second_low == row.second_high
    return ("" if is_exact else "about ") + f"{100 * (second - first):+.1f}"
