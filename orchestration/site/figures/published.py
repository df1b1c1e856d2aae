"""The figures that policy report 317 states."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, build_table
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row
from orchestration.site.numbers import decimal_range


@figure("published", "published_figures")
def published(context: Context) -> Figure | None:
    """All figures of policy report 317."""
    result = context.marts.query("published")
    return Figure(
        title=context.text("finding.published", number=len(result.rows)),
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.subject"), lambda row: context.name(row, "subject")),
            Column(context.text("column.value"), _printed, True),
            Column(
                context.text("column.unit"),
                lambda row: context.text.label("unit", row["unit"]).replace("_", " "),
            ),
            Column(context.text("column.year"), lambda row: str(row["reference_year"] or ""), True),
            Column(
                context.text("column.place"), lambda row: context.text.label("place", row["place"])
            ),
        ),
    )


def _printed(row: Row) -> str:
    """A number or range with the decimals that the report prints."""
    return decimal_range(row["value"], row.get("value_upper"), row["decimals"] or 0)
