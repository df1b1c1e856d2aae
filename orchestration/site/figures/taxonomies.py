"""What a taxonomy is, the shares of its industries, and the list of its codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orchestration.contracts.credit import name_agency
from orchestration.site.context import Context, layer_rank
from orchestration.site.figure import Column, Figure, Panel, build_table
from orchestration.site.figures import columns, intervals
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.marts import Row
from orchestration.site.scope import LAST_LAYERS, MEASURES

MOST_DRAWN = 24
"""Industries of a layer that are drawn; the table has all."""
MOST_PANELS = 8


@dataclass(frozen=True)
class Description:
    """A taxonomy for readers: its name, where it was published, and how large it is."""

    taxonomy_id: str
    name: str
    facts: tuple[tuple[str, str], ...]
    """Label and text, in order; what the file does not say is left out."""
    address: str


def describe(context: Context) -> list[Description]:
    """Every taxonomy, the most important first."""
    if not context.marts.has_rows("taxonomy_list"):
        return []
    by_id = {row["taxonomy_id"]: row for row in context.marts.query("taxonomies").rows}
    names = [*context.scope.featured, *context.scope.by_importance]
    return [_description(context, by_id[name]) for name in dict.fromkeys(names) if name in by_id]


def _description(context: Context, row: Row) -> Description:
    text, count = context.text, context.numbers.count
    size = text(
        "taxonomies.size",
        layers=count(row["layers"]),
        industries=count(row["industries"]),
        codes=count(row["codes"]),
    )
    if row["partial_codes"]:
        size += text("taxonomies.partial", codes=count(row["partial_codes"]))
    facts = {
        "agency": context.name(row, "agency"),
        "notice": " ".join(str(row[part]) for part in ("notice", "notice_date") if row[part]),
        "valid_from": str(row["valid_from"] or ""),
        "revision": ", ".join(f"KSIC {revision}" for revision in row["revisions"].split(",")),
        "size_label": size,
        "file": str(row["file_name"] or ""),
    }
    address = str(row["source_url"] or "")
    return Description(
        str(row["taxonomy_id"]),
        context.taxonomy(row["taxonomy_id"]),
        tuple((text(f"taxonomies.{key}"), value) for key, value in facts.items() if value),
        address if address.startswith(("https://", "http://")) else "",
    )


def has_several_layers(context: Context) -> bool:
    """Whether the taxonomies of the page have more than one layer, so that layers can overlap."""
    layers = {row["layer"] for row in context.query("layers").rows} - set(LAST_LAYERS)
    return len(layers) > 1


@figure("shares-by-industry", "smart_city_industry", needs_divisions=True)
def shares_by_industry(context: Context, region: str) -> Figure | None:
    """The region's share of the nation in each industry of each layer."""
    result = context.query("industries_of_taxonomy", region=region)
    if not result.rows:
        return None
    by_layer: dict[str, list[Row]] = {}
    for row in sorted(result.where(measure=MEASURES[0]), key=layer_rank):
        by_layer.setdefault(row["layer"], []).append(row)
    return Figure(
        title=_industry_finding(context, result.where(measure=MEASURES[0]), region),
        unit=context.text("unit.share_of_nation_employees"),
        note=context.text("note.bounds"),
        panels=[_panel(context, rows) for rows in list(by_layer.values())[:MOST_PANELS]],
        result=result,
        table=build_table(
            sorted(
                result.rows, key=lambda row: (*layer_rank(row), row["industry"], row["measure"])
            ),
            Column(context.text("column.layer"), lambda row: context.name(row, "layer_name")),
            Column(context.text("column.industry"), lambda row: context.name(row, "industry_name")),
            columns.measure(context),
            columns.region_value(context, region),
            columns.nation_value(context),
            columns.share(context),
            columns.status(context),
        ),
    )


def _panel(context: Context, rows: Sequence[Row]) -> Panel:
    drawn = [
        intervals.interval_row(context, row, context.name(row, "industry_name"), "share")
        for row in rows[:MOST_DRAWN]
    ]
    return Panel(
        "intervals",
        drawn,
        context.name(rows[0], "layer_name"),
        legend=intervals.legend(context, drawn),
        ceiling=1.0,
    )


def _industry_finding(context: Context, rows: Sequence[Row], region: str) -> str:
    known = [row for row in rows if row["share_low"] is not None]
    if not known:
        return context.text("finding.industries_unknown", region=context.region(region))
    best = max(known, key=lambda row: (row["share_low"], -row["share_high"]))
    return context.text(
        "finding.industries_of_taxonomy",
        region=context.region(region),
        industry=context.name(best, "industry_name"),
        share=columns.share_text(context, best),
        year=context.scope.year,
    )


@figure("codes", "taxonomy_codes")
def codes(context: Context) -> Figure | None:
    """Every code of a taxonomy with its place in it."""
    result = context.query("codes_of_taxonomy")
    if not result.rows:
        return None
    levels = {
        (row["layer"], row["industry"]): row for row in context.query("levels_of_taxonomy").rows
    }
    return Figure(
        title=context.text(
            "finding.codes",
            taxonomy=context.taxonomy(result.rows[0]["taxonomy_id"]),
            number=context.numbers.count(len({row["ksic_code"] for row in result.rows})),
        ),
        note=context.text("note.codes"),
        sources=_published_by(context),
        result=result,
        table_is_open=True,
        table=build_table(
            result.rows,
            Column(context.text("column.layer"), lambda row: context.name(row, "layer_name")),
            Column(context.text("column.industry"), lambda row: _place(context, levels, row)),
            Column(context.text("column.code"), lambda row: str(row["ksic_code"])),
            Column(context.text("column.name"), lambda row: context.name(row, "ksic_name")),
            Column(context.text("column.coverage"), lambda row: _coverage(context, row)),
            Column(context.text("column.evidence"), lambda row: _evidence(row)),
        ),
    )


def _published_by(context: Context) -> list[str]:
    """The agency and notice of a taxonomy, or its file; empty where the attribution says it."""
    if context.scope.compares_with_report:
        return []
    found = context.query("taxonomies").rows
    return [
        name_agency(context.name(row, "agency"), str(row["notice"] or "")) or str(row["file_name"])
        for row in found
    ]


def _place(context: Context, levels: Mapping[tuple[str, str], Row], row: Row) -> str:
    """The industries above a code from the top down, each with the agency's own code."""
    named: list[str] = []
    industry = row["industry"]
    while industry not in (None, "all") and (level := levels.get((row["layer"], industry))):
        named.insert(0, f"{level['own_code'] or ''} {context.name(level, 'name')}".strip())
        industry = level["parent"]
    return " › ".join(named)


def _coverage(context: Context, row: Row) -> str:
    share = row["part_share"]
    word = context.text.label("coverage", str(row["coverage"]))
    return word if share is None else f"{word} ({context.numbers.percent(share)})"


def _evidence(row: Row) -> str:
    return "; ".join(str(row[part]) for part in ("evidence", "note") if row[part])
