"""Relatedness: the related industries that a province lacks, and the divisions most related to one."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.bounded_index import index_panel, possible_firsts, write_index
from orchestration.site.figures.figure_decorator import figure

RELATEDNESS = ("industry_relatedness", "relatedness_density")


@figure("related-industries", *RELATEDNESS, needs_divisions=True)
def related_industries(context: Context, region: str) -> Figure | None:
    """The industries with the highest density in which the province does not specialise, with bounds."""
    result = context.query("related_industries", region=region)
    if not result.rows:
        return None
    first = possible_firsts(result.rows)
    return Figure(
        title=context.text(
            "finding.related_industries" if first else "finding.related_industries_undecided",
            region=context.region(region),
            industries=context.text("word.or").join(
                context.industry(row["ksic_code"]) for row in first
            ),
        ),
        unit=context.text("unit.density"),
        note=context.text("note.related_industries", **_stability(context)),
        panels=[
            index_panel(
                context,
                result.rows,
                "density",
                name=lambda row: context.industry(row["ksic_code"]),
                write=context.numbers.ratio,
            )
        ],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.ksic"), lambda row: row["ksic_code"]),
            columns.division(context),
            _index(context, "density"),
            Column(
                context.text("column.location_quotient"),
                lambda row: context.numbers.ratio(row["location_quotient"]),
                True,
            ),
        ),
    )


@figure("related-divisions", "industry_relatedness")
def related_divisions(context: Context, industry: str) -> Figure | None:
    """The divisions in which the provinces specialise that specialise in this one, with their stability."""
    year = context.scope.division_year
    result = context.query("related_divisions", industry=industry, year=year)
    if not result.rows:
        return None
    first = possible_firsts(result.rows)
    numbers = context.numbers
    return Figure(
        title=context.text(
            "finding.related_divisions" if first else "finding.related_divisions_undecided",
            industry=context.industry(industry),
            related=context.text("word.or").join(
                context.industry(row["related_code"]) for row in first
            ),
        ),
        note=context.text("note.related_divisions", **_stability(context)),
        sources=context.sources(()),
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            Column(context.text("column.ksic"), lambda row: row["related_code"]),
            Column(
                context.text("column.industry"),
                lambda row: columns.industry_link(
                    context, row["related_code"], context.industry(row["related_code"])
                ),
            ),
            _index(context, "proximity"),
            _index(context, "jackknife"),
            Column(
                context.text("column.jackknife_error"),
                lambda row: (
                    "" if row["jackknife_error"] is None else numbers.ratio(row["jackknife_error"])
                ),
                True,
            ),
            Column(
                context.text("column.linked_years", years=result.rows[0]["years"]),
                lambda row: numbers.count_between(
                    row["linked_years_low"], row["linked_years_high"]
                ),
                True,
            ),
        ),
    )


def _index(context: Context, field: str) -> Column:
    return Column(
        context.text(f"column.{field}"),
        lambda row: write_index(row, field, context.numbers.ratio),
        True,
    )


def _stability(context: Context) -> dict[str, str]:
    """How many provinces and years proximities rest on, and how far they change without one province."""
    (row,) = context.query("relatedness_stability").where(measure="employees")
    return {
        "provinces": str(row["provinces"]),
        "years": str(row["years"]),
        "error": context.numbers.ratio(row["error"]),
        "proximity": context.numbers.ratio(row["proximity"]),
    }
