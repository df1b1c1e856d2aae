"""Layers, industries and combinations of a taxonomy: bounds, shares and disclosure."""

from __future__ import annotations

from orchestration.trace.cells import Range, is_limited
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import listed, operand, source_cell
from orchestration.trace.model import Operand, SourceCell
from orchestration.trace.sets import SetYear
from orchestration.trace.taxonomy import SetOfLeaves

_SUM = (
    "published cells inside the set in full, partly covered ones from 0 to their value,"
    " within what all cells of the year allow"
)
_CHANGE = (
    "share without the code - share with it; at most what the code can hold of the nation's total"
)
_POINT = "where least and greatest are one"


def smart_city_scale(row: Row, context: TraceContext) -> RecomputedRow:
    """`smart_city_scale`: the size of a layer."""
    set_ = _set_of(row, _scale_set(row), context)
    return _row(row, _scale_set(row), context, [*_bounds(row, set_), _count(row, set_)])


def smart_city_share(row: Row, context: TraceContext) -> RecomputedRow:
    """`smart_city_share`: a layer's share of the nation."""
    set_ = _set_of(row, _scale_set(row), context)
    figures = [*_bounds(row, set_), *_nation(row, set_), *_shares(row, set_)]
    return _row(row, _scale_set(row), context, figures)


def smart_city_industry(row: Row, context: TraceContext) -> RecomputedRow:
    """`smart_city_industry`: an industry of a layer."""
    wanted = SetOfLeaves("industry", layer=row["layer"], industry=row["industry"])
    set_ = _set_of(row, wanted, context)
    figures = [
        *_bounds(row, set_),
        *_nation(row, set_),
        *_shares(row, set_),
        _count(row, set_),
    ]
    return _row(row, wanted, context, figures)


def technology_overlap(row: Row, context: TraceContext) -> RecomputedRow:
    """`technology_overlap`: a combination of layers against the region's total and the nation."""
    wanted = SetOfLeaves("combination", combination=row["combination"])
    part = _set_of(row, wanted, context)
    rest = _set_of(row, SetOfLeaves("rest", combination=row["combination"]), context)
    total = _set_of(row, SetOfLeaves("total"), context)
    region, measure = row["region_code"], row["measure"]
    hidden = part.is_suppressed(region, measure) or total.is_suppressed(region, measure)
    own, other, all_ = (s.bounds(region, measure) for s in (part, rest, total))
    least = Range(own.low, min(own.low + other.high, all_.high))
    most = Range(own.high, max(own.high + other.low, all_.low))
    is_something = bool(least.high and most.high) and all(map(is_limited, (own, other, all_)))
    against = _fraction_figures(
        "share_of_region_total",
        least if is_something else None,
        most if is_something else None,
        hidden,
        "the combination ÷ the region's total",
    )
    nation = _shares(row, part, "share_of_nation")
    return _row(row, wanted, context, [*_bounds(row, part), *against, *nation])


def taxonomy_sensitivity(row: Row, context: TraceContext) -> RecomputedRow:
    """`taxonomy_sensitivity`: the share without one code, and its change."""
    wanted = SetOfLeaves("without", dropped=row["dropped_code"])
    without = _set_of(row, wanted, context)
    total = _set_of(row, SetOfLeaves("total"), context)
    region, measure = row["region_code"], row["measure"]
    hidden = not _share_is_disclosable(without, region, measure)
    full_hidden = not _share_is_disclosable(total, region, measure)
    low, high = _share(without, region, measure)
    full_low, full_high = _share(total, region, measure)
    least, most = _change(row, context, (low, high), (full_low, full_high))
    shares = (operand("without", low), operand("with", full_low))
    share = "part ÷ the greatest (least) value of the nation with it"
    figures = [
        *_shares(row, without),
        RecomputedNumber("full_share_low", full_low, share, bound="low", hidden=full_hidden),
        RecomputedNumber("full_share_high", full_high, share, bound="high", hidden=full_hidden),
        RecomputedNumber("change_low", least, _CHANGE, shares, "low", hidden or full_hidden),
        RecomputedNumber("change_high", most, _CHANGE, shares, "high", hidden or full_hidden),
        RecomputedNumber(
            "change",
            least if least == most else None,
            _POINT,
            shares,
            "point",
            hidden or full_hidden,
        ),
    ]
    return _row(row, wanted, context, figures)


