"""Figures 2 to 4 of policy report 317: the industries of one layer, recomputed and as printed."""

from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, Panel, build_table
from orchestration.site.figures import columns, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.notes import join_notes
from orchestration.site.figures.same_sets import same_sets_note, without_repeated_sets
from orchestration.site.marts import QueryResult
from orchestration.site.scope import FOCUS, MEASURES


def _industries(context: Context, layer: str) -> Figure | None:
    result = context.query("industries_of_layer", region=FOCUS, layer=layer)
    if not result.rows:
        return None
    return Figure(
        title=_finding(context, result),
        unit=context.text("unit.share_of_nation"),
        note=join_notes(context.text("note.industries"), same_sets_note(context)),
        panels=[panel for panel in _panels(context, result) if panel.rows],
        result=result,
        table=build_table(
            without_repeated_sets(context, result.rows),
            columns.taxonomy(context),
            Column(context.text("column.industry"), lambda row: context.name(row, "industry_name")),
            columns.measure(context),
            columns.region_value(context, FOCUS),
            columns.nation_value(context),
            columns.share(context),
            columns.printed_share(context, "printed_share_2017"),
            columns.status(context),
        ),
    )


def _finding(context: Context, result: QueryResult) -> str:
    own = result.where(measure="employees", taxonomy_id=context.scope.subject)
    known = [row for row in own if row["share"] is not None]
    if known:
        best = max(known, key=lambda row: row["share"])
        return context.text(
            "finding.industry_known",
            region=context.region(FOCUS),
            industry=context.name(best, "industry_name"),
            share=context.numbers.percent(best["share"]),
            year=context.scope.year,
            taxonomy=context.taxonomy_in_text(best["taxonomy_id"]),
        )
    narrow = min(
        (row for row in own if row["share_low"] is not None),
        key=lambda row: row["share_high"] - row["share_low"],
        default=None,
    )
    return context.text(
        "finding.industry_bounded",
        region=context.region(FOCUS),
        industry=context.name(narrow, "industry_name") if narrow else "",
        share=columns.share_text(context, narrow) if narrow else context.numbers.undisclosed,
        year=context.scope.year,
    )


def _panels(context: Context, result: QueryResult) -> list[Panel]:
    panels = []
    for taxonomy in context.scope.taxonomies:
        for measure in MEASURES:
            rows = [
                intervals.interval_row(
                    context,
                    row,
                    context.name(row, "industry_name"),
                    "share",
                    row["printed_share_2017"],
                )
                for row in without_repeated_sets(
                    context, result.where(taxonomy_id=taxonomy, measure=measure)
                )
            ]
            panels.append(
                Panel(
                    "intervals",
                    rows,
                    context.text(
                        "panel.taxonomy_measure",
                        taxonomy=context.taxonomy(taxonomy),
                        measure=context.measure(measure),
                    ),
                    legend=intervals.legend(context, rows),
                    ceiling=1.0,
                )
            )
    return panels


@figure("figure-2", "smart_city_industry", "published_figures", needs_divisions=True)
def figure_2(context: Context) -> Figure | None:
    """Smart infrastructure."""
    return _industries(context, "infrastructure")


@figure("figure-3", "smart_city_industry", "published_figures", needs_divisions=True)
def figure_3(context: Context) -> Figure | None:
    """General-purpose technology."""
    return _industries(context, "general_purpose")


@figure("figure-4", "smart_city_industry", "published_figures", needs_divisions=True)
def figure_4(context: Context) -> Figure | None:
    """Application technology."""
    return _industries(context, "application")
