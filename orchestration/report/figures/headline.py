"""The two numbers of the overview: Seoul's share in the latest year with divisions, and in the report."""

from dataclasses import dataclass

from orchestration.report.context import Context
from orchestration.report.figures import marks
from orchestration.report.figures.layers import total
from orchestration.report.figures.remarks import threshold_range
from orchestration.report.scope import FOCUS, MEASURES


@dataclass(frozen=True)
class Headline:
    """A share as the division-level approximation knows it, as the leaf level bounds it, as printed."""

    measure: str
    year: int
    values: tuple[tuple[str, str], ...]
    """What each classification says, the known value first."""
    range: str
    """How far the known value hangs on the threshold of the approximation."""
    printed: str


def headlines(context: Context) -> list[Headline]:
    """One for employees and one for establishments; none where the shares are missing."""
    if not context.marts.has("smart_city_share", "published_figures"):
        return []
    context = context.by_division
    answer = context.ask("share_by_layer", region=FOCUS, rule="two_or_more")
    found = []
    for measure in MEASURES:
        rows = [
            row
            for taxonomy in context.scope.taxonomies
            if (row := total(answer, taxonomy, measure)) is not None
        ]
        if rows:
            values = tuple(
                (context.taxonomy(row["taxonomy_id"]), marks.share(context, row)) for row in rows
            )
            printed = context.numbers.percent(rows[0]["printed_share_2017"])
            range_ = threshold_range(context, rows[0]["taxonomy_id"], FOCUS, measure)
            found.append(
                Headline(context.measure(measure), context.scope.year, values, range_, printed)
            )
    return found
