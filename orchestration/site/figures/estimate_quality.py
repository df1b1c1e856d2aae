"""How good the estimates are: against hidden truths, by association, and how often intervals hold them."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figure import ChartRow, Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row
from orchestration.site.scope import MEASURES

WORST = 25
NOMINAL = 0.8
TESTED = ("pension", "census")


@figure("estimate-truths", "estimate_test")
def estimate_truths(context: Context) -> Figure | None:
    """Estimated and true employees of every division and province of one year, for two associations."""
    result = context.query("estimate_truths")
    if not result.rows:
        return None
    by_association = {name: result.where(association=name) for name in TESTED}
    shown = {name: rows for name, rows in by_association.items() if rows}
    worst = sorted(
        result.where(association=next(iter(shown))),
        key=lambda row: (
            -abs(row["estimate"] - row["truth"]),
            row["region_code"],
            row["ksic_code"],
        ),
    )
    count = context.numbers.count
    return Figure(
        title=context.text(
            "finding.estimate_truths",
            year=result.rows[0]["year"],
            parts=", ".join(_inside(context, rows) for rows in shown.values()),
        ),
        unit=context.text("unit.truths"),
        note=context.text("note.estimate_truths", shown=WORST, zeros=_zeros(result.rows)),
        panels=[_truths(context, rows) for rows in shown.values()],
        result=result,
        table=build_table(
            worst[:WORST],
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            Column(
                context.text("column.industry"),
                lambda row: f"{row['ksic_code']} {context.industry(row['ksic_code'])}",
            ),
            Column(context.text("column.truth"), lambda row: count(row["truth"]), True),
            Column(context.text("column.estimate"), lambda row: count(row["estimate"]), True),
            columns.count_between(context, "interval_80", "estimate_low_80", "estimate_high_80"),
            Column(context.text("column.inside"), lambda row: _is_inside(context, row)),
        ),
    )


def association_name(context: Context, row: Row) -> str:
    """The name of an association with its period."""
    period = str(row["association_period"])
    if row["association"] == "none":
        return context.text("association.none")
    if row["association"] == "census":
        if period.isdigit():
            return context.text("association.census", period=period)
        return context.text("association.census_before")
    return context.text(f"association.{row['association']}", period=period)


def _truths(context: Context, rows: Sequence[Row]) -> Panel:
    drawn: list[ChartRow] = [
        {
            "place": context.region(row["region_code"]),
            "code": row["ksic_code"],
            "truth": row["truth"],
            "estimate": round(row["estimate"], 1),
            "slot": 2 if row["is_inside_80"] is False else 1,
        }
        for row in rows
        if row["truth"] > 0 and row["estimate"] >= 1
    ]
    return Panel(
        "truths",
        drawn,
        association_name(context, rows[0]),
        unit="count",
        legend=[
            LegendEntry("slot-1", context.text("mark.inside")),
            LegendEntry("outside", context.text("mark.outside")),
            LegendEntry("diagonal", context.text("mark.diagonal")),
        ],
    )


def _zeros(rows: Sequence[Row]) -> int:
    return sum(row["truth"] <= 0 or row["estimate"] < 1 for row in rows)


def _inside(context: Context, rows: Sequence[Row]) -> str:
    """The association with the part of its truths inside the 80 % intervals."""
    known = [row["is_inside_80"] for row in rows if row["is_inside_80"] is not None]
    part = context.numbers.percent(sum(known) / len(known), 0) if known else "-"
    return f"{association_name(context, rows[0])} {part}"


def _is_inside(context: Context, row: Row) -> str:
    if row["is_inside_80"] is None:
        return ""
    return context.text("mark.inside" if row["is_inside_80"] else "mark.outside")


@figure("estimate-errors", "estimate_quality")
def estimate_errors(context: Context) -> Figure | None:
    """The errors of every association: cells, sets of codes, and shares of sets."""
    result = context.query("estimate_errors")
    cells = result.where(unit="cell", measure="employees")
    if not cells:
        return None
    percent, points = context.numbers.percent, context.numbers.points
    by_name = {(row["association"], row["association_period"]): row for row in cells}

    def misplaced(association: str, period: str = "") -> str:
        found = by_name.get((association, period)) or next(
            row for row in cells if row["association"] == association
        )
        return percent(found["misplaced_share"])

    def part(heading: str, field: str) -> Column:
        return Column(
            context.text(f"column.{heading}"),
            lambda row: "" if row[field] is None else percent(row[field]),
            True,
        )

    def in_points(heading: str, field: str) -> Column:
        return Column(
            context.text(f"column.{heading}"),
            lambda row: "" if row[field] is None else points(row[field]).lstrip("+"),
            True,
        )

    present = {row["association"] for row in cells}
    return Figure(
        title=context.text(
            "finding.estimate_errors",
            before=misplaced("census", "previous_year"),
            pension=misplaced("pension"),
            none=misplaced("none"),
        )
        if {"census", "pension", "none"} <= present
        else context.text("finding.estimate_errors_some"),
        unit=context.text("unit.misplaced"),
        note=context.text("note.estimate_errors"),
        panels=[_errors(context, result.where(unit="cell", measure=m), m) for m in MEASURES],
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            columns.measure(context),
            Column(
                context.text("column.tested_unit"),
                lambda row: context.text(f"association.unit_{row['unit']}"),
            ),
            Column(context.text("column.association"), lambda row: association_name(context, row)),
            Column(
                context.text("column.tested"),
                lambda row: context.numbers.count(row["tested"]),
                True,
            ),
            part("misplaced", "misplaced_share"),
            part("relative_error_median", "relative_error_median"),
            part("relative_error_p90", "relative_error_p90"),
            in_points("share_error_median", "share_error_median"),
            in_points("share_error_p90", "share_error_p90"),
            part("coverage_80", "coverage_80"),
            part("coverage_90", "coverage_90"),
            part("coverage_other_years_80", "coverage_other_years_80"),
            part("coverage_other_years_90", "coverage_other_years_90"),
        ),
    )


def _errors(context: Context, rows: Sequence[Row], measure: str) -> Panel:
    ordered = sorted(rows, key=lambda row: row["misplaced_share"])
    drawn: list[ChartRow] = [
        {
            "label": f"{association_name(context, row)}\n{context.numbers.percent(row['misplaced_share'])}",
            "low": row["misplaced_share"],
            "high": row["misplaced_share"],
            "exact": row["misplaced_share"],
            "slot": 1 if row["coverage_80"] is not None else 5,
        }
        for row in ordered
    ]
    return Panel(
        "intervals",
        drawn,
        context.measure(measure),
        legend=[
            LegendEntry("slot-1", context.text("mark.used")),
            LegendEntry("slot-5", context.text("mark.compared")),
        ],
        ceiling=1.05 * max(row["misplaced_share"] for row in rows),
    )


@figure("estimate-coverage", "estimate_quality")
def estimate_coverage(context: Context) -> Figure | None:
    """How often the intervals hold the truth, by province: 80 % is what they say."""
    result = context.query("estimate_coverage")
    rows = result.where(association="pension", breakdown="region", measure="employees")
    shares = [row for row in rows if row["unit"] == "share"]
    if not shares:
        return None
    percent = context.numbers.percent
    low = min(shares, key=lambda row: row["coverage_80"])
    high = max(shares, key=lambda row: row["coverage_80"])
    return Figure(
        title=context.text(
            "finding.estimate_coverage",
            low=percent(low["coverage_80"], 0),
            low_region=context.region(low["breakdown_value"]),
            high=percent(high["coverage_80"], 0),
            high_region=context.region(high["breakdown_value"]),
        ),
        unit=context.text("unit.coverage"),
        note=context.text("note.estimate_coverage"),
        panels=[
            _coverage(context, [row for row in rows if row["unit"] == unit], unit)
            for unit in ("cell", "share")
        ],
        result=result,
        table=build_table(
            [row for row in result.rows if row["association"] == "pension"],
            columns.measure(context),
            Column(
                context.text("column.tested_unit"),
                lambda row: context.text(f"association.unit_{row['unit']}"),
            ),
            Column(context.text("column.association"), lambda row: association_name(context, row)),
            Column(context.text("column.breakdown"), lambda row: _breakdown(context, row)),
            Column(
                context.text("column.tested"),
                lambda row: context.numbers.count(row["tested"]),
                True,
            ),
            *(
                Column(
                    context.text(f"column.{field}"),
                    lambda row, field=field: (  # type: ignore[misc]
                        "" if row[field] is None else percent(row[field])
                    ),
                    True,
                )
                for field in ("coverage_80", "coverage_90")
            ),
        ),
    )


def _breakdown(context: Context, row: Row) -> str:
    value = str(row["breakdown_value"])
    if row["breakdown"] == "region":
        return context.region(value)
    if row["breakdown"] == "year":
        return value
    return context.text(f"association.{'everything' if row['breakdown'] == 'all' else value}")


def _coverage(context: Context, rows: Sequence[Row], unit: str) -> Panel:
    drawn: list[ChartRow] = [
        {
            "label": context.region(row["breakdown_value"]),
            "low": row["coverage_80"],
            "high": row["coverage_80"],
            "exact": row["coverage_80"],
            "printed": NOMINAL,
            "slot": 1,
            "tip": f"{context.region(row['breakdown_value'])}: "
            f"{context.numbers.percent(row['coverage_80'])}",
        }
        for row in sorted(rows, key=lambda row: (-row["coverage_80"], row["breakdown_value"]))
    ]
    return Panel(
        "intervals",
        drawn,
        context.text(f"association.unit_{unit}"),
        legend=[
            LegendEntry("slot-1", context.text("mark.coverage")),
            LegendEntry("printed", context.text("mark.nominal")),
        ],
        ceiling=1.0,
    )
