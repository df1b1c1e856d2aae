"""The districts with own data, from city workbooks or microdata."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, build_table
from orchestration.site.figures.figure_decorator import figure


@figure("districts", "industry_share")
def districts(context: Context) -> Figure | None:
    """One row per district and year: size, number of five-digit codes, and how many are suppressed."""
    result = context.query("districts")
    if not result.rows:
        return None
    count = context.numbers.count
    codes = {row["region_code"] for row in result.rows}
    return Figure(
        title=context.text(
            "finding.districts",
            number=len(codes),
            first=context.region(result.rows[0]["region_code"]),
        ),
        note=context.text("note.districts"),
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
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
