"""The numbers that the report states, and whether they can be computed again."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, table
from orchestration.site.figures.making import figure
from orchestration.site.marts import Row


@figure("published", "published_figures")
def published(context: Context) -> Figure | None:
    """Every number of the report."""
    answer = context.marts.ask("published")
    return Figure(
        title=context.text("finding.published", number=len(answer.rows)),
        answer=answer,
        table=table(
            answer.rows,
            Column(context.text("column.subject"), lambda row: context.name(row, "subject")),
            Column(context.text("column.value"), printed, True),
            Column(
                context.text("column.unit"),
                lambda row: context.text.label("units", row["unit"]).replace("_", " "),
            ),
            Column(context.text("column.year"), lambda row: str(row["reference_year"] or ""), True),
            Column(
                context.text("column.place"), lambda row: context.text.label("place", row["place"])
            ),
        ),
    )


def printed(row: Row) -> str:
    """A number as the report prints it."""
    decimals = row["decimals"] or 0
    upper = row.get("value_upper")
    written = f"{row['value']:,.{decimals}f}"
    return written if upper is None else f"{written}\u2013{upper:,.{decimals}f}"
