"""How much a single code of a classification carries."""

from orchestration.report.context import Context
from orchestration.report.figure import Column, Figure, Panel, table
from orchestration.report.figures import marks
from orchestration.report.figures.making import figure
from orchestration.report.marts import Answer, Row
from orchestration.report.scope import FOCUS

SHOWN = 12
SMALLEST = 1e-9


@figure("sensitivity", "taxonomy_sensitivity", needs_divisions=True)
def sensitivity(context: Context) -> Figure | None:
    """Seoul's share of employees with one code after another left out."""
    answer = context.ask("sensitivity", region=FOCUS)
    rows = answer.only(measure="employees")
    if not rows:
        return None
    return Figure(
        title=_finding(context, rows),
        unit=context.text("unit.share_of_nation_employees"),
        note=context.text("note.sensitivity", shown=SHOWN),
        panels=[
            panel
            for taxonomy in context.scope.taxonomies
            if (panel := _panel(context, answer, taxonomy)).rows
        ],
        answer=answer,
        table=table(
            rows,
            marks.taxonomy(context),
            Column(context.text("column.dropped"), lambda row: _code(context, row)),
            Column(
                context.text("column.share_without"), lambda row: marks.share(context, row), True
            ),
            Column(
                context.text("column.share_with"),
                lambda row: marks.share(context, row, "full_share"),
                True,
            ),
            Column(
                context.text("column.difference"),
                lambda row: context.numbers.points_between(row["change_low"], row["change_high"]),
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
    """The code that may move the share most, and how far."""
    bounded = [row for row in rows if row["change_low"] is not None]
    if not bounded:
        return {"code": "", "change": context.numbers.hidden}
    most = max(bounded, key=lambda row: row["change_high"] - row["change_low"])
    return {
        "code": _code(context, most),
        "change": context.numbers.points_between(most["change_low"], most["change_high"]),
    }


def _panel(context: Context, answer: Answer, taxonomy: str) -> Panel:
    rows = [
        {
            **marks.interval(context, row, _code(context, row)),
            "printed": row["full_share_low"] if row["change"] is not None else None,
        }
        for row in sorted(
            filter(_moves, answer.only(taxonomy_id=taxonomy, measure="employees")),
            key=_weight,
            reverse=True,
        )[:SHOWN]
    ]
    legend = [
        mark
        if mark.key != "printed"
        else type(mark)("printed", context.text("mark.with_all_codes"))
        for mark in marks.legend(context, rows)
    ]
    return Panel(
        "intervals",
        rows,
        context.text("panel.taxonomy", taxonomy=context.taxonomy(taxonomy)),
        legend=legend,
        ceiling=marks.ceiling(rows),
    )


def _weight(row: Row) -> tuple[float, float]:
    """How much dropping the code moves the value, or else the bounds."""
    if row["share_low"] is None or row["full_share_low"] is None:
        return 0.0, 0.0
    narrowed = abs(row["share_high"] - row["full_share_high"]) + abs(
        row["share_low"] - row["full_share_low"]
    )
    return abs(row["change"] or 0.0), narrowed


def _moves(row: Row) -> bool:
    """Whether the value, or a bound, is another without the code."""
    return any(weight > SMALLEST for weight in _weight(row))
