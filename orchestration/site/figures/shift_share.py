"""Shift-share analysis: national growth, industry mix and regional effect."""

from collections.abc import Callable

from orchestration.site.context import Context
from orchestration.site.figure import (
    ChartRow,
    Column,
    Figure,
    LegendEntry,
    Panel,
    Table,
    build_table,
)
from orchestration.site.figures import columns
from orchestration.site.figures.figure_decorator import figure
from orchestration.site.figures.notes import (
    add_territory_remark,
    join_notes,
    scope_name,
    scope_note,
    territory_note,
)
from orchestration.site.marts import Row

PARTS = ("national", "mix", "regional")
FURTHER = ("dynamic_regional", "competitive", "allocation")


@figure("shift-share-of-provinces", "shift_share")
def shift_share_of_provinces(context: Context) -> Figure | None:
    """The change in employees of each province, summed over the sections."""
    result = context.query("shift_share_regions", first_year=context.scope.first_year)
    if not result.rows:
        return None
    changed = [row["region_code"] for row in result.rows if row["crosses_region_change"]]
    ranked = sorted(
        (
            row
            for row in result.rows
            if not row["sections_not_published"] and not row["crosses_region_change"]
        ),
        key=lambda row: row["regional"],
    )
    if not ranked:
        return None
    return Figure(
        title=_finding(
            context,
            "finding.shift_share_provinces",
            ranked[-1],
            ranked[0],
            lambda row: context.region(row["region_code"]),
        ),
        unit=context.text("unit.persons"),
        note=join_notes(
            scope_note(context, of_taxonomy=False),
            context.text("note.shift_share"),
            _reclassified(context, result.rows[0]["sections_reclassified"]),
            territory_note(context, changed),
            context.text("note.not_ranked") if changed else "",
        ),
        panels=[_panel(context, result.rows, lambda row: _region(context, row))],
        result=result,
        table=_table(
            context,
            result.rows,
            Column(context.text("column.region"), lambda row: _region(context, row)),
        ),
    )


@figure("shift-share-of-taxonomy", "shift_share", "industry_share", needs_divisions=True)
def shift_share_of_taxonomy(context: Context, region: str) -> Figure | None:
    """The change in employees of one province in the divisions that hold codes of the taxonomy."""
    if not context.scope.own_divisions:
        return None
    result = context.query(
        "shift_share_taxonomy",
        region=region,
        first_year=context.scope.first_year,
        taxonomy=context.scope.subject or "",
    )
    known = [row for row in result.rows if row["change"] is not None]
    if not known:
        return None
    return Figure(
        title=add_territory_remark(
            context,
            _finding(
                context,
                "finding.shift_share",
                max(known, key=lambda row: row["regional"]),
                min(known, key=lambda row: row["regional"]),
                lambda row: context.name(row, "industry_name"),
                region=context.region(region),
                industries=scope_name(context, of_taxonomy=True),
            ),
            region,
        ),
        unit=context.text("unit.persons"),
        note=join_notes(
            scope_note(context, of_taxonomy=True),
            context.text("note.shift_share"),
            territory_note(context, [region]),
        ),
        panels=[_panel(context, result.rows, lambda row: context.name(row, "industry_name"))],
        result=result,
        table=_table(context, result.rows, columns.industry(context), columns.status(context)),
    )


