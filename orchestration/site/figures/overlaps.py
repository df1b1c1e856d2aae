"""The overlap of any number of layers, and Figures 5 and 6 of policy report 317."""

from collections.abc import Sequence

from orchestration.site.context import Context, layer_rank
from orchestration.site.figure import ChartRow, Column, Figure, Panel, Table, build_table
from orchestration.site.figures import columns, estimate_findings, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import QueryResult, Row
from orchestration.site.scope import FOCUS, NATION

JOINT = "+"
OF_TOTAL, OF_NATION = "share_of_region_total", "share_of_nation"


@figure("overlap-of-layers", "technology_overlap", "report_overlap", needs_divisions=True)
def overlap_of_layers(context: Context, region: str) -> Figure | None:
    """The share of each combination of layers in the region's smart-city employees."""
    own = "" if context.scope.compares_with_report else "_of_taxonomy"
    texts = f"finding.overlap{own}", f"note.overlap{own}"
    return _figure(context, region, OF_TOTAL, *texts, only_joint=False)


@figure("figure-5", "technology_overlap", "report_overlap", needs_divisions=True)
def figure_5(context: Context) -> Figure | None:
    """The share of each common technology in Seoul's smart-city employees."""
    return _figure(context, FOCUS, OF_TOTAL, "finding.figure_5", "note.figure_5", only_joint=True)


@figure("figure-6", "technology_overlap", "report_overlap", needs_divisions=True)
def figure_6(context: Context) -> Figure | None:
    """Seoul's share of the nation in each common technology."""
    return _figure(context, FOCUS, OF_NATION, "finding.figure_6", "note.figure_6", only_joint=True)


def _figure(
    context: Context, region: str, field: str, finding: str, note: str, *, only_joint: bool
) -> Figure | None:
    result = context.query("overlap", region=region)
    rows = [
        row
        for row in result.where(measure="employees")
        if not only_joint or JOINT in row["combination"]
    ]
    if not rows:
        return None
    return Figure(
        title=_finding(context, rows, region, field, finding),
        unit=context.text(_unit(context, field)),
        note=context.text(note),
        panels=[
            _panel(
                context, [row for row in rows if row["taxonomy_id"] == taxonomy], taxonomy, field
            )
            for taxonomy in context.scope.taxonomies
        ],
        result=result,
        table=_table(context, result, field),
    )


def _finding(context: Context, rows: Sequence[Row], region: str, field: str, finding: str) -> str:
    estimated = [
        row
        for row in estimate_findings.estimated_combinations(context, region, "employees")
        if JOINT in row["combination"]
    ]
    if estimated and not any(
        row[f"{field}_low"] == row[f"{field}_high"] is not None
        for row in _of_subject(context, rows)
    ):
        return _estimated_finding(context, estimated, region, field, finding)
    of_taxonomy = _of_subject(context, rows)
    joint = [row for row in of_taxonomy if JOINT in row["combination"]] or of_taxonomy or list(rows)
    best = max(joint, key=lambda row: (row[f"{field}_low"] or 0.0, row[f"{field}_high"] or 0.0))
    return context.text(
        finding,
        region=context.region_in_text(region),
        combination=combination_name(context, best["combination"]),
        share=columns.share_text(context, best, field),
        year=context.scope.year,
    )


def _of_subject(context: Context, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["taxonomy_id"] == context.scope.subject]


def _estimated_finding(
    context: Context, rows: Sequence[Row], region: str, field: str, finding: str
) -> str:
    """The combination with the largest estimate: of employees, or of the share of the nation."""
    of_nation = field == OF_NATION and region != NATION
    size = "share_estimate" if of_nation else "estimate"
    best = max(rows, key=lambda row: (row[size] or 0.0, row["combination"]))
    write = (
        estimate_findings.share_with_interval
        if of_nation
        else estimate_findings.count_with_interval
    )
    return context.text(
        f"{finding}_estimated",
        region=context.region_in_text(region),
        combination=combination_name(context, best["combination"]),
        size=write(context, best),
        year=context.scope.year,
    )


def _unit(context: Context, field: str) -> str:
    """The text of the unit: on the page of another taxonomy, without the report's industry."""
    is_own = field == OF_TOTAL and not context.scope.compares_with_report
    return "unit.share_of_region_taxonomy" if is_own else f"unit.{field}"


