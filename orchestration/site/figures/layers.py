"""A region's share of the nation by layer, and Figure 1 and Table 8 of policy report 317."""

from functools import partial
from itertools import product

from orchestration.site.context import Context, layer_rank
from orchestration.site.figure import Column, Figure, Panel, build_table
from orchestration.site.figures import columns, intervals
from orchestration.site.figures.estimate_findings import (
    count_with_interval,
    find_estimate,
    share_with_interval,
)
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import QueryResult, Row
from orchestration.site.scope import FOCUS, MEASURES, NATION


@figure("share-by-layer", "smart_city_share", needs_divisions=True)
def share_by_layer(context: Context, region: str, rule: str = "two_or_more") -> Figure | None:
    """The share of the nation in each layer, exact or bounded; for Seoul beside the printed share."""
    compared = (
        region == FOCUS
        and context.scope.compares_with_report
        and context.marts.has_rows("published_figures")
    )
    query = "share_by_layer" if compared else "share_by_layer_alone"
    result = context.query(query, region=region, rule=rule)
    if not result.rows:
        return None
    return Figure(
        title=_finding(context, result, region),
        unit=context.text("unit.share_of_nation"),
        note=context.text("note.printed_other_series" if compared else "note.bounds"),
        panels=_panels(context, result),
        result=result,
        table=build_table(
            sorted(
                result.rows, key=lambda row: (row["taxonomy_id"], row["measure"], layer_rank(row))
            ),
            columns.taxonomy(context),
            Column(context.text("column.layer"), lambda row: context.counted_layer(row)),
            columns.measure(context),
            columns.region_value(context, region),
            columns.nation_value(context),
            columns.share(context),
            *([columns.printed_share(context, "printed_share_2017")] if compared else []),
            columns.status(context),
        ),
    )


def find_total(result: QueryResult, taxonomy: str | None, measure: str) -> Row | None:
    """The row of the total of a taxonomy; None if there is none."""
    found = result.where(taxonomy_id=taxonomy, measure=measure, layer="total")
    return found[0] if found else None


def _finding(context: Context, result: QueryResult, region: str) -> str:
    taxonomy = context.scope.taxonomies[0]
    estimated = {
        measure: row for measure in MEASURES if (row := find_estimate(context, region, measure))
    }
    totals = {measure: find_total(result, taxonomy, measure) for measure in MEASURES}
    known = all(row and row["share"] is not None for row in totals.values())
    written = (
        {measure: share_with_interval(context, row) for measure, row in estimated.items()}
        if len(estimated) == len(MEASURES) and not known
        else {
            measure: columns.share_text(context, row) if row else context.numbers.undisclosed
            for measure, row in totals.items()
        }
    )
    own = "" if context.scope.compares_with_report else "_of_taxonomy"
    return context.text(
        f"finding.share_by_layer{own}",
        region=context.region(region),
        year=context.scope.year,
        taxonomy=context.taxonomy(taxonomy) if own else context.taxonomy_in_text(taxonomy),
        **written,
    )


def _panels(context: Context, result: QueryResult) -> list[Panel]:
    panels = []
    for taxonomy in context.scope.taxonomies:
        groups = {
            measure: [
                intervals.interval_row(
                    context,
                    row,
                    context.counted_layer(row),
                    "share",
                    row.get("printed_share_2017"),
                )
                for row in sorted(
                    result.where(taxonomy_id=taxonomy, measure=measure), key=layer_rank
                )
            ]
            for measure in MEASURES
        }
        end = intervals.scale_end(row for rows in groups.values() for row in rows)
        panels += [
            Panel(
                "intervals",
                rows,
                context.text(
                    "panel.taxonomy_measure",
                    taxonomy=context.taxonomy(taxonomy),
                    measure=context.measure(measure),
                ),
                legend=intervals.legend(context, rows),
                ceiling=end,
            )
            for measure, rows in groups.items()
            if rows
        ]
    return panels


