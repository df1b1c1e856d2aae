"""The headline of the overview: the estimate of Seoul's latest share, proxies, and the printed share."""

from dataclasses import dataclass

from orchestration.site.context import Context
from orchestration.site.figures import columns
from orchestration.site.figures.layers import find_total
from orchestration.site.figures.notes import threshold_range
from orchestration.site.marts import Row
from orchestration.site.scope import FOCUS, MEASURES


@dataclass(frozen=True)
class Interval:
    """Shares from 0 to 1 that the headline draws on one line: estimate, 80 % interval, bounds, printed."""

    estimate: float
    low: float
    high: float
    bound_low: float
    bound_high: float
    printed: float | None


@dataclass(frozen=True)
class Headline:
    """Seoul's share of one measure: what leads, what is beside it, and the share of policy report 317."""

    title: str
    lead: str
    """The estimate, or the share of the division approximation where there is no estimate."""
    lines: tuple[str, ...]
    printed: str
    interval: Interval | None = None
    interval_text: str = ""


def build_headlines(context: Context) -> list[Headline]:
    """One headline per measure; empty where the marts have no rows."""
    if not context.marts.has_rows("smart_city_share", "published_figures"):
        return []
    by_division = context.by_division
    result = by_division.query("share_by_layer", region=FOCUS, rule="two_or_more")
    found = []
    for measure in MEASURES:
        rows = [
            row
            for taxonomy in context.scope.taxonomies
            if (row := find_total(result, taxonomy, measure)) is not None
        ]
        if rows:
            estimate = _find_estimate(context, measure)
            found.append(
                _estimated(by_division, estimate, rows)
                if estimate
                else _known(by_division, measure, rows)
            )
    return found


def _find_estimate(context: Context, measure: str) -> Row | None:
    """The estimate of the report's taxonomy: the first of the scope that is no approximation."""
    if not context.marts.has_rows("smart_city_estimate"):
        return None
    result = context.query("estimate_headline", region=FOCUS)
    for taxonomy in context.scope.taxonomies:
        rows = result.where(measure=measure, taxonomy_id=taxonomy)
        if rows and taxonomy != context.scope.point_taxonomy:
            return rows[0]
    return None


def _estimated(context: Context, estimate: Row, rows: list[Row]) -> Headline:
    """The estimate leads; the division approximation and the pension share are beside it."""
    measure, taxonomy = estimate["measure"], estimate["taxonomy_id"]
    between = context.numbers.percent_between
    share, printed = estimate["share_estimate"], rows[0]["printed_share_2017"]
    low, high = estimate["share_estimate_low_80"], estimate["share_estimate_high_80"]
    lines = [
        context.text("headline.interval", range=between(low, high)) + _coverage(context, estimate),
        context.text(
            "headline.bounds", range=between(estimate["share_low"], estimate["share_high"])
        ),
    ]
    if measure == "employees":
        lines += _pension_line(context, taxonomy)
    lines += [
        context.text(
            "headline.approximation",
            name=context.taxonomy(row["taxonomy_id"]),
            year=context.scope.year,
            share=columns.share_text(context, row),
        )
        for row in rows
        if row["taxonomy_id"] in context.scope.proxies
    ]
    return Headline(
        title=_title(context, "headline.title_estimate", measure, estimate["year"]),
        lead=context.text("headline.about", share=context.numbers.percent(share)),
        lines=tuple(lines),
        printed=context.numbers.percent(printed),
        interval=Interval(share, low, high, estimate["share_low"], estimate["share_high"], printed),
        interval_text=context.text(
            "headline.interval_drawn",
            share=context.numbers.percent(share),
            range=between(low, high),
            printed=context.numbers.percent(printed),
        ),
    )


def _coverage(context: Context, estimate: Row) -> str:
    """How often intervals of this kind had the truth in tests; empty where it was not measured."""
    coverage = estimate["coverage_80"]
    if coverage is None:
        return ""
    return " " + context.text(
        "headline.coverage",
        region=context.region(FOCUS),
        coverage=context.numbers.percent(coverage, 0),
    )


def _pension_line(context: Context, taxonomy: str) -> list[str]:
    if not context.marts.has_rows("pension_share"):
        return []
    rows = context.query("pension_headline", region=FOCUS).where(taxonomy_id=taxonomy)
    return [
        context.text(
            "headline.pension",
            month=row["month"],
            range=context.numbers.percent_between(row["share_low"], row["share_high"]),
        )
        for row in rows
    ]


def _known(context: Context, measure: str, rows: list[Row]) -> Headline:
    """Without an estimate the first taxonomy leads, with its range over all thresholds."""
    first, *others = rows
    name = context.taxonomy(first["taxonomy_id"])
    range_ = threshold_range(context, first["taxonomy_id"], FOCUS, measure)
    return Headline(
        title=_title(context, "headline.title", measure, context.scope.year),
        lead=columns.share_text(context, first),
        lines=(
            f"{name}: {range_}" if range_ else name,
            *(
                f"{context.taxonomy(row['taxonomy_id'])}: {columns.share_text(context, row)}"
                for row in others
            ),
        ),
        printed=context.numbers.percent(first["printed_share_2017"]),
    )


def _title(context: Context, key: str, measure: str, year: int) -> str:
    return context.text(
        key, region=context.region(FOCUS), measure=context.measure(measure), year=year
    )
