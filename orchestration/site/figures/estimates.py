"""Estimates of a taxonomy: by layer for a region, by province, and over time."""

from collections.abc import Iterable, Sequence

from orchestration.site.context import Context, layer_rank
from orchestration.site.figure import ChartRow, Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.growth import describe_growth
from orchestration.site.figures.intervals import PROXY, next_tick, slot_of
from orchestration.site.figures.known import (
    Field,
    read_known,
    write_bounds,
    write_known,
    write_point,
)
from orchestration.site.figures.notes import join_notes, territory_note
from orchestration.site.figures.tiles import arrange_tiles
from orchestration.site.marts import Row
from orchestration.site.scope import LAST_LAYERS, MEASURES


@figure("estimate-by-layer", "smart_city_share")
def estimate_by_layer(context: Context, region: str, taxonomy: str) -> Figure | None:
    """The share of the nation in each layer: estimate, interval, bounds, pension figure, printed share."""
    result = context.query("estimate_by_layer", region=region, taxonomy=taxonomy)
    rows = sorted(result.rows, key=_order)
    if not rows:
        return None
    compared = any(row["printed_share_2017"] is not None for row in rows)
    return Figure(
        title=_finding(context, rows, region),
        unit=context.text("unit.share_of_nation"),
        note=join_notes(
            context.text("note.estimates"),
            context.text("note.estimates_pension") if _has(rows, "pension_low") else "",
            context.text("note.estimates_printed") if compared else "",
        ),
        panels=_panels(context, rows),
        result=result,
        table=build_table(
            rows,
            Column(context.text("column.layer"), lambda row: context.counted_layer(row)),
            *_known_columns(context),
            *([_pension_column(context)] if _has(rows, "pension_low") else []),
            *([columns.printed_share(context, "printed_share_2017")] if compared else []),
            columns.status(context),
        ),
    )


def _order(row: Row) -> tuple[str, tuple[int, str], str]:
    return row["measure"], layer_rank(row), row["counting"]


def _has(rows: Iterable[Row], field: str) -> bool:
    return any(row.get(field) is not None for row in rows)


def _known_columns(context: Context) -> list[Column]:
    """Measure, value, share with its bounds, and grade of a row."""
    return [
        columns.measure(context),
        Column(context.text("column.value"), lambda row: write_known(context, row, "value"), True),
        Column(context.text("column.share"), lambda row: write_known(context, row, "share"), True),
        Column(
            context.text("column.bounds"), lambda row: write_bounds(context, row, "share"), True
        ),
        Column(context.text("column.reliability"), lambda row: row["reliability_in_nation"] or ""),
    ]


def _pension_column(context: Context) -> Column:
    return Column(
        context.text("column.pension_share"),
        lambda row: (
            ""
            if row["pension_low"] is None
            else context.numbers.percent_between(row["pension_low"], row["pension_high"])
        ),
        True,
    )


def _finding(context: Context, rows: Sequence[Row], region: str) -> str:
    """The layer with the highest share, where its interval is above all others; otherwise the total."""
    employees = [row for row in rows if row["measure"] == "employees"]
    layers = [
        row
        for row in employees
        if row["layer"] not in LAST_LAYERS and row["counting"] == "inclusive"
    ]
    most = next((row for row in layers if _is_above(row, layers)), None)
    if most is None:
        total = next(row for row in employees if row["layer"] == "total")
        return context.text(
            context.key_of_taxonomy("finding.estimate_of_total"),
            taxonomy=context.taxonomy(total["taxonomy_id"]),
            region=context.region(region),
            share=write_known(context, total, "share"),
            year=total["year"],
        )
    return context.text(
        "finding.estimate_by_layer",
        region=context.region(region),
        layer=context.counted_layer(most),
        share=write_known(context, most, "share"),
        year=most["year"],
    )


def _is_above(row: Row, others: Iterable[Row]) -> bool:
    """Whether the share is a number whose interval is above those of all other rows."""
    own = read_known(row, "share")
    if own.point is None:
        return False
    return all(_reach(row)[0] > _reach(other)[1] for other in others if other is not row)


def _reach(row: Row) -> tuple[float, float]:
    """The ends of the interval, or the bounds where there is none."""
    known = read_known(row, "share")
    if known.is_estimate:
        return known.low or 0.0, known.high or 0.0
    return known.bound_low or 0.0, known.bound_high or 0.0


def _panels(context: Context, rows: Sequence[Row]) -> list[Panel]:
    panels = []
    for measure in MEASURES:
        own = [row for row in rows if row["measure"] == measure]
        drawn = [estimate_row(context, row, "share", context.counted_layer(row)) for row in own]
        panels.append(
            Panel(
                "estimates",
                drawn,
                context.measure(measure),
                legend=legend(context, drawn),
                ceiling=scale_end(drawn),
            )
        )
    return [panel for panel in panels if panel.rows]


def estimate_row(context: Context, row: Row, field: Field, label: str) -> ChartRow:
    """A row of a chart of the kind `estimates`."""
    known = read_known(row, field)
    written = write_known(context, row, field)
    is_exact = known.bound_low == known.bound_high
    return {
        "label": f"{label}\n{written}",
        "bound_low": None if is_exact else known.bound_low,
        "bound_high": None if is_exact else known.bound_high,
        "low": known.low,
        "high": known.high,
        "exact": known.point,
        "pension_low": row.get("pension_low"),
        "pension_high": row.get("pension_high"),
        "printed": row.get("printed_share_2017"),
        "slot": slot_of(context, row),
    }


