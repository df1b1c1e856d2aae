"""The specialisation of the provinces."""

from collections.abc import Callable

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures import columns, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.notes import join_notes
from orchestration.site.marts import QueryResult, Row
from orchestration.site.numbers import join_bounds

NAMED = 3
"""Most provinces that a finding names where the bounds leave several possible."""


@figure("specialisation", "regional_specialisation", needs_divisions=True)
def specialisation(context: Context, region: str | None = None) -> Figure | None:
    """How far each province's industry mix differs from the nation's and from the rest of the nation's."""
    result = context.query("specialisation")
    if not result.rows:
        return None
    number = context.numbers
    return Figure(
        title=_specialisation_finding(context, list(result.rows), region),
        unit=context.text("unit.krugman"),
        note=join_notes(
            context.text("note.specialisation"),
            context.text("note.all_provinces") if region else "",
        ),
        sources=context.sources(result.rows),
        panels=[
            _index_panel(context, result, field, region) for field in ("krugman", "krugman_rest")
        ],
        # the query and the data of all provinces are on the page of the provinces
        result=None if region else result,
        table=build_table(
            result.where(region_code=region) if region else result.rows,
            columns.region(context),
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


def _index_panel(context: Context, result: QueryResult, field: str, region: str | None) -> Panel:
    """The provinces by one index, the highest first."""
    drawn = [
        {
            "label": context.region(row["region_code"]),
            "low": row[f"{field}_low"],
            "high": row[f"{field}_high"],
            "exact": row[field],
            "slot": 2 if row["region_code"] == region else 1,
            "tip": f"{context.region(row['region_code'])}: "
            f"{_between(row, field, context.numbers.index)}",
        }
        for row in sorted(result.rows, key=lambda row: (-row[f"{field}_low"], row["region_code"]))
    ]
    legend = intervals.legend(context, drawn)
    if region:
        legend.append(LegendEntry("slot-2", context.region(region)))
    return Panel(
        "intervals",
        drawn,
        context.text(f"panel.{field}"),
        unit="ratio",
        legend=legend,
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


def _specialisation_finding(context: Context, rows: list[Row], region: str | None) -> str:
    """The finding about ranks, as far as the bounds decide them."""
    count = context.numbers.count
    for row in rows:
        if row["region_code"] == region:
            low = row["rank_low"] > len(rows) / 2
            return context.text(
                f"finding.specialisation_of{'_low' if low else ''}",
                region=context.region(region or ""),
                rank=_superlative(context, row, "rank", len(rows) if low else 0),
                rest=_superlative(context, row, "rest_rank", len(rows) if low else 0),
                number=len(rows),
                industries=_between(row, "specialised_industries", count),
            )
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


def _superlative(context: Context, row: Row, field: str, number: int) -> str:
    """The rank from the top, or from the bottom of `number` provinces."""
    low, high = row[f"{field}_low"], row[f"{field}_high"]
    if number:
        low, high = number + 1 - high, number + 1 - low
    return context.numbers.superlative(low, high)
