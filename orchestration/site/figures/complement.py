"""Provinces with the industries that a base region lacks; policy report 317 names three for Seoul."""

from collections.abc import Sequence

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, LegendEntry, Panel, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.notes import join_notes, scope_name, scope_note
from orchestration.site.marts import Row
from orchestration.site.numbers import join_bounds

NAMED = 3


@figure("complement", "regional_complement", needs_divisions=True)
def complement(context: Context, region: str) -> Figure | None:
    """The best pairs of partner and industry among the divisions that hold codes of the taxonomy."""
    if not context.scope.own_divisions:
        return None
    return _complement(context, region, context.scope.subject or "")


@figure("complement-all", "regional_complement", needs_divisions=True)
def complement_of_all(context: Context, region: str) -> Figure | None:
    """The best pairs of partner and industry among all industries."""
    return _complement(context, region, "")


def _complement(context: Context, region: str, taxonomy: str) -> Figure | None:
    """The pairs of partner and industry with the highest complement scores for the base region."""
    result = context.query("complement", region=region, taxonomy=taxonomy)
    partners = context.query("complement_partners", region=region, taxonomy=taxonomy)
    if not result.rows:
        return None
    ratio = context.numbers.ratio
    rows = [
        {
            "partner": context.region(row["partner_region_code"]),
            "industry": context.name(row, "industry_name"),
            "base": row["base_location_quotient"],
            "exact": row["partner_location_quotient"],
        }
        for row in result.rows
        if row["base_location_quotient"] and row["complement_score"] is not None
    ]
    certain = _certain_partners(partners.rows)
    return Figure(
        title=context.text(
            "finding.complement" if certain else "finding.complement_open",
            industries=scope_name(context, bool(taxonomy)),
            base=context.region(region),
            partners=", ".join(_partner_text(context, row) for row in certain),
        ),
        unit=context.text("unit.location_quotient"),
        note=join_notes(
            scope_note(context, bool(taxonomy)),
            context.text("note.complement", undisclosed=result.rows[0]["undisclosed_pairs"]),
        ),
        panels=[
            Panel(
                "dumbbell",
                rows,
                unit="ratio",
                legend=[
                    LegendEntry("filled", context.text("mark.partner")),
                    LegendEntry("hollow", context.region(region)),
                ],
                texts={
                    "label": "{partner} \u00b7 {industry}",
                    "tip": context.text("tip.complement", region=context.region(region)),
                },
                direction="quotient",
            )
        ],
        result=result,
        table=build_table(
            result.rows,
            Column(
                context.text("column.partner"),
                lambda row: context.region(row["partner_region_code"]),
            ),
            Column(context.text("column.ksic"), lambda row: row["industry"]),
            columns.industry(context, "industry"),
            Column(
                context.text("column.quotient_of", region=context.region(region)),
                lambda row: ratio(row["base_location_quotient"]),
                True,
            ),
            Column(
                context.text("column.quotient_of_partner"),
                lambda row: ratio(row["partner_location_quotient"]),
                True,
            ),
            Column(
                context.text("column.score"),
                lambda row: join_bounds(
                    context.numbers.index(row["complement_score_low"]),
                    context.numbers.index(row["complement_score_high"]),
                ),
                True,
            ),
            columns.status(context),
        ),
    )


def _certain_partners(partners: Sequence[Row]) -> list[Row]:
    """The partners with the most jobs over all industries, up to `NAMED`, while their order is certain."""
    found: list[Row] = []
    for place, row in enumerate(partners[:NAMED]):
        if any(row["value_low"] < other["value_high"] for other in partners[place + 1 :]):
            break
        found.append(row)
    return found


def _partner_text(context: Context, row: Row) -> str:
    short = context.numbers.short
    jobs = join_bounds(short(row["value_low"]), short(row["value_high"]))
    return context.text(
        "word.partner_jobs", region=context.region(row["partner_region_code"]), jobs=jobs
    )
