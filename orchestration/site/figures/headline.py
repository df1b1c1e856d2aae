"""The headline of the overview: Seoul's latest shares beside those that policy report 317 prints."""

from dataclasses import dataclass

from orchestration.site.context import Context
from orchestration.site.figures import columns
from orchestration.site.figures.layers import find_total
from orchestration.site.figures.notes import threshold_range
from orchestration.site.scope import FOCUS, MEASURES


@dataclass(frozen=True)
class Headline:
    """Seoul's share of one measure in each taxonomy, and as printed in policy report 317."""

    measure: str
    values: tuple[tuple[str, str], ...]
    """Name of the taxonomy and share as text; the exact value first."""
    range: str
    """The range of the share over all thresholds of the division approximation, as text."""
    printed: str


def build_headlines(context: Context) -> list[Headline]:
    """One headline per measure; empty where the marts have no rows."""
    if not context.marts.has_rows("smart_city_share", "published_figures"):
        return []
    result = context.query("share_by_layer", region=FOCUS, rule="two_or_more")
    found = []
    for measure in MEASURES:
        rows = [
            row
            for taxonomy in context.scope.taxonomies
            if (row := find_total(result, taxonomy, measure)) is not None
        ]
        if rows:
            values = tuple(
                (context.taxonomy(row["taxonomy_id"]), columns.share_text(context, row))
                for row in rows
            )
            printed = context.numbers.percent(rows[0]["printed_share_2017"])
            range_ = threshold_range(context, rows[0]["taxonomy_id"], FOCUS, measure)
            found.append(Headline(context.measure(measure), values, range_, printed))
    return found
