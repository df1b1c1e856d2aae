"""A region's share of the nation in each layer, and Figure 1 and Table 8 of the report."""

from functools import partial
from itertools import product

from orchestration.report.context import Context, layer_rank
from orchestration.report.figure import Column, Figure, Panel, table
from orchestration.report.figures import marks
from orchestration.report.figures.making import figure
from orchestration.report.marts import Answer, Row
from orchestration.report.scope import FOCUS, MEASURES, NATION


@figure("share-by-layer", "smart_city_share", needs_divisions=True)
def share_by_layer(context: Context, region: str, rule: str = "two_or_more") -> Figure | None:
    """The share of the nation in each layer, known or bounded, beside what the report printed."""
    compared = region == FOCUS and context.marts.has("published_figures")
    query = "share_by_layer" if compared else "share_by_layer_alone"
    answer = context.ask(query, region=region, rule=rule)
    if not answer.rows:
        return None
    return Figure(
        title=_finding(context, answer, region),
        unit=context.text("unit.share_of_nation"),
        note=context.text("note.printed_other_series" if compared else "note.bounds"),
        panels=_panels(context, answer),
        answer=answer,
        table=table(
            sorted(
                answer.rows, key=lambda row: (row["taxonomy_id"], row["measure"], layer_rank(row))
            ),
            marks.taxonomy(context),
            Column(context.text("column.layer"), lambda row: context.name(row, "layer_name")),
            marks.measure(context),
            Column(
                context.text("column.region_value", region=context.region(region)),
                lambda row: context.numbers.count_between(row["value_low"], row["value_high"]),
                True,
            ),
            Column(
                context.text("column.nation_value"),
                lambda row: context.numbers.count_between(
                    row["national_value_low"], row["national_value_high"]
                ),
                True,
            ),
            Column(context.text("column.share"), lambda row: marks.share(context, row), True),
            *([marks.printed_share(context, "printed_share_2017")] if compared else []),
            marks.status(context),
        ),
    )


def total(answer: Answer, taxonomy: str | None, measure: str) -> Row | None:
    """The row of the total of a classification."""
    found = answer.only(taxonomy_id=taxonomy, measure=measure, layer="total")
    return found[0] if found else None


def _finding(context: Context, answer: Answer, region: str) -> str:
    taxonomy = context.scope.point_taxonomy or context.scope.taxonomies[0]
    shares = {measure: total(answer, taxonomy, measure) for measure in MEASURES}
    written = {
        measure: marks.share(context, row) if row else context.numbers.hidden
        for measure, row in shares.items()
    }
    return context.text(
        "finding.share_by_layer",
        region=context.region(region),
        year=context.scope.year,
        taxonomy=context.taxonomy_in_text(taxonomy),
        **written,
    )


def _panels(context: Context, answer: Answer) -> list[Panel]:
    panels = []
    for taxonomy in context.scope.taxonomies:
        groups = {
            measure: [
                marks.interval(
                    context,
                    row,
                    context.name(row, "layer_name"),
                    "share",
                    row.get("printed_share_2017"),
                )
                for row in sorted(
                    answer.only(taxonomy_id=taxonomy, measure=measure), key=layer_rank
                )
            ]
            for measure in MEASURES
        }
        end = marks.ceiling(row for rows in groups.values() for row in rows)
        panels += [
            Panel(
                "intervals",
                rows,
                context.text(
                    "panel.taxonomy_measure",
                    taxonomy=context.taxonomy(taxonomy),
                    measure=context.measure(measure),
                ),
                legend=marks.legend(context, rows),
                ceiling=end,
            )
            for measure, rows in groups.items()
            if rows
        ]
    return panels


@figure("table-8", "smart_city_scale", "published_figures", needs_divisions=True)
def table_8(context: Context) -> Figure | None:
    """The report's Table 8 in its own layout: what was printed, and ours in each classification."""
    answer = context.ask("table_8", region=FOCUS)
    if not answer.rows:
        return None
    layers = {
        row["layer"]: context.name(row, "layer_name") for row in sorted(answer.rows, key=layer_rank)
    }
    lines = _table_8_lines(answer)
    return Figure(
        title=_table_8_finding(context, answer),
        unit=context.text("unit.table_8"),
        note=context.text("note.table_8"),
        answer=answer,
        table_is_open=True,
        table=table(
            lines,
            Column(context.text("column.region"), lambda line: context.region(line["region"])),
            marks.measure(context),
            Column(context.text("column.from"), lambda line: _origin(context, line["taxonomy"])),
            *(
                Column(name, partial(_table_8_cell, context, layer), True)
                for layer, name in layers.items()
            ),
        ),
    )


def _table_8_lines(answer: Answer) -> list[Row]:
    """For Seoul and the nation, either measure: the printed line, then one a classification."""
    taxonomies = sorted({row["taxonomy_id"] for row in answer.rows}, reverse=True)
    lines: list[Row] = []
    for region, measure in product((FOCUS, NATION), reversed(MEASURES)):
        for taxonomy in ("", *taxonomies):
            cells = answer.only(
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
    """A value as the report writes it: without the common part, and with it in brackets."""
    written = [
        _printed_or_ours(context, line["cells"][layer, counting], line["taxonomy"])
        for counting in ("exclusive", "inclusive")
        if (layer, counting) in line["cells"]
    ]
    return f"{written[0]}\n({written[1]})" if len(written) > 1 else "".join(written)


def _printed_or_ours(context: Context, row: Row, taxonomy: str) -> str:
    if taxonomy:
        return context.numbers.count_between(row["value_low"], row["value_high"])
    return "" if row["printed_2017"] is None else context.numbers.count(row["printed_2017"])


def _table_8_finding(context: Context, answer: Answer) -> str:
    there = {row["taxonomy_id"] for row in answer.rows}
    taxonomy = next(name for name in context.scope.taxonomies if name in there)
    row = answer.only(taxonomy_id=taxonomy, region_code=FOCUS, measure="employees", layer="total")[
        0
    ]
    return context.text(
        "finding.table_8",
        region=context.region(FOCUS),
        year=context.scope.year,
        taxonomy=context.taxonomy_in_text(taxonomy),
        ours=context.numbers.short(row["value"])
        if row["value"] is not None
        else context.numbers.count_between(row["value_low"], row["value_high"]),
        printed=context.numbers.short(row["printed_2017"]) if row["printed_2017"] else "",
    )


@figure("figure-1", "smart_city_share", "published_figures", needs_divisions=True)
def figure_1(context: Context) -> Figure | None:
    """The report's Figure 1: Seoul's share by layer under the rule of Table 8."""
    found = share_by_layer(context, FOCUS, "table_8")
    answer = found.answer
    if answer is None:
        return None
    common = [
        row
        for row in answer.only(measure="employees", layer="common")
        if row["taxonomy_id"] == (context.scope.point_taxonomy or context.scope.taxonomies[0])
    ]
    title = (
        context.text(
            "finding.figure_1",
            region=context.region(FOCUS),
            ours=marks.share(context, common[0]),
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
        answer=answer,
    )