@figure("table-8", "smart_city_scale", "published_figures", needs_divisions=True)
def table_8(context: Context) -> Figure | None:
    """Table 8 of policy report 317 in its layout: as printed, and recomputed with each taxonomy."""
    result = context.query("table_8", region=FOCUS)
    if not result.rows:
        return None
    layers = {
        row["layer"]: context.name(row, "layer_name") for row in sorted(result.rows, key=layer_rank)
    }
    lines = _table_8_lines(result)
    return Figure(
        title=_table_8_finding(context, result),
        unit=context.text("unit.table_8"),
        note=context.text("note.table_8"),
        result=result,
        table_is_open=True,
        table=build_table(
            lines,
            Column(context.text("column.region"), lambda line: context.region(line["region"])),
            columns.measure(context),
            Column(context.text("column.from"), lambda line: _origin(context, line["taxonomy"])),
            *(
                Column(name, partial(_table_8_cell, context, layer), True)
                for layer, name in layers.items()
            ),
        ),
    )


def _table_8_lines(result: QueryResult) -> list[Row]:
    """Per region (Seoul, nation) and measure: the printed row, then one row per taxonomy."""
    taxonomies = sorted({row["taxonomy_id"] for row in result.rows}, reverse=True)
    lines: list[Row] = []
    for region, measure in product((FOCUS, NATION), reversed(MEASURES)):
        for taxonomy in ("", *taxonomies):
            cells = result.where(
                region_code=region, measure=measure, taxonomy_id=taxonomy or taxonomies[0]
            )
            by_place = {(row["layer"], row["counting"]): row for row in cells}
            lines.append(
                {"region": region, "measure": measure, "taxonomy": taxonomy, "cells": by_place}
            )
    return lines


def _origin(context: Context, taxonomy: str) -> str:
    if not taxonomy:
        return context.text("column.printed_2017")
    return f"{context.taxonomy(taxonomy)} ({context.scope.year})"


def _table_8_cell(context: Context, layer: str, line: Row) -> str:
    """A value as in Table 8: the exclusive value, and the inclusive one in brackets."""
    written = [
        _printed_or_computed(context, line["cells"][layer, counting], line["taxonomy"])
        for counting in ("exclusive", "inclusive")
        if (layer, counting) in line["cells"]
    ]
    return f"{written[0]}\n({written[1]})" if len(written) > 1 else "".join(written)


def _printed_or_computed(context: Context, row: Row, taxonomy: str) -> str:
    if taxonomy:
        return context.numbers.count_between(row["value_low"], row["value_high"])
    return "" if row["printed_2017"] is None else context.numbers.count(row["printed_2017"])


def _table_8_finding(context: Context, result: QueryResult) -> str:
    present = {row["taxonomy_id"] for row in result.rows}
    taxonomy = next(name for name in context.scope.taxonomies if name in present)
    row = result.where(taxonomy_id=taxonomy, region_code=FOCUS, measure="employees", layer="total")[
        0
    ]
    estimate = find_estimate(context, FOCUS, "employees", rule="table_8")
    return context.text(
        "finding.table_8",
        region=context.region(FOCUS),
        year=context.scope.year,
        taxonomy=context.taxonomy_in_text(taxonomy),
        ours=_size(context, row, estimate),
        printed=context.numbers.short(row["printed_2017"]) if row["printed_2017"] else "",
    )


def _size(context: Context, row: Row, estimate: Row | None) -> str:
    """The exact value, else the estimate with its interval, else the bounds."""
    if row["value"] is not None:
        return context.numbers.short(row["value"])
    if estimate:
        return count_with_interval(context, estimate)
    return context.numbers.count_between(row["value_low"], row["value_high"])


@figure("figure-1", "smart_city_share", "published_figures", needs_divisions=True)
def figure_1(context: Context) -> Figure | None:
    """Figure 1 of policy report 317: Seoul's share by layer under the common rule of Table 8."""
    found = share_by_layer(context, FOCUS, "table_8")
    result = found.result
    if result is None:
        return None
    common = [
        row
        for row in result.where(measure="employees", layer="common")
        if row["taxonomy_id"] == context.scope.subject
    ]
    estimate = find_estimate(context, FOCUS, "employees", layer="common", rule="table_8")
    title = (
        context.text(
            "finding.figure_1",
            region=context.region(FOCUS),
            ours=share_with_interval(context, estimate)
            if estimate and common[0]["share"] is None
            else columns.share_text(context, common[0]),
            printed=context.numbers.percent(common[0]["printed_share_2017"]),
            year=context.scope.year,
        )
        if common and common[0]["printed_share_2017"] is not None
        else found.title
    )
    return Figure(
        title=title,
        unit=found.unit,
        note=found.note,
        panels=found.panels,
        table=found.table,
        result=result,
    )