def _change(
    row: Row,
    context: TraceContext,
    without: tuple[float | None, float | None],
    total: tuple[float | None, float | None],
) -> tuple[float | None, float | None]:
    """Least and greatest change of the share."""
    (low, high), (full_low, full_high) = without, total
    if low is None or high is None or full_low is None or full_high is None:
        return None, None
    if low == high and full_low == full_high:
        return low - full_low, low - full_low
    part = _dropped_part(row, context)
    return max(low - full_high, part * (low - 1)), min(high - full_low, part * high)


def _dropped_part(row: Row, context: TraceContext) -> float:
    """The greatest part of the nation's total that the dropped code can hold."""
    cells = context.cells(row["series"], row["year"])
    code, taxonomy = row["dropped_code"], context.taxonomies[row["taxonomy_id"]]
    if {r.ksic_revision for r in taxonomy.rows if r.ksic_code == code} != {cells.revision}:
        return 1.0
    values = [
        cells.disclosed_cell("00", above, row["measure"]).value
        for above in cells.ksic.lineage(code)
        if above in cells.codes
    ]
    known = [value for value in values if value is not None]
    rest = _set_of(row, SetOfLeaves("without", dropped=code), context)
    left = rest.bounds("00", row["measure"]).low
    return min(known) / (min(known) + left) if known and min(known) + left else 1.0


def _scale_set(row: Row) -> SetOfLeaves:
    rule, layer = row["overlap_rule"], row["layer"]
    if layer == "common":
        return SetOfLeaves("common", rule=rule)
    if layer == "total":
        return SetOfLeaves("total")
    if row["counting"] == "exclusive":
        return SetOfLeaves("exclusive", rule=rule, layer=layer)
    return SetOfLeaves("layer", layer=layer)


def _set_of(row: Row, wanted: SetOfLeaves, context: TraceContext) -> SetYear:
    return context.set_year(row["taxonomy_id"], wanted, row["series"], row["year"])


def _bounds(row: Row, set_: SetYear) -> list[RecomputedNumber]:
    region, measure = row["region_code"], row["measure"]
    (low, high), hidden = _limited(set_, region, measure), set_.is_suppressed(region, measure)
    exact = low if low == high else None
    sums = _sums(_cells(set_, region, measure, regions=(region,)))
    return [
        RecomputedNumber("value_low", low, f"least sum: {_SUM}", sums, "low", hidden),
        RecomputedNumber("value_high", high, f"greatest sum: {_SUM}", sums, "high", hidden),
        RecomputedNumber("value", exact, _POINT, bound="point", hidden=hidden),
    ]


def _sums(cells: list[SourceCell]) -> tuple[Operand, ...]:
    """The sums of the region's published cells, and the number of suppressed ones."""
    full, part = (
        sum(c.value for c in cells if c.role == role and c.value is not None)
        for role in ("in full", "in part")
    )
    withheld = sum(c.status == "suppressed" for c in cells)
    return (
        operand("cells in full", full),
        operand("cells in part", part),
        operand("suppressed cells", withheld),
    )


def _nation(row: Row, set_: SetYear) -> list[RecomputedNumber]:
    low, high = _limited(set_, "00", row["measure"])
    hidden = set_.is_suppressed("00", row["measure"])
    return [
        RecomputedNumber("national_value_low", low, f"nation: {_SUM}", bound="low", hidden=hidden),
        RecomputedNumber(
            "national_value_high", high, f"nation: {_SUM}", bound="high", hidden=hidden
        ),
    ]