def combination_name(context: Context, combination: str) -> str:
    """The names of the layers of a combination, joined by `+`."""
    return " + ".join(context.layer(layer) for layer in combination.split(JOINT))


def _printed(row: Row, field: str) -> float | None:
    stated, solved = row[f"stated_{field}_2017"], row[f"solved_{field}_2017"]
    return float(stated) if stated is not None else None if solved is None else float(solved)


def _panel(context: Context, rows: Sequence[Row], taxonomy: str, field: str) -> Panel:
    ordered = sorted(rows, key=lambda row: (-row["combination"].count(JOINT), row["combination"]))
    drawn: list[ChartRow] = []
    for row in ordered:
        label = combination_name(context, row["combination"])
        drawn.append(
            {
                **intervals.interval_row(context, row, label, field, _printed(row, field)),
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
            "layer": context.layer(layer),
            "member": layer in row["combination"].split(JOINT),
        }
        for layer in layers
        for row in ordered
    ]
    return Panel(
        "upset",
        drawn,
        context.text("panel.taxonomy", taxonomy=context.taxonomy(taxonomy)),
        legend=intervals.legend(context, drawn),
        sets=sets,
        ceiling=intervals.scale_end(drawn),
    )


def _table(context: Context, result: QueryResult, field: str) -> Table:
    return build_table(
        result.rows,
        columns.taxonomy(context),
        Column(
            context.text("column.combination"),
            lambda row: combination_name(context, row["combination"]),
        ),
        *_letter(context),
        columns.measure(context),
        Column(
            context.text("column.value"),
            lambda row: context.numbers.count_between(row["value_low"], row["value_high"]),
            True,
        ),
        Column(
            context.text(_unit(context, field)),
            lambda row: columns.share_text(context, row, field),
            True,
        ),
        *_printed_columns(context, field),
        columns.status(context),
    )


def _letter(context: Context) -> list[Column]:
    """The letter that the report gives to a combination of its layers."""
    if not context.scope.compares_with_report:
        return []
    return [Column(context.text("column.letter"), lambda row: row["combination_letter"] or "")]


def _printed_columns(context: Context, field: str) -> list[Column]:
    """What the report prints, or what follows from it; nothing for another taxonomy."""
    if not context.scope.compares_with_report:
        return []
    solved = f"solved_{field}_2017"
    return [
        columns.printed_share(context, f"stated_{field}_2017"),
        Column(
            context.text("column.solved"),
            lambda row: "" if row[solved] is None else context.numbers.percent(row[solved]),
            True,
        ),
    ]


def _share_of(context: Context, row: Row, field: str) -> str:
    """A share that follows from Table 8, which suppresses nothing: it is missing only as a share of 0."""
    share = row[field]
    return context.text("word.nothing") if share is None else context.numbers.percent(share)


@figure("overlap-check", "report_overlap")
def overlap_check(context: Context) -> Figure | None:
    """The overlaps implied by Table 8 compared with the percentages in the text of policy report 317."""
    result = context.query("overlap_check")
    contradicted = result.where(check_result="contradicted")
    confirmed = result.where(check_result="confirmed")
    undecided = result.where(check_result="depends_on_rule")
    percent = context.numbers.percent

    def stated_column(field: str) -> Column:
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
            open=len(undecided),
        ),
        unit=context.text("unit.persons_or_establishments"),
        note=context.text("note.overlap_check"),
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            Column(context.text("column.region"), lambda row: context.region(row["region_code"])),
            columns.measure(context),
            Column(context.text("column.letter"), lambda row: row["combination_letter"]),
            Column(
                context.text("column.value"), lambda row: context.numbers.count(row["value"]), True
            ),
            columns.count_between(context, "table_8_range", "table_8_low", "table_8_high"),
            columns.count_between(context, "all_statements_range", "joint_low", "joint_high"),
            Column(
                context.text("unit.share_of_region_total"),
                lambda row: _share_of(context, row, "share_of_region_total"),
                True,
            ),
            stated_column("stated_share_of_region_total"),
            Column(
                context.text("unit.share_of_nation"),
                lambda row: _share_of(context, row, "share_of_nation"),
                True,
            ),
            stated_column("stated_share_of_nation"),
            Column(
                context.text("column.check"),
                lambda row: context.text.label("check_result", row["check_result"]),
            ),
        ),
    )
