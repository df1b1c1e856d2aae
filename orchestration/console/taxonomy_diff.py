"""Prints the result of `smartcity taxonomy diff`."""

from __future__ import annotations

from dataclasses import asdict

from orchestration.console.tables import print_table
from orchestration.console.text import print_json, print_text
from orchestration.site.taxonomy_difference.difference import (
    UNRELIABLE,
    RegionDifference,
    TaxonomyDifference,
)

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
    print_text(
        f"KSIC {found.ksic_revision} codes: {len(both)} in both,"
        f" {len(found.only_in_first())} only in the first,"
        f" {len(found.only_in_second())} only in the second, {len(found.in_part())} in part."
    )
    print_table(
        ["region", "share, first", "share, second", "change in percentage points"],
        [
            [
                row.region_name_ko,
                _share(
                    (row.first_low, row.first_high),
                    row.first_estimate,
                    (row.first_estimate_low, row.first_estimate_high),
                    row.first_reliability,
                ),
                _share(
                    (row.second_low, row.second_high),
                    row.second_estimate,
                    (row.second_estimate_low, row.second_estimate_high),
                    row.second_reliability,
                ),
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


Ends = tuple[float | None, float | None]


def _share(bounds: Ends, estimate: float | None, interval: Ends, reliability: str | None) -> str:
    """The share, or its estimate with the 80 % interval (of grade C the interval alone), or its bounds."""
    low, high = bounds
    if low is None or high is None:
        return "not disclosed"
    if low == high:
        return f"{low:.1%}"
    if estimate is None or interval[0] is None or interval[1] is None:
        return f"{low:.1%} to {high:.1%}"
    reach = f"{interval[0]:.1%} to {interval[1]:.1%}"
    return (
        f"80 %: {reach}" if reliability == UNRELIABLE else f"about {estimate:.1%} (80 %: {reach})"
    )


def _change(row: RegionDifference) -> str:
    """The change, or its bounds where a share is not known well enough."""
    if row.change_low is None or row.change_high is None:
        return "not disclosed"
    if row.change is None:
        return f"{100 * row.change_low:+.1f} to {100 * row.change_high:+.1f}"
    is_exact = row.change_low == row.change_high
    return ("" if is_exact else "about ") + f"{100 * row.change:+.1f}"
