"""The provinces' shares of the nation's smart-city industry as a tile map and a ranking, from estimates."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures import columns, estimates, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.geography import map_positions
from orchestration.site.marts import Row

CAPITAL_AREA = ("11", "23", "31")


@dataclass(frozen=True)
class Tile:
    """A tile of the map: position (row and column from 1), shade from 0 to 5, and texts."""

    region_code: str
    row: int
    column: int
    shade: int
    label: str
    value: str


@figure("tile-map", "smart_city_estimate")
def tile_map(context: Context) -> Figure | None:
    """The estimated shares of the provinces: employees as tiles, establishments as a ranking."""
    if not context.scope.taxonomies:
        return None
    taxonomy = context.scope.taxonomies[0]
    result = context.query("estimates_of_provinces", taxonomy=taxonomy)
    rows = result.where(measure="employees")
    if not rows:
        return None
    return Figure(
        title=_finding(context, rows),
        unit=context.text("unit.share_of_nation_employees"),
        note=context.text("note.tile_map", taxonomy=context.taxonomy_in_text(taxonomy)),
        tiles=_tiles(context, rows),
        panels=[_ranking(context, result.where(measure="establishments"))],
        result=result,
        table=build_table(
            sorted(result.rows, key=lambda row: (row["region_code"], row["measure"])),
            columns.region(context),
            columns.measure(context),
            Column(
                context.text("column.estimate"),
                lambda row: columns.estimate_text(context, row),
                True,
            ),
            Column(
                context.text("column.share_estimate"),
                lambda row: estimates.share_with_interval(context, row),
                True,
            ),
            Column(
                context.text("column.bounds"),
                lambda row: context.numbers.percent_between(row["share_low"], row["share_high"]),
                True,
            ),
        ),
    )


def _finding(context: Context, rows: Sequence[Row]) -> str:
    """The two provinces with the largest estimates, where no other interval reaches them."""
    ranked = sorted(rows, key=lambda row: (-row["share_estimate"], row["region_code"]))
    first, second, *others = ranked
    percent = context.numbers.percent
    together = sum(row["share_estimate"] for row in rows if row["region_code"] in CAPITAL_AREA)
    is_certain = all(
        other["share_estimate_high_80"] < second["share_estimate_low_80"] for other in others
    )
    return context.text(
        "finding.tile_map" if is_certain else "finding.tile_map_open",
        first=context.region(first["region_code"]),
        second=context.region(second["region_code"]),
        first_share=percent(first["share_estimate"]),
        second_share=percent(second["share_estimate"]),
        together=percent(together),
        year=first["year"],
    )


def _ranking(context: Context, rows: Sequence[Row]) -> Panel:
    """The provinces by their estimated share of establishments, each with its 80 % interval."""
    drawn = [
        {
            "label": context.region(row["region_code"]),
            "low": row["share_estimate_low_80"],
            "high": row["share_estimate_high_80"],
            "exact": row["share_estimate"],
            "slot": 1,
            "tip": f"{context.region(row['region_code'])}: "
            f"{estimates.share_with_interval(context, row)}",
        }
        for row in sorted(rows, key=lambda row: (-row["share_estimate"], row["region_code"]))
    ]
    return Panel(
        "intervals",
        drawn,
        context.text("panel.estimated_measure", measure=context.measure("establishments")),
        legend=[
            LegendEntry("slot-1", context.text("mark.estimate")),
            LegendEntry("span", context.text("mark.interval_80")),
        ],
        ceiling=intervals.scale_end(drawn),
    )


def _tiles(context: Context, rows: Sequence[Row]) -> list[Tile]:
    tiles = []
    last_row = max(place.row for place in map_positions().values())
    for number, row in enumerate(sorted(rows, key=lambda row: row["region_code"])):
        place = map_positions().get(row["region_code"])
        tiles.append(
            Tile(
                row["region_code"],
                place.row if place else last_row,
                place.column if place else 2 + number % 3,
                _shade(row["share_estimate"]),
                context.region(row["region_code"]),
                context.numbers.percent(row["share_estimate"]),
            )
        )
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))


def _shade(share: float | None) -> int:
    """1 for a share below 2 %, then one more from 2, 4, 8 and 16 %; 0 where there is none."""
    if share is None:
        return 0
    return 1 + sum(share >= step for step in (0.02, 0.04, 0.08, 0.16))
