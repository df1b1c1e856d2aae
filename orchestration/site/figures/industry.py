"""One division: its provinces, its change over time and its groups."""

from collections.abc import Sequence

from orchestration.site.classification import read_classification
from orchestration.site.context import Context
from orchestration.site.figure import (
    ChartRow,
    Column,
    Figure,
    Panel,
    build_table,
)
from orchestration.site.figures import columns, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row
from orchestration.site.scope import FOCUS, NATION


@figure("industry-provinces", "industry_share", needs_divisions=True)
def industry_provinces(context: Context, industry: str) -> Figure | None:
    """The provinces by their employees in a division, and their location quotients."""
    result = context.query("industry_provinces", industry=industry)
    rows = [row for row in result.rows if row["region_code"] != NATION]
    if not rows:
        return None
    numbers = context.numbers
    shares = [_share_row(context, row) for row in rows]
    return Figure(
        title=_finding(context, rows[0], industry),
        unit=context.text("unit.industry_provinces"),
        note=context.text("note.industry_provinces"),
        panels=[
            Panel(
                "intervals",
                shares,
                context.text("unit.share_of_nation_employees"),
                ceiling=intervals.scale_end(shares),
            ),
            _quotients(context, rows),
        ],
        result=result,
        table=build_table(
            result.rows,
            columns.region(context),
            Column(
                context.text("column.employees"), lambda row: numbers.count(row["employees"]), True
            ),
            columns.published_share(context, "share_of_nation", "share"),
            columns.published_share(context, "share_of_region", "share_of_region"),
            *columns.quotient_and_rank(context),
            Column(
                context.text("column.establishments"),
                lambda row: numbers.count(row["establishments"]),
                True,
            ),
        ),
    )


def _finding(context: Context, first: Row, industry: str) -> str:
    """The province with the most employees; of those with a published value where it is not certain."""
    if first["employees"] is None:
        return context.text("finding.industry_not_disclosed", industry=context.industry(industry))
    return context.text(
        "finding.industry_provinces"
        if first["rank_high"] == 1
        else "finding.industry_provinces_published",
        industry=context.industry(industry),
        region=context.region(first["region_code"]),
        share=context.numbers.percent(first["share_of_nation"]),
        year=context.scope.year,
    )


def _share_row(context: Context, row: Row) -> ChartRow:
    share, region = row["share_of_nation"], context.region(row["region_code"])
    written = context.numbers.percent(share)
    return {
        "label": f"{region} {written}",
        "exact": share,
        "note": written if share is None else None,
        "slot": 1,
    }


def _quotients(context: Context, rows: Sequence[Row]) -> Panel:
    known = sorted(
        (row for row in rows if row["location_quotient"]),
        key=lambda row: -row["location_quotient"],
    )
    return Panel(
        "ratios",
        [
            {
                "label": f"{context.region(row['region_code'])} "
                f"{context.numbers.ratio(row['location_quotient'])}",
                "exact": row["location_quotient"],
                "slot": 1 if row["location_quotient"] >= 1 else 2,
            }
            for row in known
        ],
        context.text("unit.location_quotient"),
        unit="ratio",
        legend=columns.quotient_legend(context),
        direction="quotient",
    )


@figure("industry-parts", "industry_estimate", needs_divisions=True)
def industry_parts(context: Context, industry: str) -> Figure | None:
    """The parts of a division with estimated employees in the nation and in Seoul.

    These are its groups, or the coarsest finer codes where the division has a single group.
    """
    result = context.query("industry_parts", industry=industry, region=FOCUS)
    if not result.rows:
        return None
    names = read_classification(result.rows[0]["ksic_revision"])
    cells = {(row["ksic_code"], row["region_code"]): row for row in result.rows}
    codes = list(dict.fromkeys(row["ksic_code"] for row in result.rows))

    def estimated(region: str) -> Column:
        return Column(
            context.region(region),
            lambda row: columns.estimate_text(context, cells.get((row["code"], region))),
            True,
        )

    return Figure(
        title=context.text(
            "finding.industry_parts",
            industry=context.industry(industry),
            number=len(codes),
            level=context.text.label("level", result.rows[0]["level"]),
        ),
        unit=context.text("unit.estimated_persons"),
        note=context.text("note.industry_parts"),
        sources=context.sources(()),
        table_is_open=True,
        table=build_table(
            [{"code": code} for code in codes],
            Column(context.text("column.ksic"), lambda row: row["code"]),
            Column(
                context.text("column.industry"),
                lambda row: names[row["code"]].names[context.language],
            ),
            estimated(NATION),
            estimated(FOCUS),
        ),
    )
