"""Monthly series: city-data sensors (S-DoT) and pension workplaces."""

from collections.abc import Callable
from itertools import groupby

from orchestration.site.context import Context, layer_rank
from orchestration.site.figure import Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row
from orchestration.site.scope import FOCUS


@figure("sdot-monthly", "sdot_monthly")
def sdot_monthly(context: Context) -> Figure | None:
    """Readings of the sensors by month; one chart per metric that has a mean."""
    result = context.marts.query("sdot_city")
    months = sorted({row["month"] for row in result.rows})
    panels = [
        _metric(context, list(rows))
        for _, rows in groupby(result.rows, key=lambda row: row["metric"])
    ]
    return Figure(
        title=context.text(
            "finding.sdot_monthly",
            first=months[0],
            last=months[-1],
            readings=context.numbers.short(sum(row["readings"] for row in result.rows)),
            valid=context.numbers.percent(
                sum(row["valid_readings"] for row in result.rows)
                / sum(row["readings"] for row in result.rows)
            ),
        ),
        unit=context.text("unit.readings"),
        note=context.text("note.sdot_monthly"),
        panels=[panel for panel in panels if panel],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.metric"), lambda row: _name(context, row)),
            Column(context.text("column.month"), lambda row: row["month"]),
            Column(
                context.text("column.sensors"),
                lambda row: context.numbers.count(row["sensors"]),
                True,
            ),
            Column(
                context.text("column.readings"),
                lambda row: context.numbers.count(row["readings"]),
                True,
            ),
            Column(
                context.text("column.valid_share"),
                lambda row: context.numbers.percent(row["valid_share"]),
                True,
            ),
            *(
                Column(context.text(f"column.{field}"), _written(field), True)
                for field in ("value_mean", "value_min", "value_max")
            ),
        ),
    )


def _written(field: str) -> Callable[[Row], str]:
    return lambda row: "" if row[field] is None else f"{row[field]:,.1f}"


def _name(context: Context, row: Row) -> str:
    name = context.name(row, "metric_name") or str(row["metric"])
    return f"{name} ({row['unit']})" if row["unit"] else name


def _metric(context: Context, rows: list[Row]) -> Panel | None:
    drawn = [
        {
            "time": row["month"],
            "exact": row["value_mean"],
            "slot": 1,
            "tip": f"{row['month']}: {row['value_mean']:,.1f}",
        }
        for row in rows
        if row["value_mean"] is not None
    ]
    return Panel("lines", drawn, _name(context, rows[0]), unit="count") if drawn else None


@figure("sdot-health", "sdot_sensor_health")
def sdot_health(context: Context) -> Figure | None:
    """Uptime and gaps of the sensors by month."""
    result = context.marts.query("sdot_health")
    last = result.rows[-1]
    percent = context.numbers.percent
    return Figure(
        title=context.text(
            "finding.sdot_health",
            month=last["month"],
            sensors=context.numbers.count(last["sensors"]),
            up=context.numbers.count(last["sensors_up_90_percent"]),
        ),
        unit=context.text("unit.uptime"),
        panels=[
            Panel(
                "lines",
                [
                    {
                        "time": row["month"],
                        "exact": row["median_uptime_share"],
                        "slot": 1,
                        "tip": f"{row['month']}: {percent(row['median_uptime_share'])}",
                    }
                    for row in result.rows
                ],
            )
        ],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.month"), lambda row: row["month"]),
            Column(
                context.text("column.sensors"),
                lambda row: context.numbers.count(row["sensors"]),
                True,
            ),
            Column(
                context.text("column.uptime"), lambda row: percent(row["median_uptime_share"]), True
            ),
            Column(
                context.text("column.up_90"),
                lambda row: context.numbers.count(row["sensors_up_90_percent"]),
                True,
            ),
            Column(
                context.text("column.gaps"), lambda row: context.numbers.count(row["gaps"]), True
            ),
            Column(
                context.text("column.longest_gap"),
                lambda row: context.numbers.count(row["longest_gap_hours"]),
                True,
            ),
            Column(
                context.text("column.late_share"),
                lambda row: (
                    "" if row["mean_late_share"] is None else percent(row["mean_late_share"])
                ),
                True,
            ),
        ),
    )


