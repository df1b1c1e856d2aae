"""Relatedness: the related industries that a province lacks, and the divisions most related to one."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, Panel, build_table
from orchestration.site.figures import columns, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row
from orchestration.site.numbers import join_bounds

NAMED = 3
"""Most industries that a finding names where bounds or equal values leave several possible."""
RELATEDNESS = ("industry_relatedness", "relatedness_density")


@figure("related-industries", *RELATEDNESS, needs_divisions=True)
def related_industries(context: Context, region: str) -> Figure | None:
    """The industries with the highest density in which the province does not specialise, with bounds."""
    result = context.query("related_industries", region=region)
    if not result.rows:
        return None
    drawn = [
        {
            "label": f"{context.industry(row['ksic_code'])}\n{_between(context, row, 'density')}",
            "low": row["density_low"],
            "high": row["density_high"],
            "exact": row["density_low"] if row["density_low"] == row["density_high"] else None,
            "slot": 1,
        }
        for row in result.rows
    ]
    first = _possible(result.rows)
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
            Panel(
                "intervals",
                drawn,
                unit="ratio",
                legend=intervals.legend(context, drawn),
                ceiling=intervals.scale_end(drawn),
            )
        ],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.ksic"), lambda row: row["ksic_code"]),
            columns.division(context),
            Column(
                context.text("column.density"), lambda row: _between(context, row, "density"), True
            ),
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
    first = _possible(result.rows)
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
            Column(
                context.text("column.proximity"),
                lambda row: _between(context, row, "proximity"),
                True,
            ),
            Column(
                context.text("column.jackknife"),
                lambda row: _between(context, row, "jackknife"),
                True,
            ),
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


def _possible(rows: Sequence[Row]) -> list[Row]:
    """The rows that may be the first, where these are few and all shown; else none."""
    first = [row for row in rows if row["may_be_first"]]
    return first if len(first) == rows[0]["candidates"] <= NAMED else []


def _between(context: Context, row: Row, name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if low is None or high is None:
        return ""
    return join_bounds(context.numbers.ratio(low), context.numbers.ratio(high))


def _stability(context: Context) -> dict[str, str]:
    """How many provinces and years proximities rest on, and how far they change without one province."""
    (row,) = context.query("relatedness_stability").where(measure="employees")
    return {
        "provinces": str(row["provinces"]),
        "years": str(row["years"]),
        "error": context.numbers.ratio(row["error"]),
        "proximity": context.numbers.ratio(row["proximity"]),
    }
