"""Insured persons and workplaces of the National Pension, from published aggregates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from orchestration.trace.cells import Range
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import operand
from orchestration.trace.model import NotRecomputed, Number, Operand, SourceCell
from orchestration.trace.pension import (
    NATION,
    UNPLACED,
    PensionMonth,
    PensionSet,
    months_of,
    pension_set,
)
from orchestration.trace.taxonomy import SetOfLeaves

THRESHOLD = 3
_LISTED = "listed pairs, and what the others can have of the nation and of the region's total"
_SHARE = "region ÷ nation, the other regions at their most (least)"
_POINT = "where least and greatest are one"


def pension_share(row: Row, context: TraceContext) -> RecomputedRow:
    """`pension_share`: a set of a taxonomy in a region."""
    month = _month(row, context)
    wanted = _wanted(str(row["set_id"]))
    taxonomy = context.taxonomies[row["taxonomy_id"]]
    set_ = _set(month, row["taxonomy_id"], wanted, context)
    hidden = row["measure"] == "insured" and _is_few(set_.workplaces().high)
    if row["measure"] == "workplaces":
        bounds = nation = set_.workplaces()
        least, most = (Range(1, 1), Range(1, 1)) if nation.high else (None, None)
    else:
        bounds, nation = set_.bounds(row["region_code"]), set_.nation()
        least, most = set_.share(row["region_code"]) or (None, None)
    figures = [
        *_range("value", bounds, _LISTED, hidden),
        RecomputedNumber("national_value_low", nation.low, _LISTED, bound="low", hidden=hidden),
        RecomputedNumber("national_value_high", nation.high, _LISTED, bound="high", hidden=hidden),
        *_shares(least, most, hidden),
    ]
    return RecomputedRow(
        figures,
        status=_status(bounds, hidden),
        cells=_cells(month, set_, row["region_code"]),
        codes=taxonomy.code_uses(taxonomy.leaves(wanted)),
        files=[month.file, taxonomy.file],
        notes=("all pairs and totals of the month bound what is not listed",),
    )


def nps_monthly(row: Row, context: TraceContext) -> RecomputedRow:
    """`nps_monthly`: a class, a layer, everything, or what matches no class."""
    month, region, code = _month(row, context), row["region_code"], row["ksic_code"]
    if row["layer"] != "all":
        wanted = (
            SetOfLeaves("total")
            if row["layer"] == "total"
            else SetOfLeaves("layer", layer=row["layer"])
        )
        set_ = _set(month, row["taxonomy_id"], wanted, context)
        places = set_.workplaces()
        counted = places.low if region == NATION and places.low == places.high else None
        bounds, few, cells = set_.bounds(region), _is_few(places.high), _cells(month, set_, region)
    elif code == "TOTAL":
        bounds, few = _total(month, region), False
        line = month.totals.get(region)
        counted = line.workplaces if line else None
        cells = [month.cell(f"total region {region}", line, "in full")] if line else []
    elif code == "UNMATCHED":
        bounds, few, counted, cells = _unmatched(month, region), False, None, []
    else:
        names = frozenset(n for n, c in month.code_of.items() if c == code)
        own = PensionSet(month, names, frozenset(), 0)
        places = own.workplaces()
        few, counted = _is_few(places.high), places.low if region == NATION else None
        bounds = own.nation() if region == NATION else _class(month, names, region)
        cells = _cells(month, own, region)
    figures = [
        RecomputedNumber("workplaces", counted, "workplaces of the nation's rows"),
        *_range("insured", bounds, _LISTED, few),
    ]
    return RecomputedRow(figures, status=_status(bounds, few), cells=cells, files=[month.file])


def nps_unmatched_names(row: Row, context: TraceContext) -> RecomputedRow:
    """`nps_unmatched_names`: a name of the nation that no class has."""
    month, name = _month(row, context), str(row["industry_name"])
    if name.startswith("(no industry "):
        line = month.nameless[int(name.removeprefix("(no industry ").removesuffix(")")) - 1]
    else:
        line = month.industries[name, NATION]
    few = _is_few(line.workplaces)
    everybody = month.totals[NATION].insured
    figures = [
        RecomputedNumber("provinces", None, "not published"),
        RecomputedNumber("workplaces", line.workplaces, "the row of the name"),
        RecomputedNumber("insured", line.insured, "the row of the name", hidden=few),
        RecomputedNumber("share_of_workplaces", None, "workplaces of the nation are not published"),
        RecomputedNumber(
            "share_of_insured",
            line.insured / everybody,
            "insured ÷ all insured",
            (operand("insured", line.insured), operand("all", everybody)),
            hidden=few,
        ),
    ]
    cells = [month.cell(name, line, "in full")]
    return RecomputedRow(
        figures,
        status="suppressed" if few else "observed",
        cells=[] if few else cells,
        files=[month.file],
    )


def _month(row: Row, context: TraceContext) -> PensionMonth:
    month = row["month"].isoformat()[:7]
    if month in months_of(context.evidence.of_dataset("nps_workplaces")):
        raise NotRecomputed("counted by the pipeline while it read the monthly file")
    return context.pension_month(months_of(context.evidence.of_dataset("nps_published"))[month])


def _set(
    month: PensionMonth, taxonomy: str, wanted: SetOfLeaves, context: TraceContext
) -> PensionSet:
    return pension_set(month, context.taxonomies[taxonomy].leaves(wanted))


def _wanted(set_id: str) -> SetOfLeaves:
    kind, *names = set_id.split("/")
    match kind:
        case "layer":
            return SetOfLeaves("layer", layer=names[0])
        case "exclusive":
            return SetOfLeaves("exclusive", rule=names[0], layer=names[1])
        case "common":
            return SetOfLeaves("common", rule=names[0])
        case "industry":
            return SetOfLeaves("industry", layer=names[0], industry=names[1])
        case "combination":
            return SetOfLeaves("combination", combination=names[0])
    return SetOfLeaves("total")


def _total(month: PensionMonth, region: str) -> Range:
    whole = month.whole_of(region)
    if whole is not None:
        return Range(0, month.totals[whole].insured)
    return Range(month.totals[region].insured, month.totals[region].insured)


def _unmatched(month: PensionMonth, region: str) -> Range:
    """All insured without those of the classes, of which some may be in no listed name."""
    matched = PensionSet(month, frozenset(month.code_of), frozenset(), 0)
    own = month.whole_of(region) or region
    total = month.totals[own].insured
    if region == NATION:
        return Range(total - matched.nation().low - month.unnamed, total - matched.nation().low)
    most = sum(month.pair(n, own).high for n in matched.full)
    low = 0 if own != region else max(0, total - most - month.unnamed)
    return Range(low, total - month.least(matched.full, own))


def _class(month: PensionMonth, names: frozenset[str], region: str) -> Range:
    """The pairs of one class: its own row or what the nation leaves for it."""
    own = month.whole_of(region) or region
    low = 0 if own != region else month.least(names, own)
    return Range(low, sum(month.pair(n, own).high for n in names))


def _cells(month: PensionMonth, set_: PensionSet, region: str) -> list[SourceCell]:
    if _is_few(set_.workplaces().high):
        return []
    places = dict.fromkeys((month.whole_of(region) or region, NATION))
    return [
        cell
        for place in places
        if place != UNPLACED
        for names, role in ((set_.full, "in full"), (set_.part, "in part"))
        for cell in month.cells(sorted(names), place, role)
    ]


def _range(name: str, bounds: Range, formula: str, hidden: bool) -> Sequence[RecomputedNumber]:
    exact = bounds.low if bounds.low == bounds.high else None
    return [
        _end(f"{name}_low", bounds.low, formula, "low", hidden),
        _end(f"{name}_high", bounds.high, formula, "high", hidden),
        RecomputedNumber(name, exact, _POINT, bound="point", hidden=hidden),
    ]


def _shares(least: Range | None, most: Range | None, hidden: bool) -> Sequence[RecomputedNumber]:
    low, high = _value(least), _value(most)
    return [
        _end("share_low", low, _SHARE, "low", hidden, least),
        _end("share_high", high, _SHARE, "high", hidden, most),
        RecomputedNumber(
            "share", low if low == high else None, _POINT, bound="point", hidden=hidden
        ),
    ]


def _end(
    column: str,
    value: Number | None,
    formula: str,
    bound: Literal["low", "high"],
    hidden: bool,
    fraction: Range | None = None,
) -> RecomputedNumber:
    operands: tuple[Operand, ...] = ()
    if fraction is not None:
        operands = (operand("part", fraction.low), operand("whole", fraction.high))
    return RecomputedNumber(column, value, formula, operands, bound, hidden)


def _value(fraction: Range | None) -> float | None:
    if fraction is None:
        return None
    return fraction.low / fraction.high if fraction.high else 0.0


def _is_few(workplaces: int | None) -> bool:
    return workplaces is not None and 1 <= workplaces < THRESHOLD


def _status(bounds: Range, hidden: bool) -> str:
    if hidden:
        return "suppressed"
    return "exact" if bounds.low == bounds.high else "bounded"
