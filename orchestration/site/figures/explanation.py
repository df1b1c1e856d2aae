"""One sentence about the largest rise and the largest fall: when, how much, and by which industry."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from orchestration.site.context import Context
from orchestration.site.course import LEAST
from orchestration.site.figures.known import read_known
from orchestration.site.marts import Row

TOLERANCE = 0.005
"""No industry is named where those of a year miss their total by more than this part of it."""

Divisions = Mapping[str, Row]
"""The part of each KSIC division in the total of one year, by code."""


def explain(context: Context, region: str, rows: Sequence[Row]) -> str:
    """The sentence about one measure of a taxonomy over the years; empty where too little is known.

    `rows` are those of the query `totals`, by year.
    """
    points = [read_known(row, "value").point for row in rows]
    if any(point is None for point in points) or len(points) < 2:
        return ""
    values = [float(point) for point in points if point is not None]
    changes = [after / before - 1 if before else 0.0 for before, after in pairwise(values)]
    explained = sorted(
        {
            extreme(range(len(changes)), key=changes.__getitem__)
            for extreme, limit in ((max, LEAST), (min, -LEAST))
            if extreme(changes) * limit >= LEAST**2
        }
    )
    if not explained:
        return ""
    parts = _divisions(context, region, rows[0])
    clauses = [
        _clause(
            context,
            rows[at + 1]["year"],
            changes[at],
            _reason(context, parts, rows[at : at + 2], values[at : at + 2]),
            is_last=at == explained[-1],
        )
        for at in explained
    ]
    key = "estimate.explained_two" if len(clauses) > 1 else "estimate.explained_one"
    return context.text(
        context.key_of_taxonomy(key),
        region=context.region(region),
        taxonomy=context.taxonomy(rows[0]["taxonomy_id"]),
        first=clauses[0],
        last=clauses[-1],
    )


def _clause(context: Context, year: int, change: float, reason: str, *, is_last: bool) -> str:
    return context.text(
        f"estimate.{'rose' if change > 0 else 'fell'}_{'last' if is_last else 'first'}",
        year=year,
        percent=context.numbers.percent(abs(change)),
        reason=reason,
    )


def _divisions(context: Context, region: str, row: Row) -> Mapping[int, Divisions]:
    """By year, the parts of the divisions in the total of the taxonomy."""
    found: dict[int, dict[str, Row]] = {}
    if context.marts.has_rows("taxonomy_sensitivity", "industry_estimate", "industry_share"):
        result = context.query("change_by_division", region=region)
        for part in result.where(taxonomy_id=row["taxonomy_id"], measure=row["measure"]):
            found.setdefault(part["year"], {})[part["division"]] = part
    return found


def _reason(
    context: Context,
    parts: Mapping[int, Divisions],
    rows: Sequence[Row],
    values: Sequence[float],
) -> str:
    """The division that explains most of the change between two years; empty where they do not add up."""
    before, after = (parts.get(row["year"], {}) for row in rows)
    for division, value in zip((before, after), values, strict=True):
        total = sum(part["value"] for part in division.values())
        if abs(total - value) > TOLERANCE * value:
            return ""
    change = values[1] - values[0]
    by_division = {
        code: after[code]["value"] - before[code]["value"] for code in before.keys() & after.keys()
    }
    most = max(sorted(by_division), key=lambda code: by_division[code] / change)
    part = by_division[most] / change
    direction = "rose" if change > 0 else "fell"
    return context.text(
        f"estimate.reason_{direction}{'_more' if part > 1 else ''}",
        industry=context.name(after[most], "industry_name"),
        part=context.numbers.percent(part, 0),
    )
