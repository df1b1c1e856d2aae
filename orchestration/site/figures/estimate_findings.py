"""Estimates of the taxonomy that findings are about; an approximation by divisions has no finding."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.marts import Row

RELIABLE = ("A", "B")
"""Grades from which a finding names an estimate."""


def find_estimate(
    context: Context,
    region: str,
    measure: str,
    *,
    layer: str = "total",
    rule: str = "two_or_more",
) -> Row | None:
    """The estimate of a layer without its common part in this year; None where it is not reliable."""
    found = [
        row
        for row in read_estimates(context, region)
        if row["measure"] == measure
        and row["layer"] == layer
        and row["overlap_rule"] == rule
        and row["counting"] == "exclusive"
        and row["year"] == context.scope.year
        and row["reliability_in_nation"] in RELIABLE
    ]
    return found[0] if found else None


def estimated_combinations(context: Context, region: str, measure: str) -> Sequence[Row]:
    """The estimates of the combinations of layers in the year of the context."""
    return [
        row
        for row in read_estimates(context, region)
        if row["measure"] == measure
        and row["combination"] != "all"
        and row["year"] == context.scope.year
    ]


def estimated_totals(context: Context, region: str, measure: str) -> Sequence[Row]:
    """The estimates of the total, by year; empty if one of them is not reliable."""
    rows = [
        row
        for row in read_estimates(context, region)
        if row["measure"] == measure
        and row["layer"] == "total"
        and row["overlap_rule"] == "two_or_more"
        and row["counting"] == "exclusive"
    ]
    reliable = all(row["reliability_in_nation"] in RELIABLE for row in rows)
    return sorted(rows, key=lambda row: row["year"]) if reliable else ()


def share_with_interval(context: Context, row: Row) -> str:
    """The estimated share of the nation with its 80 % interval."""
    numbers = context.numbers
    if row["share_estimate_low_80"] == row["share_estimate_high_80"]:
        return numbers.percent(row["share_estimate"])
    return context.text(
        "word.estimate",
        value=numbers.percent(row["share_estimate"]),
        range=numbers.percent_between(row["share_estimate_low_80"], row["share_estimate_high_80"]),
    )


def count_with_interval(context: Context, row: Row) -> str:
    """The estimated count in short units with its 80 % interval."""
    short = context.numbers.short
    return context.text(
        "word.estimate_count",
        value=short(row["estimate"]),
        range=f"{short(row['estimate_low_80'])}\u2013{short(row['estimate_high_80'])}",
    )


def read_estimates(context: Context, region: str) -> Sequence[Row]:
    """All estimates of the subject's sets in a region; empty where there are none."""
    if context.scope.subject is None or not context.marts.has_rows("smart_city_estimate"):
        return ()
    return context.query("estimates", region=region, taxonomy=context.scope.subject).rows
