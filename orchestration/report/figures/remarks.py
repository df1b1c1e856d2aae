"""What has to be said beside a number: a territory that changed, a threshold that was chosen."""

from collections.abc import Iterable, Sequence

from orchestration.report.context import Context
from orchestration.report.marts import Row
from orchestration.report.scope import FOCUS, NATION


def together(*notes: str) -> str:
    """Several notes as one."""
    return " ".join(note for note in notes if note)


def division_year(context: Context) -> str:
    """That the data of the latest year end at sections; empty where they have divisions."""
    scope = context.scope
    if scope.division_year == scope.year:
        return ""
    return context.text("note.division_year", latest=scope.year, year=scope.division_year)


def of_year(context: Context, unit: str) -> str:
    """A unit with the year that is shown."""
    return context.text("unit.of_year", unit=unit, year=context.scope.year)


def changed_years(context: Context, region: str) -> list[int]:
    """The years of the series in which the region is first counted in another territory."""
    return sorted(row["to_year"] for row in _changes(context, region) if _is_step(row))


def territory(context: Context, regions: Iterable[str]) -> str:
    """The changes of territory of these regions over all years of the series; empty if none."""
    found = {
        context.name(row, "region_change"): None
        for region in regions
        for row in _changes(context, region)
        if _is_step(row)
    }
    return context.text("note.territory", changes="; ".join(found)) if found else ""


def remarked(context: Context, title: str, region: str) -> str:
    """A finding about the growth of a region, with its change of territory."""
    if not changed_years(context, region):
        return title
    return context.text("finding.with_territory", finding=title)


def thresholds(context: Context, taxonomy: str, region: str, measure: str) -> Sequence[Row]:
    """The shares of the total in the year of the page under every threshold of the approximation."""
    return [
        row
        for row in _approximations(context, taxonomy, region)
        if row["measure"] == measure and row["year"] == context.scope.year
    ]


def threshold_range(context: Context, taxonomy: str, region: str, measure: str) -> str:
    """The range of these shares in words; empty where the taxonomy is no approximation."""
    rows = thresholds(context, taxonomy, region, measure)
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


def approximation(context: Context, rows: Iterable[Row]) -> str:
    """How far the approximations among these rows hang on their threshold; empty where there is none."""
    rows = list(rows)
    regions = {row["region_code"] for row in rows if row.get("region_code") not in (None, NATION)}
    region = regions.pop() if len(regions) == 1 else FOCUS
    ranges = [
        (taxonomy, found)
        for taxonomy in context.scope.taxonomies
        if any(row.get("taxonomy_id") == taxonomy for row in rows)
        and (found := threshold_range(context, taxonomy, region, "employees"))
    ]
    return together(
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


def growth_by_threshold(context: Context, region: str) -> str:
    """First and last share of the approximation under every threshold; empty where there is none."""
    taxonomy, scope = context.scope.point_taxonomy, context.scope
    found = _approximations(context, taxonomy, region) if taxonomy else ()
    shares = {
        (row["threshold_percent"], row["year"]): row
        for row in found
        if row["measure"] == "employees"
    }
    written = [
        f"{percent}%: {_share(context, shares[percent, scope.first_year])}"
        f" \u2192 {_share(context, shares[percent, scope.year])}"
        for percent in sorted({percent for percent, _ in shares})
        if {(percent, scope.first_year), (percent, scope.year)} <= shares.keys()
    ]
    if not written:
        return ""
    return context.text(
        "note.threshold_growth",
        shares=", ".join(written),
        from_year=scope.first_year,
        to_year=scope.year,
    )


def _share(context: Context, row: Row) -> str:
    return context.numbers.percent_between(row["share_low"], row["share_high"])


def _is_step(row: Row) -> bool:
    return bool(row["to_year"] == row["from_year"] + 1)


def _changes(context: Context, region: str) -> Sequence[Row]:
    if not context.marts.has("shift_share"):
        return ()
    return context.ask("region_changes").only(region_code=region)


def _approximations(context: Context, taxonomy: str, region: str) -> Sequence[Row]:
    if region == NATION or not context.marts.has("division_approximation"):
        return ()
    return context.ask("approximation", taxonomy=taxonomy, region=region).rows
