"""Comparison of the provinces: a tile map of their shares, and their specialisation."""

from collections.abc import Callable
from dataclasses import dataclass

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures import columns, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.geography import map_positions
from orchestration.site.marts import QueryResult, Row
from orchestration.site.numbers import DASH

NAMED = 3
"""Most provinces that a finding names where the bounds leave several possible."""


@dataclass(frozen=True)
class Tile:
    """A tile of the map: position (row and column from 1), shade from 0 to 5, and texts."""

    region_code: str
    row: int
    column: int
    shade: int
    label: str
    value: str


@figure("tile-map", "smart_city_share")
def tile_map(context: Context) -> Figure | None:
    """The provinces' shares of the nation's smart-city employees as a tile map."""
    result = context.query("share_of_provinces")
    taxonomy = context.scope.point_taxonomy or context.scope.taxonomies[0]
    rows = result.where(taxonomy_id=taxonomy, measure="employees")
    if not rows:
        return None
    ranked = sorted(rows, key=lambda row: (-(row["share_low"] or 0.0), row["region_code"]))
    capital = [row for row in rows if row["region_code"] in ("11", "23", "31")]
    together = sum(row["share"] or 0.0 for row in capital)
    first, second = ranked[0], ranked[min(1, len(ranked) - 1)]
    known = all(row["share"] is not None for row in rows)
    return Figure(
        title=context.text(
            "finding.tile_map" if known else "finding.tile_map_bounded",
            first=context.region(first["region_code"]),
            second=context.region(second["region_code"]),
            first_share=columns.share_text(context, first),
            second_share=columns.share_text(context, second),
            together=context.numbers.percent(together),
            year=context.scope.year,
        ),
        unit=context.text("unit.share_of_nation_employees"),
        note=context.text("note.tile_map", taxonomy=context.taxonomy_in_text(taxonomy)),
        tiles=_tiles(context, rows),
        panels=[_ranking(context, result, taxonomy)],
        result=result,
        table=build_table(
            sorted(
                result.rows,
                key=lambda row: (row["taxonomy_id"], row["region_code"], row["measure"]),
            ),
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            columns.taxonomy(context),
            columns.measure(context),
            Column(
                context.text("column.value"),
                lambda row: context.numbers.count_between(row["value_low"], row["value_high"]),
                True,
            ),
            Column(
                context.text("column.share"), lambda row: columns.share_text(context, row), True
            ),
            columns.status(context),
        ),
    )


def _ranking(context: Context, result: QueryResult, taxonomy: str) -> Panel:
    """The provinces by their share of establishments; the tiles show employees."""
    rows = sorted(
        result.where(taxonomy_id=taxonomy, measure="establishments"),
        key=lambda row: (-(row["share_low"] or 0.0), row["region_code"]),
    )
    drawn = [
        {
            **intervals.interval_row(context, row, context.region(row["region_code"])),
            "label": context.region(row["region_code"]),
            "tip": f"{context.region(row['region_code'])}: {columns.share_text(context, row)}",
        }
        for row in rows
    ]
    return Panel(
        "intervals",
        drawn,
        context.text(
            "panel.taxonomy_measure",
            taxonomy=context.taxonomy(taxonomy),
            measure=context.measure("establishments"),
        ),
        legend=intervals.legend(context, drawn),
        ceiling=intervals.scale_end(drawn),
    )


def _tiles(context: Context, rows: list[Row]) -> list[Tile]:
    tiles = []
    last_row = max(place.row for place in map_positions().values())
    for number, row in enumerate(sorted(rows, key=lambda row: row["region_code"])):
        place = map_positions().get(row["region_code"])
        tiles.append(
            Tile(
                row["region_code"],
                place.row if place else last_row,
                place.column if place else 2 + number % 3,
                _shade(row["share"]),
                context.region(row["region_code"]),
                columns.share_text(context, row),
            )
        )
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))


def _shade(share: float | None) -> int:
    """1 for a share below 2 %, then one more from 2, 4, 8 and 16 %; 0 where it is not exact."""
    if share is None:
        return 0
    return 1 + sum(share >= step for step in (0.02, 0.04, 0.08, 0.16))


