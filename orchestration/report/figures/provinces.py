"""The provinces side by side: a tile map of their shares and how specialised they are."""

from dataclasses import dataclass

from orchestration.report.context import Context
from orchestration.report.figure import Column, Figure, Mark, Panel, table
from orchestration.report.figures import marks
from orchestration.report.figures.making import figure
from orchestration.report.geography import places
from orchestration.report.marts import Answer, Row


@dataclass(frozen=True)
class Tile:
    """A province on the map: where it lies, how dark it is and what it says."""

    region_code: str
    row: int
    column: int
    shade: int
    label: str
    value: str


@figure("tile-map", "smart_city_share")
def tile_map(context: Context) -> Figure | None:
    """The provinces' shares of the nation's smart-city employees where they lie."""
    answer = context.ask("share_of_provinces")
    taxonomy = context.scope.point_taxonomy or context.scope.taxonomies[0]
    rows = answer.only(taxonomy_id=taxonomy, measure="employees")
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
            first_share=marks.share(context, first),
            second_share=marks.share(context, second),
            together=context.numbers.percent(together),
            year=context.scope.year,
        ),
        unit=context.text("unit.share_of_nation_employees"),
        note=context.text("note.tile_map", taxonomy=context.taxonomy(taxonomy)),
        tiles=_tiles(context, rows),
        panels=[_ranking(context, answer, taxonomy)],
        answer=answer,
        table=table(
            sorted(
                answer.rows,
                key=lambda row: (row["taxonomy_id"], row["region_code"], row["measure"]),
            ),
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            marks.taxonomy(context),
            marks.measure(context),
            Column(
                context.text("column.value"),
                lambda row: context.numbers.count_between(row["value_low"], row["value_high"]),
                True,
            ),
            Column(context.text("column.share"), lambda row: marks.share(context, row), True),
            marks.status(context),
        ),
    )


def _ranking(context: Context, answer: Answer, taxonomy: str) -> Panel:
    """The provinces by their share of establishments, for the half that the tiles do not say."""
    rows = sorted(
        answer.only(taxonomy_id=taxonomy, measure="establishments"),
        key=lambda row: (-(row["share_low"] or 0.0), row["region_code"]),
    )
    drawn = [
        {
            **marks.interval(context, row, context.region(row["region_code"])),
            "label": context.region(row["region_code"]),
            "tip": f"{context.region(row['region_code'])}: {marks.share(context, row)}",
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
        legend=marks.legend(context, drawn),
        ceiling=marks.ceiling(drawn),
    )


def _tiles(context: Context, rows: list[Row]) -> list[Tile]:
    tiles = []
    last_row = max(place.row for place in places().values())
    for number, row in enumerate(sorted(rows, key=lambda row: row["region_code"])):
        place = places().get(row["region_code"])
        tiles.append(
            Tile(
                row["region_code"],
                place.row if place else last_row,
                place.column if place else 2 + number % 3,
                _shade(row["share"]),
                context.region(row["region_code"]),
                marks.share(context, row),
            )
        )
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))


def _shade(share: float | None) -> int:
    """Steps that each double the share, from under two percent to over sixteen; 0 if not known."""
    if share is None:
        return 0
    return 1 + sum(share >= step for step in (0.02, 0.04, 0.08, 0.16))


@figure("specialisation", "regional_specialisation")
def specialisation(context: Context, region: str | None = None) -> Figure | None:
    """How far each province's mix of industries departs from the nation's."""
    answer = context.ask("specialisation")
    if not answer.rows:
        return None
    rows = [
        {
            "label": context.region(row["region_code"]),
            "low": row["krugman_low"],
            "high": row["krugman_high"],
            "exact": row["krugman"],
            "slot": 2 if row["region_code"] == region else 1,
            "tip": f"{context.region(row['region_code'])}: {_between(context, row, 'krugman')}",
        }
        for row in answer.rows
    ]
    return Figure(
        title=_specialisation_finding(context, list(answer.rows), region),
        unit=context.text("unit.krugman"),
        note=context.text("note.specialisation"),
        panels=[
            Panel(
                "intervals",
                rows,
                unit="ratio",
                legend=[
                    *marks.legend(context, rows),
                    *([Mark("slot-2", context.region(region))] if region else []),
                ],
                ceiling=max(row["krugman_high"] or 0.0 for row in answer.rows) * 1.05,
            )
        ],
        answer=answer,
        table=table(
            answer.rows,
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            Column(
                context.text("column.krugman"), lambda row: _between(context, row, "krugman"), True
            ),
            Column(context.text("column.hhi"), lambda row: _between(context, row, "hhi"), True),
            Column(
                context.text("column.specialised"),
                lambda row: context.numbers.count(row["specialised_industries"]),
                True,
            ),
            Column(
                context.text("column.industries"),
                lambda row: context.numbers.count(row["industries"]),
                True,
            ),
            Column(
                context.text("column.unpublished"),
                lambda row: context.numbers.count(row["unpublished_industries"]),
                True,
            ),
        ),
    )


def _between(context: Context, row: Row, field: str) -> str:
    low, high = row[f"{field}_low"], row[f"{field}_high"]
    if low is None or high is None:
        return context.numbers.hidden
    written = context.numbers.index(low), context.numbers.index(high)
    return written[0] if written[0] == written[1] else "\u2013".join(written)


def _specialisation_finding(context: Context, rows: list[Row], region: str | None) -> str:
    codes = [row["region_code"] for row in rows]
    if region in codes:
        row = rows[codes.index(region)]
        return context.text(
            "finding.specialisation_of",
            region=context.region(region or ""),
            rank=codes.index(region or "") + 1,
            number=len(codes),
            industries=row["specialised_industries"],
        )
    return context.text(
        "finding.specialisation",
        most=context.region(codes[0]),
        least=context.region(codes[-1]),
    )
