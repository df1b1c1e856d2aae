"""Location quotients of a province, and the industries in which only it is specialised."""

from orchestration.site.context import Context
from orchestration.site.figure import ChartRow, Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.notes import join_notes, scope_name, scope_note
from orchestration.site.geography import map_positions
from orchestration.site.marts import Row

HIGHEST, LOWEST = 10, 5
RANKED_FROM = 500
"""Employees from which an industry of a region enters a ranking of location quotients.

The quotients of smaller ones swing with single establishments.
"""


@figure("location-quotients", "industry_share", needs_divisions=True)
def location_quotients(context: Context, region: str) -> Figure | None:
    """Quotients of the taxonomy's divisions, then the highest and lowest of all divisions.

    Small divisions are only in the CSV file.
    """
    result = context.query("location_quotients", region=region)
    known = [row for row in result.rows if row["location_quotient"] and row["value"] >= RANKED_FROM]
    if not known:
        return None
    own = [row for row in known if row["ksic_code"] in context.scope.own_divisions]
    extremes = [*known[:HIGHEST], *known[HIGHEST:][-LOWEST:]]
    hidden = [row for row in result.rows if row["status"] == "suppressed"]
    shown = dict.fromkeys(row["ksic_code"] for row in (*own, *extremes, *hidden))
    return Figure(
        title=_quotients_finding(context, own or known, hidden, region, of_taxonomy=bool(own)),
        unit=context.text("unit.location_quotient"),
        note=join_notes(
            scope_note(context, of_taxonomy=True) if own else "",
            context.text(
                "note.location_quotients",
                hidden=len(hidden),
                minimum=context.numbers.count(RANKED_FROM),
            ),
        ),
        panels=[
            _quotients_panel(context, rows, heading)
            for rows, heading in (
                (own, context.text("panel.own_industries")),
                (extremes, context.text("panel.all_industries")),
            )
            if rows
        ],
        result=result,
        table=build_table(
            [row for code in shown for row in result.where(ksic_code=code)],
            Column(context.text("column.ksic"), lambda row: row["ksic_code"]),
            columns.division(context),
            Column(
                context.text("column.employees"),
                lambda row: context.numbers.count(row["value"]),
                True,
            ),
            columns.published_share(context, "share_of_region", "share_of_region"),
            *columns.quotient_and_rank(context),
            columns.status(context),
        ),
    )


def _quotients_finding(
    context: Context, rows: list[Row], hidden: list[Row], region: str, *, of_taxonomy: bool
) -> str:
    best = rows[0]
    return context.text(
        "finding.location_quotients_published" if hidden else "finding.location_quotients",
        region=context.region(region),
        industries=scope_name(context, of_taxonomy),
        industry=context.industry(best["ksic_code"]),
        quotient=context.numbers.ratio(best["location_quotient"]),
        year=context.scope.year,
    )


def _quotients_panel(context: Context, rows: list[Row], heading: str) -> Panel:
    return Panel(
        "ratios",
        [_row(context, row) for row in rows],
        heading,
        unit="ratio",
        legend=columns.quotient_legend(context),
        direction="quotient",
    )


def _row(context: Context, row: Row) -> ChartRow:
    name, quotient = context.industry(row["ksic_code"]), row["location_quotient"]
    return {
        "label": f"{name}{_derived_mark(context, row)}\n{context.numbers.ratio(quotient)}",
        "exact": quotient,
        "slot": 1 if quotient >= 1 else 2,
    }


def _derived_mark(context: Context, row: Row) -> str:
    """The mark for a derived value; empty for a published one."""
    return f" ({context.text('mark.derived')})" if row["status"] == "derived" else ""


@figure("only-here", "regional_complement", needs_divisions=True)
def only_here(context: Context, region: str) -> Figure | None:
    """The industries with a location quotient above 1 here and below 1 in every neighbour."""
    place = map_positions().get(region)
    neighbours = tuple(
        code for code in (place.neighbours if place else ()) if code in context.scope.provinces
    )
    others = neighbours or tuple(code for code in context.scope.provinces if code != region)
    result = context.query(
        "only_here", region=region, others=others, number=len(others), minimum=RANKED_FROM
    )
    around = (
        context.join_names([context.region(code) for code in neighbours])
        if neighbours
        else context.text("word.all_other_provinces")
    )
    certain = result.where(neighbours_not_disclosed=0)
    note = context.text(
        "note.only_here",
        around=around,
        minimum=context.numbers.count(RANKED_FROM),
        undecided=len(result.rows) - len(certain),
    )
    if not certain:
        title = context.text(
            "finding.only_here_nothing", region=context.region(region), around=around
        )
        return Figure(
            title=title, unit=context.text("unit.location_quotient"), note=note, result=result
        )
    best = certain[0]
    rows = [
        {
            "label": context.name(row, "industry_name"),
            "base": row["neighbours_highest"],
            "exact": row["location_quotient"],
            "neighbour": context.region(row["nearest_region_code"]),
        }
        for row in certain
    ]
    return Figure(
        title=context.text(
            "finding.only_here" if len(certain) > 1 else "finding.only_here_one",
            region=context.region(region),
            number=len(certain),
            industry=context.name(best, "industry_name"),
            around=around,
        ),
        unit=context.text("unit.location_quotient"),
        note=note,
        panels=[
            Panel(
                "dumbbell",
                rows,
                unit="ratio",
                legend=[
                    LegendEntry("filled", context.region(region)),
                    LegendEntry("hollow", context.text("mark.nearest_neighbour")),
                ],
                texts={"tip": context.text("tip.only_here", region=context.region(region))},
                direction="quotient",
            )
        ],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.ksic"), lambda row: row["industry"]),
            columns.industry(context, "industry"),
            Column(
                context.text("column.quotient_of", region=context.region(region)),
                lambda row: context.numbers.ratio(row["location_quotient"]),
                True,
            ),
            Column(
                context.text("column.quotient_of_neighbour"),
                lambda row: context.numbers.ratio(row["neighbours_highest"]),
                True,
            ),
            Column(
                context.text("column.neighbour"),
                lambda row: context.region(row["nearest_region_code"] or "") or "",
            ),
            Column(
                context.text("column.not_disclosed"),
                lambda row: context.numbers.count(row["neighbours_not_disclosed"]),
                True,
            ),
        ),
    )
