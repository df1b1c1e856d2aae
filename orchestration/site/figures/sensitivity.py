"""The effect of leaving single codes out of a taxonomy."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures import columns, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import QueryResult, Row
from orchestration.site.scope import FOCUS

SHOWN = 12
SMALLEST = 1e-9


@figure("sensitivity", "taxonomy_sensitivity", needs_divisions=True)
def sensitivity(context: Context) -> Figure | None:
    """Seoul's share of employees when one code is left out, for each code."""
    result = context.query("sensitivity", region=FOCUS)
    rows = result.where(measure="employees")
    if not rows:
        return None
    return Figure(
        title=_finding(
            context, [row for row in rows if row["taxonomy_id"] == context.scope.subject] or rows
        ),
        unit=context.text("unit.share_of_nation_employees"),
        note=context.text("note.sensitivity", shown=SHOWN),
        panels=[
            panel
            for taxonomy in context.scope.taxonomies
            if (panel := _panel(context, result, taxonomy)).rows
        ],
        result=result,
        table=build_table(
            rows,
            columns.taxonomy(context),
            Column(
                context.text("column.dropped"),
                lambda row: columns.industry_link(
                    context, row["dropped_code"], _code(context, row)
                ),
            ),
            Column(
                context.text("column.share_without"),
                lambda row: columns.share_text(context, row),
                True,
            ),
            Column(
                context.text("column.share_with"),
                lambda row: columns.share_text(context, row, "full_share"),
                True,
            ),
            Column(
                context.text("column.difference"),
                lambda row: (
                    context.text("word.nothing")
                    if columns.is_share_of_nothing(row)
                    else context.numbers.points_between(row["change_low"], row["change_high"])
                ),
                True,
            ),
        ),
    )


def _code(context: Context, row: Row) -> str:
    return f"{row['dropped_code']} {context.name(row, 'industry_name')}".strip()


def _finding(context: Context, rows: list[Row]) -> str:
    known = [row for row in rows if row["change"] is not None]
    if not known:
        return context.text(
            "finding.sensitivity_bounded", region=context.region(FOCUS), **_widest(context, rows)
        )
    most = max(known, key=lambda row: abs(row["change"]))
    return context.text(
        "finding.sensitivity",
        region=context.region(FOCUS),
        code=_code(context, most),
        before=context.numbers.percent(most["full_share_low"]),
        after=context.numbers.percent(most["share_low"]),
    )


def _widest(context: Context, rows: list[Row]) -> dict[str, str]:
    """The code with the widest bounds of its effect, and these bounds."""
    bounded = [row for row in rows if row["change_low"] is not None]
    if not bounded:
        return {"code": "", "change": context.numbers.undisclosed}
    most = max(bounded, key=lambda row: row["change_high"] - row["change_low"])
    return {
        "code": _code(context, most),
        "change": context.numbers.points_between(most["change_low"], most["change_high"]),
    }


def _panel(context: Context, result: QueryResult, taxonomy: str) -> Panel:
    rows = [
        {
            **intervals.interval_row(context, row, _code(context, row)),
            "printed": row["full_share_low"] if row["change"] is not None else None,
        }
        for row in sorted(
            filter(_has_effect, result.where(taxonomy_id=taxonomy, measure="employees")),
            key=_effect,
            reverse=True,
        )[:SHOWN]
    ]
    legend = [
        entry
        if entry.key != "printed"
        else LegendEntry("printed", context.text("mark.with_all_codes"))
        for entry in intervals.legend(context, rows)
    ]
    return Panel(
        "intervals",
        rows,
        context.text("panel.taxonomy", taxonomy=context.taxonomy(taxonomy)),
        legend=legend,
        ceiling=intervals.scale_end(rows),
    )


def _effect(row: Row) -> tuple[float, float]:
    """Sort key: the change of the value, then the change of its bounds."""
    if row["share_low"] is None or row["full_share_low"] is None:
        return 0.0, 0.0
    narrowed = abs(row["share_high"] - row["full_share_high"]) + abs(
        row["share_low"] - row["full_share_low"]
    )
    return abs(row["change"] or 0.0), narrowed


def _has_effect(row: Row) -> bool:
    """Whether the value or a bound changes without the code."""
    return any(size > SMALLEST for size in _effect(row))
