"""One division over the years of the series, and its estimate for years without divisions."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figure import ChartRow, Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.notes import (
    describe_path,
    join_notes,
    territory_change_years,
    territory_note,
)
from orchestration.site.marts import QueryResult, Row
from orchestration.site.scope import NATION

DRAWN = 4
"""Number of provinces with a line."""
TEXTS = {"tip": "{name}, {time}: {exact}"}


@figure("industry-over-time", "industry_share")
def industry_over_time(context: Context, industry: str) -> Figure | None:
    """The employees of a division in the nation, and the shares of the largest provinces, by year."""
    result = context.query("industry_years", industry=industry)
    nation = [row for row in result.where(region_code=NATION) if row["employees"] is not None]
    if not nation:
        return None
    largest = _largest(context, result)
    estimates = _estimates(context, industry)
    return Figure(
        title=context.text(
            "finding.industry_over_time",
            industry=context.industry(industry),
            path=describe_path(context, nation, "employees", context.numbers.short),
        ),
        unit=context.text("unit.persons"),
        note=join_notes(
            context.text("note.one_series"),
            context.text("note.industry_estimated", year=max(row["year"] for row in estimates))
            if estimates
            else "",
            territory_note(context, largest),
        ),
        panels=[
            Panel(
                "lines",
                [_point(context, row, "employees", 1) for row in nation],
                context.text("panel.nation_employees"),
                unit="count",
                texts=TEXTS,
            ),
            Panel(
                "lines",
                [
                    _point(context, {**row, "share": _share(row, nation)}, "share", slot)
                    for slot, region in enumerate(largest, 1)
                    for row in result.where(region_code=region)
                ],
                context.text("unit.share_of_nation_employees"),
                legend=[
                    LegendEntry(f"slot-{slot}", context.region(region))
                    for slot, region in enumerate(largest, 1)
                ],
                texts=TEXTS,
            ),
        ],
        sources=context.sources(()),
        table=build_table(
            [
                {"region_code": code}
                for code in dict.fromkeys(r["region_code"] for r in result.rows)
            ],
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            *_years(context, result),
            *_estimated_years(context, estimates),
        ),
    )


def _largest(context: Context, result: QueryResult) -> list[str]:
    """The provinces with the most employees in the latest year, of those with a value."""
    latest = context.scope.division_year
    known = [
        row
        for row in result.where(year=latest)
        if row["region_code"] != NATION and row["employees"]
    ]
    return [
        row["region_code"]
        for row in sorted(known, key=lambda row: (-row["employees"], row["region_code"]))
    ][:DRAWN]


def _share(row: Row, nation: Sequence[Row]) -> float | None:
    """The share of the nation in the year of the row; None where a value is not published."""
    whole = next((n["employees"] for n in nation if n["year"] == row["year"]), None)
    return row["employees"] / whole if row["employees"] is not None and whole else None


def _point(context: Context, row: Row, field: str, slot: int) -> ChartRow:
    region = row["region_code"]
    changes = sum(year <= row["year"] for year in territory_change_years(context, region))
    return {
        "time": str(row["year"]),
        "series": region + "*" * changes,
        "slot": slot,
        "exact": row[field],
        "name": context.region(region),
    }


def _years(context: Context, result: QueryResult) -> list[Column]:
    cells = {(row["region_code"], row["year"]): row for row in result.rows}

    def of_year(year: int) -> Column:
        def write(row: Row) -> str:
            cell = cells.get((row["region_code"], year))
            return context.numbers.count(cell["employees"] if cell else 0)

        return Column(str(year), write, True)

    return [of_year(year) for year in sorted({row["year"] for row in result.rows})]


def _estimates(context: Context, industry: str) -> Sequence[Row]:
    if not context.marts.has_rows("industry_estimate"):
        return ()
    year = context.scope.division_year
    return context.query("industry_estimated", industry=industry, year=year).rows


def _estimated_years(context: Context, rows: Sequence[Row]) -> list[Column]:
    cells = {(row["region_code"], row["year"]): row for row in rows}

    def of_year(year: int) -> Column:
        return Column(
            context.text("column.estimated_year", year=year),
            lambda row: columns.estimate_text(context, cells.get((row["region_code"], year))),
            True,
        )

    return [of_year(year) for year in sorted({row["year"] for row in rows})]