def legend(context: Context, rows: Sequence[ChartRow]) -> list[LegendEntry]:
    """The legend of the marks that these rows use."""
    is_proxy = any(row.get("slot") == PROXY for row in rows)
    point = "proxy" if is_proxy else "estimate" if _has(rows, "low") else "exact"
    marks = {
        "exact": (f"slot-{PROXY if is_proxy else 1}", point),
        "low": ("interval", "interval_80"),
        "bound_low": ("bounds", "bounds"),
        "pension_low": ("pension", "pension"),
        "printed": ("printed", "printed"),
    }
    return [
        LegendEntry(key, context.text(f"mark.{name}"))
        for field, (key, name) in marks.items()
        if _has(rows, field)
    ]


def scale_end(rows: Iterable[ChartRow]) -> float:
    """The end of a scale for everything except the bounds, which may go beyond it."""
    ends = [
        row.get(field) or 0.0
        for row in rows
        for field in ("high", "exact", "printed", "pension_high")
    ]
    return min(1.0, next_tick(max(ends, default=1.0)))


@figure("estimate-map", "smart_city_share")
def estimate_map(context: Context, taxonomy: str) -> Figure | None:
    """The provinces' shares of the nation: employees as a tile map, employees and establishments listed."""
    result = context.query("estimate_map", taxonomy=taxonomy)
    rows = result.where(measure="employees")
    if not rows:
        return None
    drawn = [
        estimate_row(context, row, "share", context.region(row["region_code"]))
        for row in sorted(rows, key=lambda row: _map_order(context, row))
    ]
    for row in drawn:
        row["tip"] = row["label"].replace("\n", ": ")
        row["label"] = row["label"].split("\n")[0]
    return Figure(
        title=_map_finding(context, rows),
        unit=context.text("unit.share_of_nation_employees"),
        note=context.text("note.estimate_map"),
        tiles=arrange_tiles(
            context,
            [
                (
                    row["region_code"],
                    read_known(row, "share").point,
                    write_point(context, row, "share"),
                )
                for row in rows
            ],
        ),
        panels=[
            Panel(
                "estimates",
                drawn,
                context.measure("employees"),
                legend=legend(context, drawn),
                ceiling=scale_end(drawn),
            )
        ],
        result=result,
        table=build_table(
            sorted(result.rows, key=lambda row: (row["region_code"], row["measure"])),
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            *_known_columns(context),
            columns.status(context),
        ),
    )


def _map_order(context: Context, row: Row) -> tuple[float, str]:
    """Larger shares first; those of an approximation by code, since it ranks no province."""
    return (-middle(row) if context.scope.has_subject else 0.0), row["region_code"]


def middle(row: Row) -> float:
    """The point, or the middle of the interval or bounds: the order of a chart, not a rank."""
    point = read_known(row, "share").point
    return sum(_reach(row)) / 2 if point is None else point


def _map_finding(context: Context, rows: Sequence[Row]) -> str:
    """The two provinces with the largest shares, where their intervals are above all others."""
    ranked = sorted(rows, key=lambda row: -middle(row))
    leading, rest = ranked[:2], ranked[2:]
    if not rest or not all(_is_above(row, rest) for row in leading):
        return context.text("finding.estimate_map_open", year=rows[0]["year"])
    first, second = leading
    return context.text(
        context.key_of_taxonomy("finding.estimate_map"),
        taxonomy=context.taxonomy(first["taxonomy_id"]),
        first=context.region(first["region_code"]),
        second=context.region(second["region_code"]),
        first_share=write_point(context, first, "share"),
        second_share=write_point(context, second, "share"),
        year=first["year"],
    )


@figure("estimate-over-time", "smart_city_share")
def estimate_over_time(context: Context, region: str, taxonomy: str) -> Figure | None:
    """The number of employees and the share of the nation over the years of the latest series."""
    result = context.query("totals", region=region, taxonomy=taxonomy)
    rows = result.where(measure="employees")
    if not rows:
        return None
    growth = describe_growth(context, rows)
    fields: tuple[Field, ...] = ("value", "share")
    return Figure(
        title=context.text(
            context.key_of_taxonomy("finding.estimate_over_time"),
            taxonomy=context.taxonomy(taxonomy),
            region=context.region(region),
            finding=growth.lines[0],
        ),
        unit=context.text("unit.employees_and_share"),
        note=join_notes(
            context.text("note.estimates_over_time"), territory_note(context, [region])
        ),
        panels=[_over_time(context, rows, field) for field in fields],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.year"), lambda row: str(row["year"])),
            columns.measure(context),
            Column(
                context.text("column.value"), lambda row: write_known(context, row, "value"), True
            ),
            Column(
                context.text("column.share"), lambda row: write_known(context, row, "share"), True
            ),
            Column(
                context.text("column.bounds"), lambda row: write_bounds(context, row, "share"), True
            ),
            Column(
                context.text("column.association"),
                lambda row: (
                    context.text(
                        f"association.{row['association']}", period=row["association_period"]
                    )
                    if row["association"]
                    else ""
                ),
            ),
            columns.status(context),
        ),
    )


def _over_time(context: Context, rows: Sequence[Row], field: Field) -> Panel:
    drawn = []
    for row in rows:
        known = read_known(row, field)
        low, high = known.low, known.high
        if not known.is_estimate and known.point is None:
            low, high = known.bound_low, known.bound_high
        drawn.append(
            {
                "time": str(row["year"]),
                "low": low,
                "high": high,
                "exact": known.point,
                "slot": slot_of(context, row),
                "tip": f"{row['year']}: {write_known(context, row, field)}",
            }
        )
    return Panel(
        "courses",
        drawn,
        context.text("column.employees" if field == "value" else "column.share"),
        unit="count" if field == "value" else "percent",
        legend=legend(context, drawn),
    )
