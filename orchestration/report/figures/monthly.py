"""Monthly series, where they are loaded: city-data sensors and pension workplaces."""

from collections.abc import Callable
from itertools import groupby

from orchestration.report.context import Context, layer_rank
from orchestration.report.figure import Column, Figure, Mark, Panel, table
from orchestration.report.figures.making import figure
from orchestration.report.marts import Row
from orchestration.report.scope import FOCUS


@figure("sdot-monthly", "sdot_monthly")
def sdot_monthly(context: Context) -> Figure | None:
    """Readings of the city-data sensors by month, a panel for each metric with a mean."""
    answer = context.marts.ask("sdot_city")
    months = sorted({row["month"] for row in answer.rows})
    panels = [
        _metric(context, list(rows))
        for _, rows in groupby(answer.rows, key=lambda row: row["metric"])
    ]
    return Figure(
        title=context.text(
            "finding.sdot_monthly",
            first=months[0],
            last=months[-1],
            readings=context.numbers.short(sum(row["readings"] for row in answer.rows)),
            valid=context.numbers.percent(
                sum(row["valid_readings"] for row in answer.rows)
                / sum(row["readings"] for row in answer.rows)
            ),
        ),
        unit=context.text("unit.readings"),
        note=context.text("note.sdot_monthly"),
        panels=[panel for panel in panels if panel],
        answer=answer,
        table=table(
            answer.rows,
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
    """How reliably the sensors report."""
    answer = context.marts.ask("sdot_health")
    last = answer.rows[-1]
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
                    for row in answer.rows
                ],
            )
        ],
        answer=answer,
        table=table(
            answer.rows,
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
    """Seoul's workplaces in the national pension by month and layer."""
    answer = context.marts.ask("nps_layers", region=FOCUS)
    taxonomies = [name for name in context.scope.taxonomies if answer.only(taxonomy_id=name)]
    if not taxonomies:
        return None
    whole = max(
        (row for row in answer.only(taxonomy_id=taxonomies[0], layer="total")),
        key=lambda row: row["month"],
        default=answer.rows[-1],
    )
    count = context.numbers.count
    return Figure(
        title=context.text(
            "finding.nps_monthly",
            region=context.region(FOCUS),
            month=whole["month"],
            workplaces=context.numbers.short(whole["workplaces"]),
            taxonomy=context.taxonomy_in_text(whole["taxonomy_id"]),
        ),
        unit=context.text("unit.workplaces"),
        note=context.text("note.nps_monthly"),
        panels=[_workplaces(context, answer.only(taxonomy_id=name), name) for name in taxonomies],
        answer=answer,
        table=table(
            answer.rows,
            Column(context.text("column.month"), lambda row: row["month"]),
            Column(
                context.text("column.taxonomy"), lambda row: context.taxonomy(row["taxonomy_id"])
            ),
            Column(
                context.text("column.layer"), lambda row: context.text.named("layer", row["layer"])
            ),
            Column(context.text("column.workplaces"), lambda row: count(row["workplaces"]), True),
            Column(context.text("column.insured"), lambda row: count(row["insured"]), True),
            Column(context.text("column.joined"), lambda row: count(row["joined"]), True),
            Column(context.text("column.left"), lambda row: count(row["left"]), True),
            Column(
                context.text("column.status"),
                lambda row: context.text.named("status", row["status"]),
            ),
        ),
    )


def _workplaces(context: Context, rows: list[Row], taxonomy: str) -> Panel:
    layers = sorted({row["layer"] for row in rows}, key=lambda layer: layer_rank({"layer": layer}))
    names = {layer: context.text.named("layer", layer) for layer in layers}
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
        legend=[Mark(f"slot-{number}", names[layer]) for number, layer in enumerate(layers, 1)],
    )


@figure("nps-unmatched", "nps_unmatched_names")
def nps_unmatched(context: Context) -> Figure | None:
    """Names of industries that match no class, the largest first."""
    answer = context.marts.ask("nps_unmatched")
    count = context.numbers.count
    return Figure(
        title=context.text(
            "finding.nps_unmatched",
            month=answer.rows[0]["month"],
            share=context.numbers.percent(answer.rows[0]["unmatched_share"]),
        ),
        unit=context.text("unit.workplaces"),
        note=context.text("note.nps_monthly"),
        answer=answer,
        table_is_open=True,
        table=table(
            answer.rows,
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
