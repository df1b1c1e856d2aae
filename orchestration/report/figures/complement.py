"""Who has what a base region lacks: the report's question about Gyeonggi, Incheon and Chungbuk."""

from orchestration.report.context import Context
from orchestration.report.figure import Column, Figure, Mark, Panel, table
from orchestration.report.figures.making import figure


@figure("complement", "regional_complement")
def complement(context: Context, region: str) -> Figure | None:
    """The pairs of a partner and an industry that would complete the base region most."""
    answer = context.ask("complement", region=region)
    partners = context.ask("complement_partners", region=region)
    if not answer.rows:
        return None
    ratio = context.numbers.ratio
    rows = [
        {
            "label": " \u00b7 ".join(
                (context.region(row["partner_region_code"]), context.name(row, "industry_name"))
            ),
            "base": row["base_location_quotient"],
            "exact": row["partner_location_quotient"],
            "tip": context.text(
                "tip.complement",
                industry=context.name(row, "industry_name"),
                base=context.region(region),
                here=ratio(row["base_location_quotient"]),
                partner=context.region(row["partner_region_code"]),
                there=ratio(row["partner_location_quotient"]),
            ),
        }
        for row in answer.rows
        if row["base_location_quotient"]
    ]
    first = partners.rows[:3]
    return Figure(
        title=context.text(
            "finding.complement",
            base=context.region(region),
            partners=", ".join(context.region(row["partner_region_code"]) for row in first),
        ),
        unit=context.text("unit.location_quotient"),
        note=context.text("note.complement"),
        panels=[
            Panel(
                "dumbbell",
                rows,
                unit="ratio",
                legend=[
                    Mark("filled", context.text("mark.partner")),
                    Mark("hollow", context.region(region)),
                ],
            )
        ],
        answer=answer,
        table=table(
            answer.rows,
            Column(
                context.text("column.partner"),
                lambda row: context.region(row["partner_region_code"]),
            ),
            Column(context.text("column.ksic"), lambda row: row["industry"]),
            Column(context.text("column.industry"), lambda row: context.name(row, "industry_name")),
            Column(
                context.text("column.quotient_of", region=context.region(region)),
                lambda row: ratio(row["base_location_quotient"]),
                True,
            ),
            Column(
                context.text("column.quotient_of_partner"),
                lambda row: ratio(row["partner_location_quotient"]),
                True,
            ),
            Column(
                context.text("column.score"),
                lambda row: context.numbers.index(row["complement_score"]),
                True,
            ),
        ),
    )
