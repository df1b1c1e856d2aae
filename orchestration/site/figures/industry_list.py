"""All divisions with the employees of the nation and of Seoul; each links to its page."""

from orchestration.site.classification import read_classification
from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row
from orchestration.site.scope import FOCUS


@figure("industries", "industry_share", needs_divisions=True)
def industries(context: Context, region: str = FOCUS) -> Figure | None:
    """The divisions in the order of the classification."""
    result = context.query("industries", region=region)
    if not result.rows:
        return None
    numbers = context.numbers
    return Figure(
        title=context.text(
            "finding.industries", number=len(result.rows), region=context.region(region)
        ),
        unit=context.text("unit.persons"),
        note=context.text("note.industries_list"),
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            Column(context.text("column.ksic"), lambda row: row["ksic_code"]),
            columns.industry(context),
            Column(context.text("column.section"), lambda row: _section(context, row)),
            Column(
                context.text("column.nation_value"),
                lambda row: numbers.count(row["national_value"]),
                True,
            ),
            Column(
                context.text("column.region_value", region=context.region(region)),
                lambda row: numbers.count(row["value"]),
                True,
            ),
            columns.published_share(context, "share_of_nation", "share"),
            *columns.quotient_and_rank(context),
        ),
    )


def _section(context: Context, row: Row) -> str:
    entries = read_classification(row["ksic_revision"])
    found = entries.get(row["ksic_code"])
    return entries[found.parent].names[context.language] if found else ""
