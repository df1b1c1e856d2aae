"""The districts that have data of their own, from city workbooks or microdata."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, table
from orchestration.site.figures.making import figure


@figure("districts", "industry_share")
def districts(context: Context) -> Figure | None:
    """One row a district and year: its size, its five-digit classes, and how many of them are withheld."""
    answer = context.ask("districts")
    if not answer.rows:
        return None
    count = context.numbers.count
    codes = {row["region_code"] for row in answer.rows}
    return Figure(
        title=context.text(
            "finding.districts",
            number=len(codes),
            first=context.region(answer.rows[0]["region_code"]),
        ),
        note=context.text("note.districts"),
        answer=answer,
        table_is_open=True,
        table=table(
            answer.rows,
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            Column(context.text("column.year"), lambda row: str(row["year"])),
            Column(
                context.text("column.establishments"),
                lambda row: count(row["establishments"]),
                True,
            ),
            Column(context.text("column.employees"), lambda row: count(row["employees"]), True),
            Column(context.text("column.subclasses"), lambda row: count(row["subclasses"]), True),
            Column(context.text("column.withheld"), lambda row: count(row["withheld"]), True),
        ),
    )
