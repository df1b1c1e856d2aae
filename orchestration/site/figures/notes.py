"""Notes beside a figure: changes of territory, and the range of a division approximation's thresholds."""

from collections.abc import Callable, Iterable, Sequence

from orchestration.site.context import Context
from orchestration.site.course import describe_course
from orchestration.site.marts import Row
from orchestration.site.scope import FOCUS, NATION


def join_notes(*notes: str) -> str:
    """The notes that are not empty, as one text."""
    return " ".join(note for note in notes if note)


def describe_path(
    context: Context, rows: Sequence[Row], field: str, write: Callable[[float], str]
) -> str:
    """First and last value of a curve by year, and every value between them at which it turns."""
    turns = [rows[at] for at in describe_course([row[field] for row in rows]).turns]
    return " \u2192 ".join(
        context.text("word.of_year", year=row["year"], value=write(row[field]))
        for row in [rows[0], *turns, *rows[1:][-1:]]
    )


def scope_name(context: Context, of_taxonomy: bool) -> str:
    """Which industries a figure is about, for its title: those of the taxonomy, or all."""
    if of_taxonomy:
        return context.text("word.own_industries")
    return context.text("word.all_industries")


def scope_note(context: Context, of_taxonomy: bool) -> str:
    """Which industries a figure is about, for its note."""
    if not of_taxonomy:
        return context.text("note.all_industries")
    return context.text(
        "note.own_industries",
        number=len(context.scope.own_divisions),
        taxonomy=context.taxonomy_in_text(context.scope.subject or ""),
    )


def division_year(context: Context) -> str:
    """A note that the data of the latest year end at sections; empty if they have divisions."""
    scope = context.scope
    if scope.division_year == scope.year:
        return ""
    return context.text("note.division_year", latest=scope.year, year=scope.division_year)


def of_year(context: Context, unit: str) -> str:
    """A unit with the year that is shown."""
    return context.text("unit.of_year", unit=unit, year=context.scope.year)


def territory_change_years(context: Context, region: str) -> list[int]:
    """The first years of the series in which the region has a different territory."""
    return sorted(
        row["to_year"] for row in _changes(context, region) if _is_between_adjacent_years(row)
    )


def territory_note(context: Context, regions: Iterable[str]) -> str:
    """The changes of territory of these regions in the years of the series; empty if there are none."""
    found = {
        context.name(row, "region_change"): None
        for region in regions
        for row in _changes(context, region)
        if _is_between_adjacent_years(row)
    }
    return context.text("note.territory", changes="; ".join(found)) if found else ""


def add_territory_remark(context: Context, title: str, region: str) -> str:
    """The finding `title`, with a remark if the territory of the region changed."""
    if not territory_change_years(context, region):
        return title
    return context.text("finding.with_territory", finding=title)


def threshold_shares(context: Context, taxonomy: str, region: str, measure: str) -> Sequence[Row]:
    """The rows of `division_approximation` for the year of the page, one per threshold."""
    return [
        row
        for row in _approximations(context, taxonomy, region)
        if row["measure"] == measure and row["year"] == context.scope.year
    ]


def threshold_range(context: Context, taxonomy: str, region: str, measure: str) -> str:
    """The range of the shares over all thresholds as text; empty if the taxonomy is no approximation."""
    rows = threshold_shares(context, taxonomy, region, measure)
    if not rows:
        return ""
    return context.text(
        "word.threshold_range",
        share=context.numbers.percent_between(
            min(row["share_low"] for row in rows), max(row["share_high"] for row in rows)
        ),
        least=rows[0]["threshold_percent"],
        most=rows[-1]["threshold_percent"],
    )


def threshold_note(context: Context, rows: Iterable[Row]) -> str:
    """How far the approximations in these rows depend on their threshold; empty if there are none."""
    rows = list(rows)
    regions = {row["region_code"] for row in rows if row.get("region_code") not in (None, NATION)}
    region = regions.pop() if len(regions) == 1 else FOCUS
    ranges = [
        (taxonomy, found)
        for taxonomy in context.scope.taxonomies
        if any(row.get("taxonomy_id") == taxonomy for row in rows)
        and (found := threshold_range(context, taxonomy, region, "employees"))
    ]
    return join_notes(
        *(
            context.text(
                "note.threshold",
                taxonomy=context.taxonomy(taxonomy),
                region=context.region(region),
                range=found,
                year=context.scope.year,
            )
            for taxonomy, found in ranges
        )
    )


def threshold_growth_note(context: Context, region: str) -> str:
    """The shares of the approximation over the years for each threshold; empty if there is none."""
    taxonomy, scope = context.scope.point_taxonomy, context.scope
    found = _approximations(context, taxonomy, region) if taxonomy else ()
    by_threshold: dict[int, list[Row]] = {}
    for row in found:
        if row["measure"] == "employees" and scope.first_year <= row["year"] <= scope.year:
            by_threshold.setdefault(row["threshold_percent"], []).append(row)
    written = [
        f"{percent}%: {_path_of_bounds(context, rows)}"
        for percent, rows in sorted(by_threshold.items())
        if {scope.first_year, scope.year} <= {row["year"] for row in rows}
    ]
    return context.text("note.threshold_growth", shares="; ".join(written)) if written else ""


def _path_of_bounds(context: Context, rows: Sequence[Row]) -> str:
    """The path of exact shares; of shares within bounds, which may turn in any year, those of all years."""
    if all(row["share_low"] == row["share_high"] for row in rows):
        return describe_path(context, rows, "share_low", context.numbers.percent)
    return " \u2192 ".join(
        context.text("word.of_year", year=row["year"], value=_share(context, row)) for row in rows
    )


def _share(context: Context, row: Row) -> str:
    return context.numbers.percent_between(row["share_low"], row["share_high"])


def _is_between_adjacent_years(row: Row) -> bool:
    return bool(row["to_year"] == row["from_year"] + 1)


def _changes(context: Context, region: str) -> Sequence[Row]:
    if not context.marts.has_rows("shift_share"):
        return ()
    return context.query("region_changes").where(region_code=region)


def _approximations(context: Context, taxonomy: str, region: str) -> Sequence[Row]:
    if region == NATION or not context.marts.has_rows("division_approximation"):
        return ()
    return context.query("approximation", taxonomy=taxonomy, region=region).rows