@figure("specialisation", "regional_specialisation")
def specialisation(context: Context, region: str | None = None) -> Figure | None:
    """How far each province's industry mix differs from the nation's and from the rest of the nation's."""
    result = context.query("specialisation")
    if not result.rows:
        return None
    number = context.numbers
    return Figure(
        title=_specialisation_finding(context, list(result.rows), region),
        unit=context.text("unit.krugman"),
        note=context.text("note.specialisation"),
        panels=[
            _index_panel(context, result, field, region) for field in ("krugman", "krugman_rest")
        ],
        result=result,
        table=build_table(
            result.rows,
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            _between_column(context, "krugman", "krugman", number.index),
            _between_column(context, "krugman_rank", "rank", number.count),
            _between_column(context, "krugman_rest", "krugman_rest", number.index),
            _between_column(context, "krugman_rest_rank", "rest_rank", number.count),
            _between_column(context, "hhi", "hhi", number.index),
            _between_column(context, "effective", "effective_industries", number.ratio),
            _between_column(context, "specialised", "specialised_industries", number.count),
            Column(
                context.text("column.industries"), lambda row: number.count(row["industries"]), True
            ),
            Column(
                context.text("column.unpublished"),
                lambda row: number.count(row["unpublished_industries"]),
                True,
            ),
        ),
    )


def _index_panel(context: Context, result: QueryResult, field: str, region: str | None) -> Panel:
    """The provinces by one index, the highest first."""
    drawn = [
        {
            "label": context.region(row["region_code"]),
            "low": row[f"{field}_low"],
            "high": row[f"{field}_high"],
            "exact": row[field],
            "slot": 2 if row["region_code"] == region else 1,
            "tip": f"{context.region(row['region_code'])}: "
            f"{_between(row, field, context.numbers.index)}",
        }
        for row in sorted(result.rows, key=lambda row: (-row[f"{field}_low"], row["region_code"]))
    ]
    legend = intervals.legend(context, drawn)
    if region:
        legend.append(LegendEntry("slot-2", context.region(region)))
    return Panel(
        "intervals",
        drawn,
        context.text(f"panel.{field}"),
        unit="ratio",
        legend=legend,
        ceiling=max(row["high"] for row in drawn) * 1.05,
    )


def _between_column(
    context: Context, heading: str, field: str, written: Callable[[float], str]
) -> Column:
    return Column(
        context.text(f"column.{heading}"), lambda row: _between(row, field, written), True
    )


def _between(row: Row, field: str, written: Callable[[float], str]) -> str:
    """The value, or both bounds where their texts differ."""
    low, high = written(row[f"{field}_low"]), written(row[f"{field}_high"])
    return low if low == high else f"{low}{DASH}{high}"


def _specialisation_finding(context: Context, rows: list[Row], region: str | None) -> str:
    """The finding about ranks, as far as the bounds decide them."""
    count = context.numbers.count
    for row in rows:
        if row["region_code"] == region:
            low = row["rank_low"] > len(rows) / 2
            return context.text(
                f"finding.specialisation_of{'_low' if low else ''}",
                region=context.region(region or ""),
                rank=_superlative(context, row, "rank", len(rows) if low else 0),
                rest=_superlative(context, row, "rest_rank", len(rows) if low else 0),
                number=len(rows),
                industries=_between(row, "specialised_industries", count),
            )
    most = [row["region_code"] for row in rows if row["rank_low"] == 1]
    least = [row["region_code"] for row in rows if row["rank_high"] == len(rows)]
    if max(len(most), len(least)) > NAMED:
        return context.text("finding.specialisation_undecided")
    either = context.text("word.or")
    return context.text(
        "finding.specialisation",
        most=either.join(map(context.region, most)),
        least=either.join(map(context.region, least)),
    )


def _superlative(context: Context, row: Row, field: str, number: int) -> str:
    """The rank from the top, or from the bottom of `number` provinces."""
    low, high = row[f"{field}_low"], row[f"{field}_high"]
    if number:
        low, high = number + 1 - high, number + 1 - low
    return context.numbers.superlative(low, high)
