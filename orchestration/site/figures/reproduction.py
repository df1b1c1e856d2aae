"""Every number of the report against what can be computed again, and the statements against each other."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, table
from orchestration.site.figures import marks
from orchestration.site.figures.making import figure
from orchestration.site.marts import QueryResult, Row

STATUSES = ("reproduced", "consistent", "differs", "contradicted", "needs_data")


@figure("reproduction", "published_reproduction")
def reproduction(context: Context) -> Figure | None:
    """The verdict on each figure, with what it was computed from."""
    answer = context.marts.ask("reproduction")
    counts = {status: len(answer.only(status=status)) for status in STATUSES}
    reproduced = answer.only(status="reproduced")
    title = context.text(
        "finding.reproduction",
        number=len(answer.rows),
        identities=sum(bool(row["is_first_of_identity"]) for row in reproduced),
        census=sum(row["basis"] == "census" for row in reproduced),
        **counts,
    )
    return Figure(
        title=title,
        note=context.text("note.reproduction"),
        answer=answer,
        table_is_open=True,
        table=table(
            answer.rows,
            Column(context.text("column.subject"), lambda row: context.name(row, "subject")),
            Column(
                context.text("column.place"), lambda row: context.text.label("place", row["place"])
            ),
            Column(
                context.text("column.unit"),
                lambda row: context.text.label("units", row["unit"]).replace("_", " "),
            ),
            Column(context.text("column.printed"), _printed, True),
            Column(context.text("column.computed"), _computed, True),
            Column(
                context.text("column.result"),
                lambda row: context.text.label("check", row["status"]),
            ),
            Column(context.text("column.joint_range"), _joint, True),
            _verdict(context, "verdict_two_or_more"),
            _verdict(context, "verdict_table_8"),
            Column(context.text("column.census"), _census, True),
            Column(context.text("column.census_difference"), _difference, True),
            Column(context.text("column.finding"), lambda row: context.name(row, "finding")),
        ),
    )


@figure("consistency", "report_consistency")
def consistency(context: Context) -> Figure | None:
    """Which statements can hold together, by overlap rule and reading."""
    answer = context.marts.ask("consistency")
    cases = {case for row in answer.rows for case in _cases(row)}
    impossible = {case for row in answer.only(verdict="impossible") for case in _cases(row)}
    return Figure(
        title=context.text(
            "finding.consistency",
            number=len({row["figure_id"] for row in answer.rows}),
            cases=len(cases),
            possible=len(cases - impossible),
        ),
        note=context.text("note.consistency"),
        answer=answer,
        table=table(
            answer.rows,
            _case(context, answer),
            Column(context.text("column.subject"), lambda row: context.name(row, "subject")),
            Column(
                context.text("column.place"), lambda row: context.text.label("place", row["place"])
            ),
            Column(
                context.text("column.printed"),
                lambda row: _between(row["published_value"], None, row["decimals"] or 0),
                True,
            ),
            Column(
                context.text("column.verdict"),
                lambda row: context.text.label("check", row["verdict"]),
            ),
            Column(context.text("column.conflict"), lambda row: row["conflicts"] or ""),
            Column(context.text("column.joint_range"), _joint, True),
        ),
    )


@figure("unknowns", "report_unknowns")
def unknowns(context: Context) -> Figure | None:
    """What the report does not print, between the bounds of its statements."""
    answer = context.marts.ask("unknowns")
    in_seoul = [
        row
        for row in answer.only(unknown_id="combination/D", region_code="11", measure="employees")
        if any(rule == "table_8" and reading != "table_8_alone" for rule, reading in _cases(row))
    ]
    return Figure(
        title=context.text(
            "finding.unknowns",
            low=context.numbers.count(min(row["value_low"] for row in in_seoul)),
            high=context.numbers.count(max(row["value_high"] for row in in_seoul)),
        ),
        unit=context.text("unit.persons_or_establishments"),
        note=context.text("note.unknowns"),
        answer=answer,
        table=table(
            answer.rows,
            Column(context.text("column.unknown"), lambda row: context.name(row, "unknown")),
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            marks.measure(context),
            _case(context, answer),
            marks.between(context, "range", "value_low", "value_high"),
        ),
    )


def _cases(row: Row) -> list[tuple[str, ...]]:
    """The overlap rules and readings of which a row holds."""
    return [tuple(case.split("/")) for case in row["cases"].split()]


def _case(context: Context, answer: QueryResult) -> Column:
    every = {case for row in answer.rows for case in _cases(row)}

    def named(row: Row) -> str:
        cases = _cases(row)
        if set(cases) == every:
            return context.text("reading.all")
        return "; ".join(
            f"{context.text.label('rule', rule)} · {context.text.label('reading', reading)}"
            for rule, reading in cases
        )

    return Column(f"{context.text('column.rule')} · {context.text('column.reading')}", named)


def _verdict(context: Context, name: str) -> Column:
    return Column(
        context.text(f"column.{name}"),
        lambda row: context.text.label("check", row[name]) if row[name] else "",
    )


def _joint(row: Row) -> str:
    return _range(row["joint_low"], row["joint_high"], row["decimals"])


def _census(row: Row) -> str:
    return _range(row["census_low"], row["census_high"], row["decimals"])


def _difference(row: Row) -> str:
    if row["census_difference"] is None:
        return ""
    decimals = (row["decimals"] or 0) + 1
    return f"{row['census_difference']:+,.{decimals}f} ({row['census_difference_relative']:+.1%})"


def _printed(row: Row) -> str:
    return _between(row["published_value"], row["published_value_upper"], row["decimals"] or 0)


def _computed(row: Row) -> str:
    return _range(row["computed_low"], row["computed_high"], row["decimals"])


def _range(low: float | None, high: float | None, decimals: int | None) -> str:
    """A number or a range, with one decimal more than was printed. An end that nothing sets is open."""
    places = (decimals or 0) + 1
    if low is None:
        return ""
    if high is None:
        return f"\u2265 {low:,.{places}f}"
    return _between(low, None if low == high else high, places)


def _between(low: float, high: float | None, decimals: int) -> str:
    written = f"{low:,.{decimals}f}"
    return written if high is None else f"{written}\u2013{high:,.{decimals}f}"
