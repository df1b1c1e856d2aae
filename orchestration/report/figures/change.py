"""A region's share over time: a line where it is known, spans where it is bounded, never across a break."""

from orchestration.report.charts.theme import SLOTS
from orchestration.report.context import Context, layer_rank
from orchestration.report.figure import ChartRow, Column, Figure, Mark, Panel, Table, table
from orchestration.report.figures import marks
from orchestration.report.figures.making import figure
from orchestration.report.figures.remarks import (
    changed_years,
    growth_by_threshold,
    remarked,
    territory,
    together,
)
from orchestration.report.marts import Answer, Row


@figure("share-over-time", "smart_city_share")
def share_over_time(context: Context, region: str) -> Figure | None:
    """The share of the nation's smart-city employees in each layer, year by year."""
    answer = context.marts.ask("share_over_time", region=region)
    rows = answer.only(measure="employees")
    if not rows:
        return None
    series = sorted({row["series"] for row in rows})
    moved = [(context.scope.series, year) for year in changed_years(context, region)]
    return Figure(
        title=remarked(context, _finding(context.by_division, answer, region), region),
        unit=context.text("unit.share_of_nation_employees"),
        note=together(
            context.text("note.series_break" if len(series) > 1 else "note.one_series"),
            _undrawn(context),
            territory(context, [region]),
            growth_by_threshold(context.by_division, region),
        ),
        panels=[
            _panel(context, _drawn(context, rows, taxonomy), taxonomy, moved)
            for taxonomy in context.scope.taxonomies
        ],
        answer=answer,
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
    """A line for each layer and series, a column for each year."""
    cells = {(*_line(row), row["year"]): row for row in rows}
    lines = {_line(row): row for row in rows}
    years = sorted({row["year"] for row in rows})

    def of_year(year: int) -> Column:
        def write(row: Row) -> str:
            cell = cells.get((*_line(row), year))
            return marks.share(context, cell) if cell else ""

        return Column(str(year), write, True)

    return table(
        sorted(
            lines.values(), key=lambda row: (row["taxonomy_id"], row["series"], layer_rank(row))
        ),
        Column(context.text("column.layer"), lambda row: context.name(row, "layer_name")),
        marks.taxonomy(context),
        Column(
            context.text("column.series"), lambda row: context.text.named("series", row["series"])
        ),
        *(of_year(year) for year in years),
    )


def _line(row: Row) -> tuple[str, str, str]:
    return row["taxonomy_id"], row["series"], row["layer"]


def _finding(context: Context, answer: Answer, region: str) -> str:
    scope = context.scope
    taxonomy = scope.point_taxonomy or scope.taxonomies[0]
    years = {
        row["year"]: row
        for row in answer.only(
            taxonomy_id=taxonomy, measure="employees", layer="total", series=scope.series
        )
    }
    first, last = years.get(scope.first_year), years.get(scope.year)
    if not first or not last or first["share"] is None or last["share"] is None:
        return context.text("finding.over_time_bounded", region=context.region(region))
    change = last["share"] - first["share"]
    written = {
        "first": context.numbers.percent(first["share"]),
        "last": context.numbers.percent(last["share"]),
    }
    way = "flat" if written["first"] == written["last"] else "up" if change > 0 else "down"
    return context.text(
        f"finding.over_time_{way}",
        region=context.region(region),
        change=context.numbers.points(abs(change)).lstrip("+"),
        **written,
        from_year=scope.first_year,
        to_year=scope.year,
    )


def _panel(context: Context, rows: list[Row], taxonomy: str, moved: list[tuple[str, int]]) -> Panel:
    """One classification. A line ends where the series does, or the territory (`moved`: series, year)."""
    ordered = sorted(rows, key=lambda row: (layer_rank(row), row["year"]))
    layers = list(dict.fromkeys(row["layer"] for row in ordered))
    names = {row["layer"]: context.name(row, "layer_name") for row in ordered}
    first_years: dict[str, int] = {}
    for row in ordered:
        first_years[row["series"]] = min(row["year"], first_years.get(row["series"], row["year"]))
    breaks = set(sorted(first_years.values())[1:])
    at = {layer: number for number, layer in enumerate(layers)}
    slots = {layer: number % len(SLOTS) + 1 for layer, number in at.items()}
    drawn: list[ChartRow] = [
        {
            "time": str(row["year"]),
            # layers that share a colour are lines of their own; a line ends where the territory changes
            "series": row["series"][:1]
            + str(at[row["layer"]] // len(SLOTS) or "")
            + "*" * _moves(row, moved),
            "slot": slots[row["layer"]],
            "place": at[row["layer"]],
            "low": row["share_low"],
            "high": row["share_high"],
            "exact": row["share"],
            "breaks": row["year"] in breaks or (row["series"], row["year"]) in moved or None,
            "tip": f"{names[row['layer']]}, {row['year']}: {marks.share(context, row)}",
        }
        for row in ordered
    ]
    bounded = any(row["exact"] is None for row in drawn)
    return Panel(
        "spans" if bounded else "lines",
        drawn,
        context.text("panel.taxonomy", taxonomy=context.taxonomy(taxonomy)),
        legend=[Mark(f"slot-{slots[layer]}", names[layer]) for layer in layers],
        ceiling=1.0,
    )


def _moves(row: Row, moved: list[tuple[str, int]]) -> int:
    """How often the territory changed up to this year."""
    return sum(series == row["series"] and year <= row["year"] for series, year in moved)
