"""Two taxonomies compared: the share of each province, the codes, and the effect of each code."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from orchestration.site.classification import read_classification
from orchestration.site.context import Context
from orchestration.site.figure import Column, Figure, Panel, build_table
from orchestration.site.figures import columns
from orchestration.site.figures.estimates import estimate_row, legend, middle, scale_end
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.known import write_bounds, write_known
from orchestration.site.marts import Row
from orchestration.site.scope import FOCUS
from orchestration.site.taxonomy_difference.codes import FULL, NONE
from orchestration.site.taxonomy_difference.difference import (
    CodeDifference,
    TaxonomyDifference,
    compare_taxonomies,
    latest_period,
    query_regions,
)

MOST_EFFECTS = 12
"""Codes that are listed with their effect; the command lists all."""
MARTS = ("smart_city_share", "smart_city_estimate", "industry_share", "industry_estimate")
KINDS = {(FULL, FULL): "in_both", (FULL, NONE): "in_first", (NONE, FULL): "in_second"}
"""What the two have of a code, in the order of the table, and its text; codes in part follow."""
Pair = tuple[str, str]


def compare(context: Context, pair: Pair) -> TaxonomyDifference | None:
    """The comparison for the employees of the focus region; None without data of divisions."""
    period = latest_period(context.marts)
    return compare_taxonomies(context.marts, *pair, period, FOCUS) if period else None


@figure("difference-by-region", *MARTS)
def difference_by_region(context: Context, pair: Pair) -> Figure | None:
    """Each province's share of the nation's employees under both taxonomies, and its change."""
    period = latest_period(context.marts)
    if period is None:
        return None
    result = query_regions(context.marts, *pair, period)
    rows = [row for row in result.rows if row["region_code"] in context.scope.provinces]
    if not rows:
        return None
    return Figure(
        title=_region_finding(context, rows, pair, period.year),
        unit=context.text("unit.share_of_nation_employees"),
        note=context.text("note.difference_by_region", year=period.year),
        sources=_sources(context, pair, with_census=True),
        panels=_panels(context, rows, pair),
        result=result,
        table=build_table(
            rows,
            columns.region(context),
            *_columns_of_side(context, "first", pair[0]),
            *_columns_of_side(context, "second", pair[1]),
            Column(context.text("column.difference"), lambda row: _change(context, row), True),
            Column(
                context.text("column.difference_bounds"),
                lambda row: context.numbers.points_between(row["change_low"], row["change_high"]),
                True,
            ),
        ),
    )


def _sources(context: Context, pair: Pair, *, with_census: bool) -> list[str]:
    """The attributions of both taxonomies, after that of the census."""
    census = context.sources([]) if with_census else []
    return census + context.sources(
        {"taxonomy_id": name, "source_id": "taxonomies"} for name in pair
    )


def _region_finding(context: Context, rows: list[Row], pair: Pair, year: int) -> str:
    row = next((row for row in rows if row["region_code"] == FOCUS), rows[0])
    return context.text(
        "finding.difference_by_region",
        region=context.region(row["region_code"]),
        first=context.taxonomy(pair[0]),
        second=context.taxonomy(pair[1]),
        first_share=write_known(context, _side(row, "first"), "share"),
        second_share=write_known(context, _side(row, "second"), "share"),
        year=year,
    )


def _columns_of_side(context: Context, side: str, taxonomy: str) -> list[Column]:
    name = context.taxonomy(taxonomy)
    return [
        Column(name, lambda row: write_known(context, _side(row, side), "share"), True),
        Column(
            context.text("column.bounds_of", taxonomy=name),
            lambda row: write_bounds(context, _side(row, side), "share"),
            True,
        ),
    ]


def _side(row: Row, side: str) -> Mapping[str, Any]:
    """One side of a row, with the names of `smart_city_share` and `smart_city_estimate`."""
    return {
        "share_low": row[f"{side}_low"],
        "share_high": row[f"{side}_high"],
        "share_estimate": row[f"{side}_estimate"],
        "share_estimate_low_80": row[f"{side}_estimate_low"],
        "share_estimate_high_80": row[f"{side}_estimate_high"],
        "reliability_in_nation": row[f"{side}_reliability"],
        "status": row[f"{side}_status"],
    }


def _change(context: Context, row: Row) -> str:
    """The change of the exact values or estimates; empty where a side has only an interval or bounds."""
    if row["change"] is None:
        return ""
    written = context.numbers.points(row["change"])
    is_exact = row["change_low"] == row["change_high"]
    return written if is_exact else context.text("estimate.about", value=written)


def _panels(context: Context, rows: list[Row], pair: Pair) -> list[Panel]:
    """One chart per taxonomy, with the same order of provinces and the same scale."""
    ordered = sorted(rows, key=lambda row: (-middle(_side(row, "first")), row["region_code"]))
    drawn = [
        [
            estimate_row(
                context,
                {**_side(row, side), "taxonomy_id": taxonomy},
                "share",
                context.region(row["region_code"]),
            )
            for row in ordered
        ]
        for side, taxonomy in zip(("first", "second"), pair, strict=True)
    ]
    ceiling = scale_end(row for side in drawn for row in side)
    return [
        Panel(
            "estimates",
            side,
            context.taxonomy(taxonomy),
            legend=legend(context, side),
            ceiling=ceiling,
        )
        for side, taxonomy in zip(drawn, pair, strict=True)
    ]


@figure("difference-of-codes", "taxonomy_codes", *MARTS)
def difference_of_codes(context: Context, pair: Pair) -> Figure | None:
    """The codes in both taxonomies, in one only, and in part."""
    found = compare(context, pair)
    if found is None:
        return None
    by_kind: dict[Pair, list[str]] = defaultdict(list)
    for code in found.codes:
        by_kind[code.first, code.second].append(code.ksic_code)
    order = [*KINDS, *sorted(by_kind.keys() - set(KINDS))]
    rows = [{"kind": kind, "codes": by_kind[kind]} for kind in order if kind in by_kind]
    count = context.numbers.count
    return Figure(
        title=context.text(
            "finding.difference_of_codes",
            both=count(len(found.in_both())),
            first=context.taxonomy(pair[0]),
            only_first=count(len(found.only_in_first())),
            second=context.taxonomy(pair[1]),
            only_second=count(len(found.only_in_second())),
            part=count(len(found.in_part())),
        ),
        note=context.text(
            "note.difference_of_codes",
            revision=found.ksic_revision,
            first=context.taxonomy(pair[0]),
            second=context.taxonomy(pair[1]),
        ),
        sources=_sources(context, pair, with_census=False),
        table_is_open=True,
        table=build_table(
            rows,
            Column(context.text("column.coverage"), lambda row: _kinds(context, row["kind"])),
            Column(context.text("column.codes"), lambda row: count(len(row["codes"])), True),
            Column(context.text("column.code"), lambda row: ", ".join(row["codes"])),
        ),
    )


@figure("effect-of-codes", "taxonomy_codes", *MARTS)
def effect_of_codes(context: Context, pair: Pair) -> Figure | None:
    """The codes that change the focus region's share most, each alone."""
    found = compare(context, pair)
    if found is None:
        return None
    known = [code for code in found.different() if code.effect is not None]
    names = {"region": context.region(FOCUS), "first": context.taxonomy(pair[0])}
    sources = _sources(context, pair, with_census=True)
    if not known:
        return Figure(
            title=context.text("finding.effect_of_codes_unknown", **names), sources=sources
        )
    industries = read_classification(found.ksic_revision)

    def name_of(code: CodeDifference) -> str:
        return f"{code.ksic_code} {industries[code.ksic_code].names[context.language]}"

    return Figure(
        title=context.text(
            "finding.effect_of_codes",
            **names,
            code=name_of(known[0]),
            effect=_effect(context, known[0]),
        ),
        note=context.text("note.effect_of_codes", **names, shown=MOST_EFFECTS, year=found.year),
        sources=sources,
        table_is_open=True,
        table=build_table(
            [{"of": code} for code in known[:MOST_EFFECTS]],
            Column(
                context.text("column.industry"),
                lambda row: columns.industry_link(context, row["of"].ksic_code, name_of(row["of"])),
            ),
            Column(context.taxonomy(pair[0]), lambda row: _kind(context, row["of"].first)),
            Column(context.taxonomy(pair[1]), lambda row: _kind(context, row["of"].second)),
            Column(context.text("column.effect"), lambda row: _effect(context, row["of"]), True),
        ),
    )


def _effect(context: Context, code: CodeDifference) -> str:
    written = context.numbers.points(code.effect, 2)
    return context.text("estimate.about", value=written) if code.is_estimate else written


def _kinds(context: Context, kinds: Pair) -> str:
    """What both have of a code; short, so that the table fits on a telephone."""
    if kinds in KINDS:
        return context.text(f"word.{KINDS[kinds]}")
    return " / ".join(_kind(context, kind) for kind in kinds)


def _kind(context: Context, kind: str) -> str:
    return (
        context.text("word.not_in_taxonomy")
        if kind == NONE
        else context.text.label("coverage", kind)
    )