def _limited(set_: SetYear, region: str, measure: str) -> Range | tuple[None, None]:
    """The bounds of a set; none where it has no upper bound."""
    bounds = set_.bounds(region, measure)
    return bounds if is_limited(bounds) else (None, None)


def _shares(row: Row, set_: SetYear, name: str = "share") -> list[RecomputedNumber]:
    region, measure = row["region_code"], row["measure"]
    hidden = not _share_is_disclosable(set_, region, measure)
    formula = "region ÷ nation, the other regions at their greatest (least)"
    least, most = _share_parts(set_, region, measure)
    return _fraction_figures(name, least, most, hidden, formula)


def _fraction_figures(
    name: str, least: Range | None, most: Range | None, hidden: bool, formula: str
) -> list[RecomputedNumber]:
    low, high = _value(least), _value(most)
    exact = low if low == high else None
    return [
        RecomputedNumber(f"{name}_low", low, formula, _named(least), "low", hidden),
        RecomputedNumber(f"{name}_high", high, formula, _named(most), "high", hidden),
        RecomputedNumber(name, exact, _POINT, bound="point", hidden=hidden),
    ]


def _share(set_: SetYear, region: str, measure: str) -> tuple[float | None, float | None]:
    least, most = _share_parts(set_, region, measure)
    return _value(least), _value(most)


def _share_parts(
    set_: SetYear, region: str, measure: str
) -> tuple[Range, Range] | tuple[None, None]:
    """Numerator and denominator of the least and of the greatest share."""
    if not is_limited(set_.bounds(region, measure)):
        return None, None
    return set_.share(region, measure) or (None, None)


def _value(fraction: Range | None) -> float | None:
    """The fraction as a number: zero where the whole is zero or unbounded, and at most one."""
    if fraction is None:
        return None
    part, whole = fraction
    if not is_limited(fraction):
        return 0.0
    return min(1.0, part / whole) if whole else 0.0


def _named(fraction: Range | None) -> tuple[Operand, ...]:
    if fraction is None:
        return ()
    return operand("part", fraction.low), operand("whole", fraction.high)


def _share_is_disclosable(set_: SetYear, region: str, measure: str) -> bool:
    return not (set_.is_suppressed(region, measure) or set_.is_suppressed("00", measure))


def _count(row: Row, set_: SetYear) -> RecomputedNumber:
    found = set_.contributors(row["region_code"])
    return RecomputedNumber(
        "suppressed_cells", len(found.suppressed), "suppressed cells that may contribute"
    )


def _row(
    row: Row, wanted: SetOfLeaves, context: TraceContext, figures: list[RecomputedNumber]
) -> RecomputedRow:
    set_ = _set_of(row, wanted, context)
    region, measure = row["region_code"], row["measure"]
    taxonomy = context.taxonomies[row["taxonomy_id"]]
    hidden = set_.is_suppressed(region, measure)
    own: Range = set_.bounds(region, measure)
    status = "suppressed" if hidden else "exact" if own.low == own.high else "bounded"
    return RecomputedRow(
        figures,
        status=status,
        cells=_cells(set_, region, measure),
        codes=taxonomy.code_uses(taxonomy.leaves(wanted)),
        files=[*set_.cells.census.files, taxonomy.file],
        notes=("all published cells of the year, of every region, bound what is not published",),
    )


def _cells(
    set_: SetYear, region: str, measure: str, regions: tuple[str, ...] = ()
) -> list[SourceCell]:
    """The published cells at or above the codes where the set ends, in the region and the nation."""
    found: list[SourceCell | None] = []
    for place in regions or dict.fromkeys((region, "00")):
        for node in set_.frontier:
            cover = set_.cells.cover(place, node.code)
            role = "in full" if node.is_full and cover == node.code else "in part"
            if cover is not None:
                found.append(source_cell(set_.cells, place, cover, measure, role))
    return listed(found)
