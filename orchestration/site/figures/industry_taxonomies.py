"""The layers and industries of the taxonomies that a division belongs to."""

from orchestration.site.context import Context, layer_rank
from orchestration.site.figure import Column, Figure, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.figure_decorator import figure


@figure("industry-taxonomies", "taxonomy_codes")
def industry_taxonomies(context: Context, industry: str) -> Figure:
    """Which layers and industries of which taxonomies have codes of a division, and which codes."""
    result = context.marts.query("taxonomies_of_industry", industry=industry)  # of all taxonomies
    order = {name: place for place, name in enumerate(context.scope.by_importance)}
    rows = sorted(
        result.rows,
        key=lambda row: (order.get(row["taxonomy_id"], len(order)), *layer_rank(row)),
    )
    title = "finding.industry_taxonomies" if rows else "finding.industry_in_no_taxonomy"
    layers = {(row["taxonomy_id"], row["layer"]) for row in rows}
    return Figure(
        title=context.text(title, industry=context.industry(industry), number=len(layers)),
        note=context.text("note.industry_taxonomies") if rows else "",
        sources=context.sources(rows),
        table_is_open=True,
        table=build_table(
            rows,
            columns.taxonomy(context),
            Column(context.text("column.layer"), lambda row: context.name(row, "layer_name")),
            Column(context.text("column.industry"), lambda row: context.name(row, "industry_name")),
            Column(
                context.text("column.code"),
                lambda row: f"KSIC {row['ksic_revision']}: {row['codes']}",
            ),
            Column(
                context.text("column.coverage"),
                lambda row: context.text.label("coverage", str(row["coverage"])),
            ),
        )
        if rows
        else None,
    )
