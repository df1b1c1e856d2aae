"""The provinces whose industry structure is most like that of one province."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, Panel, build_table
from orchestration.site.figures import intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row
from orchestration.site.numbers import join_bounds

NAMED = 3
"""Most provinces that the finding names where the bounds leave several possible."""


@figure("similar-provinces", "regional_similarity", needs_divisions=True)
def similar_provinces(context: Context, region: str) -> Figure | None:
    """The five most similar provinces, the most similar first, with bounds."""
    result = context.query("similar_provinces", region=region)
    if not result.rows:
        return None
    drawn = [
        {
            "label": f"{context.region(row['other_region_code'])}\n{_between(context, row)}",
            "low": row["similarity_low"],
            "high": row["similarity_high"],
            "exact": row["similarity"],
            "slot": 1,
            "tip": f"{context.region(row['other_region_code'])}: {_between(context, row)}",
        }
        for row in result.rows
    ]
    return Figure(
        title=_finding(context, region, list(result.rows)),
        unit=context.text("unit.similarity"),
        note=context.text("note.similar_provinces"),
        panels=[
            Panel(
                "intervals",
                drawn,
                context.text("panel.similarity"),
                unit="ratio",
                legend=intervals.legend(context, drawn),
                ceiling=1.0,
            )
        ],
        result=result,
        table=build_table(
            result.rows,
            Column(
                context.text("column.region"),
                lambda row: context.region(row["other_region_code"]),
            ),
            Column(context.text("column.similarity"), lambda row: _between(context, row), True),
            Column(
                context.text("column.undisclosed_divisions"),
                lambda row: context.numbers.count(row["undisclosed_divisions"]),
                True,
            ),
        ),
    )


def _finding(context: Context, region: str, rows: list[Row]) -> str:
    """The most similar province, or those that may be it, where these are few and shown."""
    first = [row["other_region_code"] for row in rows if row["may_be_first"]]
    base = context.region(region)
    if not len(first) == rows[0]["candidates"] <= NAMED:
        return context.text("finding.similar_provinces_undecided", base=base)
    most = context.text("word.or").join(map(context.region, first))
    return context.text("finding.similar_provinces", base=base, most=most)


def _between(context: Context, row: Row) -> str:
    """The similarity, or both bounds where their texts differ."""
    written = context.numbers.index
    return join_bounds(written(row["similarity_low"]), written(row["similarity_high"]))
