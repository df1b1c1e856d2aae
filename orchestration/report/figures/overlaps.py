"""How the layers overlap, for any number of layers, and Figures 5 and 6 of the report."""

from collections.abc import Sequence

from orchestration.report.context import Context, layer_rank
from orchestration.report.figure import ChartRow, Column, Figure, Panel, Table, table
from orchestration.report.figures import marks
from orchestration.report.figures.making import figure
from orchestration.report.marts import Answer, Row
from orchestration.report.scope import FOCUS

JOINT = "+"
OF_TOTAL, OF_NATION = "share_of_region_total", "share_of_nation"


@figure("overlap-of-layers", "technology_overlap", "report_overlap", needs_divisions=True)
def overlap_of_layers(context: Context, region: str) -> Figure | None:
    """Every combination of layers with its share of the region's smart-city employees."""
    return _figure(context, region, OF_TOTAL, "finding.overlap", "note.overlap", only_joint=False)


@figure("figure-5", "technology_overlap", "report_overlap", needs_divisions=True)
def figure_5(context: Context) -> Figure | None:
    """What the common technologies hold of Seoul's smart-city employees."""
    return _figure(context, FOCUS, OF_TOTAL, "finding.figure_5", "note.figure_5", only_joint=True)


@figure("figure-6", "technology_overlap", "report_overlap", needs_divisions=True)
def figure_6(context: Context) -> Figure | None:
    """Seoul's share of the nation in each common technology."""
    return _figure(context, FOCUS, OF_NATION, "finding.figure_6", "note.figure_6", only_joint=True)


def _figure(
    context: Context, region: str, field: str, finding: str, note: str, *, only_joint: bool
) -> Figure | None:
    answer = context.ask("overlap", region=region)
    rows = [
        row
        for row in answer.only(measure="employees")
        if not only_joint or JOINT in row["combination"]
    ]
    if not rows:
        return None
    return Figure(
        title=_finding(context, rows, region, field, finding),
        unit=context.text(f"unit.{field}"),
        note=context.text(note),
        panels=[
            _panel(
                context, [row for row in rows if row["taxonomy_id"] == taxonomy], taxonomy, field
            )
            for taxonomy in context.scope.taxonomies
        ],
        answer=answer,
        table=_table(context, answer, field),
    )


def _finding(context: Context, rows: Sequence[Row], region: str, field: str, finding: str) -> str:
    taxonomy = context.scope.point_taxonomy or context.scope.taxonomies[0]
    here = [row for row in rows if row["taxonomy_id"] == taxonomy]
    joint = [row for row in here if JOINT in row["combination"]] or here or list(rows)
    best = max(joint, key=lambda row: (row[f"{field}_low"] or 0.0, row[f"{field}_high"] or 0.0))
    return context.text(
        finding,
        region=context.region_in_text(region),
        combination=name(context, best["combination"]),
        share=marks.share(context, best, field),
        year=context.scope.year,
    )


def name(context: Context, combination: str) -> str:
    """The layers of a combination by name."""
    return " + ".join(context.text.named("layer", layer) for layer in combination.split(JOINT))


def _printed(row: Row, field: str) -> float | None:
    stated, solved = row[f"stated_{field}_2017"], row[f"solved_{field}_2017"]
    return float(stated) if stated is not None else None if solved is None else float(solved)


def _panel(context: Context, rows: Sequence[Row], taxonomy: str, field: str) -> Panel:
    ordered = sorted(rows, key=lambda row: (-row["combination"].count(JOINT), row["combination"]))
    drawn: list[ChartRow] = []
    for row in ordered:
        label = name(context, row["combination"])
        drawn.append(
            {
                **marks.interval(context, row, label, field, _printed(row, field)),
                "combination": row["combination"],
            }
        )
    layers = sorted(
        {layer for row in ordered for layer in row["combination"].split(JOINT)},
        key=lambda layer: layer_rank({"layer": layer}),
    )
    sets = [
        {
            "combination": row["combination"],
            "layer": context.text.named("layer", layer),
            "member": layer in row["combination"].split(JOINT),
        }
        for layer in layers
        for row in ordered
    ]
    return Panel(
        "upset",
        drawn,
        context.text("panel.taxonomy", taxonomy=context.taxonomy(taxonomy)),
        legend=marks.legend(context, drawn),
        sets=sets,
        ceiling=marks.ceiling(drawn),
    )


def _table(context: Context, answer: Answer, field: str) -> Table:
    return table(
        answer.rows,
        marks.taxonomy(context),
        Column(context.text("column.combination"), lambda row: name(context, row["combination"])),
        Column(context.text("column.letter"), lambda row: row["combination_letter"] or ""),
        marks.measure(context),
        Column(
            context.text("column.value"),
            lambda row: context.numbers.count_between(row["value_low"], row["value_high"]),
            True,
        ),
        Column(context.text(f"unit.{field}"), lambda row: marks.share(context, row, field), True),
        marks.printed_share(context, f"stated_{field}_2017"),
        Column(
            context.text("column.solved"),
            lambda row: (
                ""
                if row[f"solved_{field}_2017"] is None
                else context.numbers.percent(row[f"solved_{field}_2017"])
            ),
            True,
        ),
        marks.status(context),
    )


@figure("overlap-check", "report_overlap")
def overlap_check(context: Context) -> Figure | None:
    """What Table 8 implies for the overlaps, against the percentages that the report states."""
    answer = context.ask("overlap_check")
    contradicted = answer.only(check_result="contradicted")
    confirmed = answer.only(check_result="confirmed")
    open_ = answer.only(check_result="depends_on_rule")
    percent = context.numbers.percent

    def stated(field: str) -> Column:
        return Column(
            context.text(f"column.{field}"),
            lambda row: "" if row[field] is None else percent(row[field]),
            True,
        )

    return Figure(
        title=context.text(
            "finding.overlap_check",
            confirmed=len(confirmed),
            contradicted=len(contradicted),
            open=len(open_),
        ),
        unit=context.text("unit.persons_or_establishments"),
        note=context.text("note.overlap_check"),
        answer=answer,
        table_is_open=True,
        table=table(
            answer.rows,
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            marks.measure(context),
            Column(context.text("column.letter"), lambda row: row["combination_letter"]),
            Column(
                context.text("column.value"), lambda row: context.numbers.count(row["value"]), True
            ),
            marks.between(context, "table_8_range", "table_8_low", "table_8_high"),
            marks.between(context, "all_statements_range", "joint_low", "joint_high"),
            Column(
                context.text("unit.share_of_region_total"),
                lambda row: percent(row["share_of_region_total"]),
                True,
            ),
            stated("stated_share_of_region_total"),
            Column(
                context.text("unit.share_of_nation"),
                lambda row: percent(row["share_of_nation"]),
                True,
            ),
            stated("stated_share_of_nation"),
            Column(
                context.text("column.check"),
                lambda row: context.text.named("check", row["check_result"]),
            ),
        ),
    )
