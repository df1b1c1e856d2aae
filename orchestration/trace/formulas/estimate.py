"""Estimates of codes, layers and combinations, made again from the census and the pension figures."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from orchestration.lake.classification import counterparts
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.estimates import Distributed
from orchestration.trace.evidence import RawFile
from orchestration.trace.formulas.common import listed, operand, source_cell
from orchestration.trace.sets import SetYear
from orchestration.trace.taxonomy import SetOfLeaves

_SUM = (
    "Σ published cell × weight of the code ÷ Σ weights below the cell; weights from the pension figures"
    " (docs/methodology.md, Estimates)"
)
_NOTE = "intervals and grades come from measured errors: mart estimate_quality"


def industry_estimate(row: Row, context: TraceContext) -> RecomputedRow:
    """`industry_estimate`: a code below the published level."""
    cells = context.cells(row["series"], row["year"])
    members = dict.fromkeys(cells.ksic.leaves[row["ksic_code"]], 1.0)
    return _answer(row, members, context, [])


def smart_city_estimate(row: Row, context: TraceContext) -> RecomputedRow:
    """`smart_city_estimate`: a layer or combination, and its share of the nation."""
    cells = context.cells(row["series"], row["year"])
    wanted = _set_of(row)
    members: dict[str, float] = {}
    leaves = context.taxonomies[row["taxonomy_id"]].leaves(wanted)
    for revision in {revision for revision, _ in leaves}:
        for leaf, others in counterparts(cells.revision, revision).items():
            inside = [leaves[revision, other] for other in others if (revision, other) in leaves]
            if (
                inside
            ):  # a code of which no share is stated has nothing here, or there is no estimate
                members[leaf] = fsum(share or 0.0 for share in inside) / len(others)
    set_ = context.set_year(row["taxonomy_id"], wanted, row["series"], row["year"])
    bounds = set_.bounds(row["region_code"], row["measure"])
    figures = [
        RecomputedNumber("value_low", bounds.low, "least value that the cells allow", bound="low"),
        RecomputedNumber(
            "value_high", bounds.high, "greatest value that the cells allow", bound="high"
        ),
    ]
    if row["share_estimate"] is not None:
        figures.append(_share(row, members, context, set_))
    return _answer(row, members, context, figures)


def _answer(
    row: Row, members: Mapping[str, float], context: TraceContext, figures: list[RecomputedNumber]
) -> RecomputedRow:
    cells = context.cells(row["series"], row["year"])
    estimate, used = _estimate(row, row["region_code"], members, context)
    parts = tuple(operand(f"cell {code}", value) for code, value in used[:20])
    own = RecomputedNumber("estimate", estimate, _SUM, parts, places=3)
    return RecomputedRow(
        [own, *figures],
        status="estimated",
        cells=listed(
            source_cell(cells, row["region_code"], code, row["measure"], "distributed")
            for code, _ in used
        ),
        files=[
            *cells.census.files,
            *_reference_files(row, context),
            context.pension_structure.file,
        ],
        notes=(_NOTE,),
    )


def _share(
    row: Row, members: Mapping[str, float], context: TraceContext, set_: SetYear
) -> RecomputedNumber:
    region, measure = row["region_code"], row["measure"]
    nation, _ = _estimate(row, "00", members, context)
    own, _ = _estimate(row, region, members, context)
    value = own / nation if nation else None
    fractions = set_.share(region, measure)
    if value is not None and fractions:
        low, high = (part / whole if whole else 0.0 for part, whole in fractions)
        value = max(low, min(high, value))
    operands = (operand("estimate", own), operand("nation", nation))
    return RecomputedNumber(
        "share_estimate", value, "estimate ÷ estimate of the nation", operands, places=6
    )


def _estimate(
    row: Row, region: str, members: Mapping[str, float], context: TraceContext
) -> tuple[float, list[tuple[str, float]]]:
    """The estimate, and the cells that were distributed. The nation is the sum of its provinces."""
    cells = context.cells(row["series"], row["year"])
    places = cells.provinces() if region == "00" else [region]
    reference = int(row["association_period"]) if row["association"] == "census" else None
    series, year, measure = row["series"], row["year"], row["measure"]
    sums: list[float] = []
    used: dict[str, float] = {}
    distributed = context.distributed(series, year, measure, reference)
    for place in places:
        for known in distributed[place]:
            part = _inside(known, members)
            if part is not None:
                sums.append(part)
                used[known.code] = used.get(known.code, 0) + known.value
    return fsum(sums), sorted(used.items())


def _inside(known: Distributed, members: Mapping[str, float]) -> float | None:
    """The part of a cell inside the set; None where it holds nothing of it."""
    inside = [leaf for leaf in known.parts if leaf in members]
    if not inside:
        return None
    return fsum(known.parts[leaf] * members[leaf] for leaf in inside)


def _set_of(row: Row) -> SetOfLeaves:
    if row["combination"] != "all":
        return SetOfLeaves("combination", combination=row["combination"])
    if row["layer"] == "common":
        return SetOfLeaves("common", rule=row["overlap_rule"])
    if row["layer"] == "total":
        return SetOfLeaves("total")
    if row["counting"] == "exclusive":
        return SetOfLeaves("exclusive", rule=row["overlap_rule"], layer=row["layer"])
    return SetOfLeaves("layer", layer=row["layer"])


def _reference_files(row: Row, context: TraceContext) -> list[RawFile]:
    """The files of the other census year whose structure is used."""
    if row["association"] != "census":
        return []
    return context.cells(row["series"], int(row["association_period"])).census.files
