"""A region's share over time: lines for exact values, lines with ends for bounds, none across a break."""

from collections.abc import Sequence

from orchestration.site.charts.theme import SLOTS
from orchestration.site.context import Context, layer_rank
from orchestration.site.course import describe_course
from orchestration.site.figure import (
    ChartRow,
    Column,
    Figure,
    LegendEntry,
    Panel,
    Table,
    build_table,
)
from orchestration.site.figures import columns, estimate_findings
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.notes import (
    add_territory_remark,
    describe_path,
    join_notes,
    territory_change_years,
    territory_note,
    threshold_growth_note,
)
from orchestration.site.marts import QueryResult, Row

DECIMALS = 3
"""The decimals of a share that are written: one of its percentage."""


@figure("share-over-time", "smart_city_share")
def share_over_time(context: Context, region: str) -> Figure | None:
    """The region's share of the nation's smart-city employees, by layer and year."""
    result = context.query("share_over_time", region=region)
    rows = list(result.rows)
    if not rows:
        return None
    series = sorted({row["series"] for row in rows})
    changed = [(context.scope.series, year) for year in territory_change_years(context, region)]
    return Figure(
        title=add_territory_remark(context, _finding(context.by_division, result, region), region),
        unit=context.text("unit.share_of_nation_employees"),
        note=join_notes(
            context.text("note.series_break" if len(series) > 1 else "note.one_series"),
            _undrawn(context),
            territory_note(context, [region]),
            threshold_growth_note(context.by_division, region),
        ),
        panels=[
            _panel(context, _drawn(context, rows, taxonomy), taxonomy, changed)
            for taxonomy in context.scope.taxonomies
        ],
        result=result,
        table=_table(context, rows),
    )


def _drawn(context: Context, rows: list[Row], taxonomy: str) -> list[Row]:
    """The rows of a classification; a line ends with the divisions that it is made of."""
    own = [row for row in rows if row["taxonomy_id"] == taxonomy]
    scope = context.scope
    to_divisions = [
        row for row in own if row["series"] != scope.series or row["year"] <= scope.division_year
    ]
    return to_divisions if all(row["share"] is not None for row in to_divisions) else own


def _undrawn(context: Context) -> str:
    """Why the line of an approximation by divisions ends before the latest year."""
    scope = context.scope
    if scope.division_year == scope.year or scope.point_taxonomy is None:
        return ""
    return context.text(
        "note.over_time_sections",
        latest=scope.year,
        year=scope.division_year,
        taxonomy=context.taxonomy(scope.point_taxonomy),
    )


def _table(context: Context, rows: list[Row]) -> Table:
    """One row per taxonomy, layer and series, one column per year."""
    cells = {(*_line(row), row["year"]): row for row in rows}
    lines = {_line(row): row for row in rows}
    years = sorted({row["year"] for row in rows})

    def of_year(year: int) -> Column:
        def write(row: Row) -> str:
            cell = cells.get((*_line(row), year))
            return columns.share_text(context, cell) if cell else ""

        return Column(str(year), write, True)

    return build_table(
        sorted(
            lines.values(), key=lambda row: (row["taxonomy_id"], row["series"], layer_rank(row))
        ),
        Column(context.text("column.layer"), lambda row: context.counted_layer(row)),
        columns.taxonomy(context),
        Column(
            context.text("column.series"), lambda row: context.text.label("series", row["series"])
        ),
        *(of_year(year) for year in years),
    )


def _line(row: Row) -> tuple[str, str, str]:
    return row["taxonomy_id"], row["series"], row["layer"]


