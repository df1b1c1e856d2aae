"""Comparison of the provinces: how far their industry mix differs from the nation's."""

from collections.abc import Callable

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, Panel, build_table
from orchestration.site.figures import intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import QueryResult, Row
from orchestration.site.numbers import join_bounds

NAMED = 3
"""Most provinces that a finding names where the bounds leave several possible."""


@figure("specialisation", "regional_specialisation", needs_divisions=True)
def specialisation(context: Context) -> Figure | None:
    """How far each province's industry mix differs from the nation's and from the rest of the nation's."""
    result = context.query("specialisation")
    if not result.rows:
        return None
    number = context.numbers
    return Figure(
        title=_specialisation_finding(context, list(result.rows)),
        unit=context.text("unit.krugman"),
        note=context.text("note.specialisation"),
        panels=[_index_panel(context, result, field) for field in ("krugman", "krugman_rest")],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            _between_column(context, "krugman", "krugman", number.index),
            _between_column(context, "krugman_rank", "rank", number.count),
            _between_column(context, "krugman_rest", "krugman_rest", number.index),
            _between_column(context, "krugman_rest_rank", "rest_rank", number.count),
            _between_column(context, "hhi", "hhi", number.index),
            _between_column(context, "effective", "effective_industries", number.ratio),
            _between_column(context, "specialised", "specialised_industries", number.count),
            Column(
                context.text("column.industries"), lambda row: number.count(row["industries"]), True
            ),
            Column(
                context.text("column.unpublished"),
                lambda row: number.count(row["unpublished_industries"]),
                True,
            ),
        ),
    )


def _index_panel(context: Context, result: QueryResult, field: str) -> Panel:
    """The provinces by one index, the highest first."""
    drawn = [
        {
            "label": context.region(row["region_code"]),
            "low": row[f"{field}_low"],
            "high": row[f"{field}_high"],
            "exact": row[field],
            "slot": 1,
            "tip": f"{context.region(row['region_code'])}: "
            f"{_between(row, field, context.numbers.index)}",
        }
        for row in sorted(result.rows, key=lambda row: (-row[f"{field}_low"], row["region_code"]))
    ]
    return Panel(
        "intervals",
        drawn,
        context.text(f"panel.{field}"),
        unit="ratio",
        legend=intervals.legend(context, drawn),
        ceiling=intervals.next_tick(max(row["high"] for row in drawn)),
    )


def _between_column(
    context: Context, heading: str, field: str, written: Callable[[float], str]
) -> Column:
    return Column(
        context.text(f"column.{heading}"), lambda row: _between(row, field, written), True
    )


def _between(row: Row, field: str, written: Callable[[float], str]) -> str:
    """The value, or both bounds where their texts differ."""
    return join_bounds(written(row[f"{field}_low"]), written(row[f"{field}_high"]))


def _specialisation_finding(context: Context, rows: list[Row]) -> str:
    """The finding about ranks, as far as the bounds decide them."""
    most = [row["region_code"] for row in rows if row["rank_low"] == 1]
    least = [row["region_code"] for row in rows if row["rank_high"] == len(rows)]
    if max(len(most), len(least)) > NAMED:
        return context.text("finding.specialisation_undecided")
    either = context.text("word.or")
    return context.text(
        "finding.specialisation",
        most=either.join(map(context.region, most)),
        least=either.join(map(context.region, least)),
    )
