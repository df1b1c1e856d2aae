"""The figures of policy report 317: recomputed, and checked for consistency with each other."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import QueryResult, Row
from orchestration.site.numbers import decimal_range

STATUSES = ("reproduced", "consistent", "differs", "contradicted", "needs_data")


@figure("reproduction", "published_reproduction")
def reproduction(context: Context) -> Figure | None:
    """The result for each figure, with the data that it was computed from."""
    result = context.marts.query("reproduction")
    counts = {status: len(result.where(status=status)) for status in STATUSES}
    reproduced = result.where(status="reproduced")
    title = context.text(
        "finding.reproduction",
        number=len(result.rows),
        identities=sum(bool(row["is_first_of_identity"]) for row in reproduced),
        census=sum(row["basis"] == "census" for row in reproduced),
        **counts,
    )
    return Figure(
        title=title,
        note=context.text("note.reproduction"),
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            Column(context.text("column.subject"), lambda row: context.name(row, "subject")),
            Column(
                context.text("column.place"), lambda row: context.text.label("place", row["place"])
            ),
            Column(
                context.text("column.unit"),
                lambda row: context.text.label("unit", row["unit"]).replace("_", " "),
            ),
            Column(context.text("column.printed"), _printed, True),
            Column(context.text("column.computed"), _computed, True),
            Column(
                context.text("column.result"),
                lambda row: context.text.label("status", row["status"]),
            ),
            Column(context.text("column.joint_range"), _joint, True),
            _verdict_column(context, "verdict_two_or_more"),
            _verdict_column(context, "verdict_table_8"),
            Column(context.text("column.census"), _census, True),
            Column(context.text("column.census_difference"), _difference, True),
            Column(context.text("column.finding"), lambda row: context.name(row, "finding")),
        ),
    )


@figure("consistency", "report_consistency")
def consistency(context: Context) -> Figure | None:
    """The statements that can hold together, by common rule and reading."""
    result = context.marts.query("consistency")
    cases = {case for row in result.rows for case in _cases(row)}
    impossible = {case for row in result.where(verdict="impossible") for case in _cases(row)}
    return Figure(
        title=context.text(
            "finding.consistency",
            number=len({row["figure_id"] for row in result.rows}),
            cases=len(cases),
            possible=len(cases - impossible),
        ),
        note=context.text("note.consistency"),
        result=result,
        table=build_table(
            result.rows,
            _case_column(context, result),
            Column(context.text("column.subject"), lambda row: context.name(row, "subject")),
            Column(
                context.text("column.place"), lambda row: context.text.label("place", row["place"])
            ),
            Column(
                context.text("column.printed"),
                lambda row: decimal_range(row["published_value"], None, row["decimals"] or 0),
                True,
            ),
            Column(
                context.text("column.verdict"),
                lambda row: context.text.label("verdict", row["verdict"]),
            ),
            Column(context.text("column.conflict"), lambda row: row["conflicts"] or ""),
            Column(context.text("column.joint_range"), _joint, True),
        ),
    )


@figure("unknowns", "report_unknowns")
def unknowns(context: Context) -> Figure | None:
    """Bounds of values that the report does not print, from its statements."""
    result = context.marts.query("unknowns")
    in_seoul = [
        row
        for row in result.where(unknown_id="combination/D", region_code="11", measure="employees")
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
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.unknown"), lambda row: context.name(row, "unknown")),
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            columns.measure(context),
            _case_column(context, result),
            columns.count_between(context, "range", "value_low", "value_high"),
        ),
    )


def _cases(row: Row) -> list[tuple[str, ...]]:
    """The pairs of common rule and reading for which a row holds."""
    return [tuple(case.split("/")) for case in row["cases"].split()]


def _case_column(context: Context, result: QueryResult) -> Column:
    every = {case for row in result.rows for case in _cases(row)}

    def case_text(row: Row) -> str:
        cases = _cases(row)
        if set(cases) == every:
            return context.text("reading.all")
        return "; ".join(
            f"{context.text.label('overlap_rule', rule)} · {context.text.label('reading', reading)}"
            for rule, reading in cases
        )

    return Column(f"{context.text('column.rule')} · {context.text('column.reading')}", case_text)


def _verdict_column(context: Context, name: str) -> Column:
    return Column(
        context.text(f"column.{name}"),
        lambda row: context.text.label("verdict", row[name]) if row[name] else "",
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
    return decimal_range(row["published_value"], row["published_value_upper"], row["decimals"] or 0)


def _computed(row: Row) -> str:
    return _range(row["computed_low"], row["computed_high"], row["decimals"])


def _range(low: float | None, high: float | None, decimals: int | None) -> str:
    """A number or a range, with one decimal more than printed; `≥` where there is no upper bound."""
    places = (decimals or 0) + 1
    if low is None:
        return ""
    if high is None:
        return f"\u2265 {low:,.{places}f}"
    return decimal_range(low, None if low == high else high, places)