@figure("shift-share", "shift_share", "industry_share")
def shift_share_of_region(context: Context, region: str) -> Figure | None:
    """The change in employees of one province, by section."""
    result = context.query(
        "shift_share_sections", region=region, first_year=context.scope.first_year
    )
    known = [row for row in result.rows if row["change"] is not None]
    if not known:
        return None
    changed = [row for row in result.rows if row["status"] == "reclassified"]
    best = max(known, key=lambda row: row["regional"])
    worst = min(known, key=lambda row: row["regional"])
    return Figure(
        title=add_territory_remark(
            context,
            _finding(
                context,
                "finding.shift_share",
                best,
                worst,
                lambda row: _section(context, row),
                region=context.region(region),
                industries=scope_name(context, of_taxonomy=False),
            ),
            region,
        ),
        unit=context.text("unit.persons"),
        note=join_notes(
            scope_note(context, of_taxonomy=False),
            context.text("note.shift_share"),
            _reclassified(context, ", ".join(row["ksic_code"] for row in changed)),
            territory_note(context, [region]),
        ),
        panels=[_panel(context, result.rows, lambda row: _section(context, row))],
        result=result,
        table=_table(
            context,
            result.rows,
            Column(context.text("column.industry"), lambda row: _section(context, row)),
            columns.status(context),
        ),
    )


def _finding(
    context: Context, key: str, most: Row, least: Row, name: Callable[[Row], str], **values: str
) -> str:
    """The finding about the largest and the smallest regional effect, which may have the same sign."""
    gains_and_losses = most["regional"] > 0 > least["regional"]
    return context.text(
        key if gains_and_losses else f"{key}_one_way",
        most=name(most),
        most_size=context.numbers.count(abs(most["regional"])),
        most_value=context.numbers.signed(most["regional"]),
        least=name(least),
        least_size=context.numbers.count(abs(least["regional"])),
        least_value=context.numbers.signed(least["regional"]),
        from_year=context.scope.first_year,
        to_year=context.scope.year,
        **values,
    )


def _reclassified(context: Context, sections: str | None) -> str:
    """Which sections are left out because KSIC changed; empty where none is."""
    if not sections:
        return ""
    return context.text(
        "note.reclassified",
        sections=sections,
        from_year=context.scope.first_year,
        to_year=context.scope.year,
    )


def _missing(context: Context, row: Row) -> str:
    """Why a row has no parts."""
    if row.get("status") == "reclassified":
        return context.text.label("status", "reclassified")
    return context.numbers.undisclosed


def _region(context: Context, row: Row) -> str:
    """The name of a region, with * if its territory changed."""
    name = context.region(row["region_code"])
    return f"{name}*" if row["crosses_region_change"] else name


def _section(context: Context, row: Row) -> str:
    """The name of a section without the range of its divisions."""
    return context.name(row, "industry_name").split("(")[0].strip() or row["ksic_code"]


def _panel(context: Context, rows: tuple[Row, ...], label: Callable[[Row], str]) -> Panel:
    names = [context.text(f"part.{part}") for part in (*PARTS, "change")]
    legend = [
        *(LegendEntry(f"slot-{number}", name) for number, name in enumerate(names[:-1], 1)),
        LegendEntry("net", names[-1]),
    ]
    drawn = [_bar(context, row, label(row)) for row in rows]
    return Panel("stacks", drawn, unit="count", legend=legend, parts=names)


def _bar(context: Context, row: Row, label: str) -> ChartRow:
    """One row of a chart: the parts in their order, and the change; a note where they are not known."""
    if row["change"] is None or row.get("sections_not_published"):
        return {"label": label, "note": _missing(context, row), "tip": _missing(context, row)}
    parts = {f"part_{number}": float(row[part]) for number, part in enumerate(PARTS, 1)}
    return {"label": label, **parts, "exact": float(row["change"])}


def _table(context: Context, rows: tuple[Row, ...], first: Column, *last: Column) -> Table:
    def written(field: str) -> Column:
        return Column(
            context.text(f"part.{field}"),
            lambda row: _part_text(context, row, field),
            is_number=True,
        )

    return build_table(
        rows, first, *(written(part) for part in ("change", *PARTS, *FURTHER)), *last
    )


def _part_text(context: Context, row: Row, field: str) -> str:
    """A part as text; empty where it is not defined although the change is known (growth from 0)."""
    if row["change"] is None or row.get("sections_not_published"):
        return _missing(context, row)
    return "" if row[field] is None else context.numbers.signed(row[field])
