"""The share of the nation's pension-insured persons by layer: a month beside the census."""

from orchestration.site.context import Context, layer_rank
from orchestration.site.figure import Column, Figure, Panel, build_table
from orchestration.site.figures import columns, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.notes import threshold_range
from orchestration.site.marts import Row
from orchestration.site.scope import FOCUS


@figure("pension-share", "pension_share")
def pension_share(context: Context, region: str = FOCUS) -> Figure | None:
    """A region's share of the insured in each layer and combination, in the latest month."""
    # an approximation by whole divisions is for data that end there; pension data have classes
    detailed = [
        name
        for name in context.scope.taxonomies
        if not threshold_range(context, name, region, "employees")
    ]
    result = context.query("pension_share", region=region, taxonomies=detailed)
    taxonomies = [name for name in detailed if result.where(taxonomy_id=name)]
    if not taxonomies:
        return None
    rows = [
        row for name in taxonomies for row in sorted(result.where(taxonomy_id=name), key=_order)
    ]
    whole = next(r for r in result.where(taxonomy_id=taxonomies[0]) if r["set_kind"] == "total")
    return Figure(
        title=context.text(
            "finding.pension_share",
            region=context.region(region),
            month=whole["month"],
            share=columns.share_text(context, whole),
            taxonomy=context.taxonomy_in_text(whole["taxonomy_id"]),
        ),
        unit=context.text("unit.share_of_insured"),
        note=context.text("note.pension_share"),
        panels=[_panel(context, [r for r in rows if r["taxonomy_id"] == t], t) for t in taxonomies],
        result=result,
        table=build_table(
            rows,
            Column(context.text("column.month"), lambda row: row["month"]),
            columns.taxonomy(context),
            Column(context.text("column.layer"), lambda row: _name(context, row)),
            columns.region_value(context, region),
            columns.nation_value(context),
            columns.share(context),
            columns.status(context),
        ),
    )


def _panel(context: Context, rows: list[Row], taxonomy: str) -> Panel:
    drawn = [intervals.interval_row(context, row, _name(context, row)) for row in rows]
    return Panel(
        "intervals",
        drawn,
        context.taxonomy(taxonomy),
        legend=intervals.legend(context, drawn),
        ceiling=intervals.scale_end(drawn),
    )


def _order(row: Row) -> tuple[bool, tuple[int, str], str]:
    return row["set_kind"] == "combination", layer_rank(row), row["combination_letter"] or ""


def _name(context: Context, row: Row) -> str:
    if row["set_kind"] == "combination":
        return context.text("word.combination", letter=row["combination_letter"])
    return context.counted_layer(row, "inclusive")
