"""The provinces whose industry structure is most like that of one province."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, build_table
from orchestration.site.figures.bounded_index import index_panel, possible_firsts, write_index
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row


@figure("similar-provinces", "regional_similarity", needs_divisions=True)
def similar_provinces(context: Context, region: str) -> Figure | None:
    """The five most similar provinces, the most similar first, with bounds."""
    result = context.query("similar_provinces", region=region)
    if not result.rows:
        return None

    def name(row: Row) -> str:
        return context.region(row["other_region_code"])

    return Figure(
        title=_finding(context, region, result.rows),
        unit=context.text("unit.similarity"),
        note=context.text("note.similar_provinces"),
        panels=[
            index_panel(
                context,
                result.rows,
                "similarity",
                name=name,
                write=context.numbers.index,
                heading=context.text("panel.similarity"),
                ceiling=1.0,
            )
        ],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.region"), name),
            Column(
                context.text("column.similarity"),
                lambda row: write_index(row, "similarity", context.numbers.index),
                True,
            ),
            Column(
                context.text("column.undisclosed_divisions"),
                lambda row: context.numbers.count(row["undisclosed_divisions"]),
                True,
            ),
        ),
    )


def _finding(context: Context, region: str, rows: Sequence[Row]) -> str:
    """The most similar province, or those that may be it, where these are few and shown."""
    base = context.region(region)
    first = [context.region(row["other_region_code"]) for row in possible_firsts(rows)]
    if not first:
        return context.text("finding.similar_provinces_undecided", base=base)
    most = context.text("word.or").join(first)
    return context.text("finding.similar_provinces", base=base, most=most)
