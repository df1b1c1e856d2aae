"""Every number of the report against what can be computed again."""

from orchestration.report.context import Context
from orchestration.report.figure import Column, Figure, table
from orchestration.report.figures.making import figure
from orchestration.report.marts import Row

STATUSES = ("reproduced", "consistent", "contradicted", "needs_data")


@figure("reproduction", "published_reproduction")
def reproduction(context: Context) -> Figure | None:
    """The verdict on each figure, with what it was computed from."""
    answer = context.marts.ask("reproduction")
    counts = {status: len(answer.only(status=status)) for status in STATUSES}
    return Figure(
        title=context.text("finding.reproduction", number=len(answer.rows), **counts),
        note=context.text("note.reproduction"),
        answer=answer,
        table_is_open=True,
        table=table(
            answer.rows,
            Column(context.text("column.subject"), lambda row: context.name(row, "subject")),
            Column(
                context.text("column.place"), lambda row: context.text.named("place", row["place"])
            ),
            Column(
                context.text("column.unit"),
                lambda row: context.text.named("units", row["unit"]).replace("_", " "),
            ),
            Column(context.text("column.printed"), _printed, True),
            Column(context.text("column.computed"), _computed, True),
            Column(
                context.text("column.result"),
                lambda row: context.text.named("check", row["status"]),
            ),
            Column(context.text("column.finding"), lambda row: context.name(row, "finding")),
        ),
    )


def _printed(row: Row) -> str:
    return _between(row["published_value"], row["published_value_upper"], row["decimals"] or 0)


def _computed(row: Row) -> str:
    low, high = row["computed_low"], row["computed_high"]
    if low is None or high is None:
        return ""
    return _between(low, None if low == high else high, (row["decimals"] or 0) + 1)


def _between(low: float, high: float | None, decimals: int) -> str:
    written = f"{low:,.{decimals}f}"
    return written if high is None else f"{written}\u2013{high:,.{decimals}f}"