def _finding(context: Context, result: QueryResult, region: str) -> str:
    """How the share of the total ran; by estimates where a year has no exact share."""
    scope = context.scope
    rows = sorted(
        (
            row
            for row in result.where(
                taxonomy_id=scope.taxonomies[0], layer="total", series=scope.series
            )
            if scope.first_year <= row["year"] <= scope.year
        ),
        key=lambda row: row["year"],
    )
    is_complete = bool(rows) and (rows[0]["year"], rows[-1]["year"]) == (
        scope.first_year,
        scope.year,
    )
    if is_complete and all(row["share"] is not None for row in rows):
        return describe_shares(context, rows, region)
    if totals := estimate_findings.estimated_totals(context, region, "employees"):
        return _estimated_finding(context, totals, region)
    return context.text("finding.over_time_bounded", region=context.region(region))


def describe_shares(context: Context, rows: Sequence[Row], region: str) -> str:
    """The sentence about exact shares, by year; a curve that turned is described in its parts."""
    # as written, so that no sentence gives the same number for a rise and for a fall
    rounded = [{**row, "share": round(row["share"], DECIMALS)} for row in rows]
    course = describe_course([row["share"] for row in rounded])
    first, last = rows[0], rows[-1]
    turn = rows[course.turns[0]] if course.turns else last
    percent = context.numbers.percent
    return context.text(
        f"finding.over_time_{course.shape}",
        region=context.region(region),
        from_year=first["year"],
        turn_year=turn["year"],
        to_year=last["year"],
        first=percent(first["share"]),
        turn=percent(turn["share"]),
        last=percent(last["share"]),
        change=context.numbers.points(abs(last["share"] - first["share"])).lstrip("+"),
        path=describe_path(context, rounded, "share", percent),
    )


def _estimated_finding(context: Context, rows: Sequence[Row], region: str) -> str:
    """The path of the estimates; whether it can be told from no change."""
    same = max(row["share_estimate_low_80"] for row in rows) <= min(
        row["share_estimate_high_80"] for row in rows
    )
    return context.text(
        "finding.over_time_estimated_same" if same else "finding.over_time_estimated",
        region=context.region(region),
        path=describe_path(context, rows, "share_estimate", context.numbers.percent),
    )


def _panel(
    context: Context, rows: list[Row], taxonomy: str, changed: list[tuple[str, int]]
) -> Panel:
    """The chart of one taxonomy. A line ends with the series, or where the territory changed.

    `changed` lists series and year of each change of territory.
    """
    ordered = sorted(rows, key=lambda row: (layer_rank(row), row["year"]))
    layers = list(dict.fromkeys(row["layer"] for row in ordered))
    names = {row["layer"]: context.counted_layer(row) for row in ordered}
    first_years: dict[str, int] = {}
    for row in ordered:
        first_years[row["series"]] = min(row["year"], first_years.get(row["series"], row["year"]))
    breaks = set(sorted(first_years.values())[1:])
    at = {layer: number for number, layer in enumerate(layers)}
    slots = {layer: number % len(SLOTS) + 1 for layer, number in at.items()}
    chart_rows: list[ChartRow] = [
        {
            "time": str(row["year"]),
            # separate lines for layers of the same colour, and before and after a change of territory
            "series": row["series"][:1]
            + str(at[row["layer"]] // len(SLOTS) or "")
            + "*" * _count_changes(row, changed),
            "slot": slots[row["layer"]],
            "place": at[row["layer"]],
            "low": row["share_low"],
            "high": row["share_high"],
            "exact": row["share"],
            "breaks": row["year"] in breaks or (row["series"], row["year"]) in changed or None,
            "tip": f"{names[row['layer']]}, {row['year']}: {columns.share_text(context, row)}",
        }
        for row in ordered
    ]
    bounded = any(row["exact"] is None for row in chart_rows)
    return Panel(
        "spans" if bounded else "lines",
        chart_rows,
        context.text("panel.taxonomy", taxonomy=context.taxonomy(taxonomy)),
        legend=[LegendEntry(f"slot-{slots[layer]}", names[layer]) for layer in layers],
        ceiling=1.0,
    )


def _count_changes(row: Row, changed: list[tuple[str, int]]) -> int:
    """The number of changes of territory up to the year of this row."""
    return sum(series == row["series"] and year <= row["year"] for series, year in changed)