@figure("nps-monthly", "nps_monthly")
def nps_monthly(context: Context) -> Figure | None:
    """Seoul's workplaces in the national pension, by month and layer."""
    result = context.query("nps_layers", region=FOCUS)
    taxonomies = [name for name in context.scope.taxonomies if result.where(taxonomy_id=name)]
    if not taxonomies:
        return None
    latest = max(
        (row for row in result.where(taxonomy_id=taxonomies[0], layer="total")),
        key=lambda row: row["month"],
        default=result.rows[-1],
    )
    count = context.numbers.count
    return Figure(
        title=context.text(
            "finding.nps_monthly",
            region=context.region(FOCUS),
            month=latest["month"],
            workplaces=context.numbers.short(latest["workplaces"]),
            taxonomy=context.taxonomy_in_text(latest["taxonomy_id"]),
        ),
        unit=context.text("unit.workplaces"),
        note=context.text("note.nps_monthly"),
        panels=[_workplaces(context, result.where(taxonomy_id=name), name) for name in taxonomies],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.month"), lambda row: row["month"]),
            Column(
                context.text("column.taxonomy"), lambda row: context.taxonomy(row["taxonomy_id"])
            ),
            Column(
                context.text("column.layer"), lambda row: context.counted_layer(row, "inclusive")
            ),
            Column(context.text("column.workplaces"), lambda row: count(row["workplaces"]), True),
            Column(context.text("column.insured"), lambda row: count(row["insured"]), True),
            Column(context.text("column.joined"), lambda row: count(row["joined"]), True),
            Column(context.text("column.left"), lambda row: count(row["left"]), True),
            Column(
                context.text("column.status"),
                lambda row: context.text.label("status", row["status"]),
            ),
        ),
    )


def _workplaces(context: Context, rows: list[Row], taxonomy: str) -> Panel:
    layers = sorted({row["layer"] for row in rows}, key=lambda layer: layer_rank({"layer": layer}))
    names = {layer: context.counted_layer({"layer": layer}, "inclusive") for layer in layers}
    return Panel(
        "lines",
        [
            {
                "time": row["month"],
                "exact": row["workplaces"],
                "slot": layers.index(row["layer"]) + 1,
                "tip": f"{names[row['layer']]}, {row['month']}: {context.numbers.count(row['workplaces'])}",
            }
            for row in rows
        ],
        context.taxonomy(taxonomy),
        unit="count",
        legend=[
            LegendEntry(f"slot-{number}", names[layer]) for number, layer in enumerate(layers, 1)
        ],
    )


@figure("nps-unmatched", "nps_unmatched_names")
def nps_unmatched(context: Context) -> Figure | None:
    """Industry names that match no class, the most frequent first."""
    result = context.marts.query("nps_unmatched")
    count = context.numbers.count
    return Figure(
        title=context.text(
            "finding.nps_unmatched",
            month=result.rows[0]["month"],
            share=context.numbers.percent(result.rows[0]["unmatched_share"]),
        ),
        unit=context.text("unit.workplaces"),
        note=context.text("note.nps_monthly"),
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            Column(context.text("column.name"), lambda row: row["industry_name"]),
            Column(context.text("column.month"), lambda row: row["month"]),
            Column(context.text("column.workplaces"), lambda row: count(row["workplaces"]), True),
            Column(context.text("column.insured"), lambda row: count(row["insured"]), True),
            Column(
                context.text("column.share_of_insured"),
                lambda row: context.numbers.percent(row["share_of_insured"], 2),
                True,
            ),
        ),
    )
