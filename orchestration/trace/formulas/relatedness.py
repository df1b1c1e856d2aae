"""Relatedness of divisions by co-location, its density, and the similarity of two provinces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum, sqrt
from statistics import fmean
from typing import NamedTuple

from orchestration.trace.cells import CellYear
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import listed, operand, source_cell
from orchestration.trace.formulas.specialisation import Share, bounded, share
from orchestration.trace.model import NotRecomputed

LINK = 0.5
"""The proximity from which two divisions are linked in a year."""
_PROXIMITY = (
    "observations with both location quotients above 1 ÷ the greater number with one above 1"
)
_DENSITY = (
    "Σ proximities of divisions with a location quotient above 1 ÷ Σ proximities of all others"
)
_SIMILARITY = "1 - ½ Σ |share in one province - share in the other|"


class Above(NamedTuple):
    """Whether a location quotient is above 1: certainly, and possibly."""

    certain: bool
    possible: bool

    @property
    def is_open(self) -> bool:
        """Whether undisclosed values decide."""
        return self.possible and not self.certain


class Observation(NamedTuple):
    """Two divisions in a province in a year."""

    year: int
    region: str
    own: Above
    related: Above


def industry_relatedness(row: Row, context: TraceContext) -> RecomputedRow:
    """`industry_relatedness`: the proximity of two divisions, and how stable it is."""
    series, revision, measure = row["series"], row["ksic_revision"], row["measure"]
    codes = (row["ksic_code"], row["related_code"])
    seen = _observations(context, series, revision, measure, *codes)
    provinces = sorted({o.region for o in seen})
    years = sorted({o.year for o in seen})
    without = [proximity([o for o in seen if o.region != region]) for region in provinces]
    found = [p for p in without if p]
    is_decided = not any(o.own.is_open or o.related.is_open for o in seen)
    by_year = [proximity([o for o in seen if o.year == year]) for year in years]
    linked = Share(
        sum(p is not None and p.low >= LINK for p in by_year),
        sum(p is not None and p.high >= LINK for p in by_year),
    )
    operands = (operand("provinces", len(provinces)), operand("years", len(years)))
    least = "the least proximity without one province"
    greatest = "the greatest proximity without one province"
    return RecomputedRow(
        [
            *bounded("proximity", proximity(seen), 1.0, _PROXIMITY, operands),
            RecomputedNumber(
                "jackknife_low", min((p.low for p in found), default=None), least, bound="low"
            ),
            RecomputedNumber(
                "jackknife_high", max((p.high for p in found), default=None), greatest, bound="high"
            ),
            RecomputedNumber(
                "jackknife_error",
                _jackknife([p.low for p in found])
                if is_decided and len(found) == len(without)
                else None,
                "√((n - 1) ÷ n × Σ (proximity without one province - their mean)²)",
                operands,
            ),
            *bounded("linked_years", linked, None, f"years with a proximity of {LINK}", operands),
            RecomputedNumber("years", len(years), "years of the series and KSIC revision"),
            RecomputedNumber("provinces", len(provinces), "provinces of these years"),
            RecomputedNumber("observations", len(seen), "provinces in years"),
            RecomputedNumber(
                "undecided_observations",
                sum(o.own.is_open or o.related.is_open for o in seen),
                "observations in which undisclosed values decide",
            ),
        ],
        cells=listed(
            source_cell(context.cells(series, year), region, code, measure, "operand")
            for year in years
            for region in ("00", *provinces)
            for code in ("TOTAL", *codes)
        ),
        files=[f for year in years for f in context.cells(series, year).census.files],
    )


def relatedness_density(row: Row, context: TraceContext) -> RecomputedRow:
    """`relatedness_density`: the related divisions that a province specialises in."""
    series, year, measure = row["series"], row["year"], row["measure"]
    region, code, revision = row["region_code"], row["ksic_code"], row["ksic_revision"]
    cells = context.cells(series, year)
    states = _states(context, series, year, measure)
    others = []
    for other in _divisions(cells):
        if other != code and (region, other) in states:
            near = proximity(_observations(context, series, revision, measure, code, other))
            if near:
                others.append((states[region, other], near))
    density = _ratio(
        fsum(p.low for state, p in others if state.certain),
        fsum(p.high for state, p in others if not state.certain),
    )
    most = _ratio(
        fsum(p.high for state, p in others if state.possible),
        fsum(p.low for state, p in others if not state.possible),
    )
    ends = None if density is None else Share(density, density if most is None else most)
    return RecomputedRow(
        [
            *bounded("density", ends, 1.0, _DENSITY, (operand("other divisions", len(others)),)),
            RecomputedNumber(
                "undecided_industries",
                sum(state.is_open for state, _ in others),
                "other divisions for which undisclosed values decide",
            ),
        ],
        cells=listed(
            source_cell(cells, place, c, measure, "operand")
            for c in ("TOTAL", *_divisions(cells))
            for place in (region, "00")
        ),
        files=cells.census.files,
        notes=("the proximities use all provinces and years of the series and KSIC revision",),
    )


def regional_similarity(row: Row, context: TraceContext) -> RecomputedRow:
    """`regional_similarity`: the structures of two provinces compared."""
    cells = context.cells(row["series"], row["year"])
    measure, places = row["measure"], (row["region_code"], row["other_region_code"])
    codes = _divisions(cells)
    pairs = [
        (_share(cells, places[0], code, measure), _share(cells, places[1], code, measure))
        for code in codes
    ]
    hidden = sum(
        any(cells.disclosed_cell(place, code, measure).value is None for place in places)
        for code in codes
    )
    near = fsum(max(0.0, a.low - b.high, b.low - a.high) for a, b in pairs)
    far = fsum(max(a.high - b.low, b.high - a.low) for a, b in pairs)
    if hidden and not cells.has_suppressed(measure):
        near = max(near, *(2 * fsum(max(0.0, x.low - y.high) for x, y in d) for d in _both(pairs)))
        far = min(far, *(2 * fsum(max(0.0, x.high - y.low) for x, y in d) for d in _both(pairs)))
    ends = Share(1 - min(2.0, max(near, far)) / 2, 1 - min(2.0, near) / 2)
    return RecomputedRow(
        [
            *bounded("similarity", ends, 1.0, _SIMILARITY, (operand("divisions", len(codes)),)),
            RecomputedNumber(
                "undisclosed_divisions", hidden, "divisions without a value in either province"
            ),
        ],
        cells=listed(
            source_cell(cells, place, code, measure, "operand")
            for code in ("TOTAL", *codes)
            for place in places
        ),
        files=cells.census.files,
    )


def proximity(seen: Iterable[Observation]) -> Share | None:
    """Least and greatest proximity; None where no observation may be above 1.

    An open observation counts as one that is above 1 alone for the least proximity, and as one that both
    share, or none, for the greatest.
    """
    both_low = both_high = 0
    low, high = [0, 0], [0, 0]
    for _, _, own, related in seen:
        both_low += own.certain and related.certain
        both_high += own.possible and related.possible
        for n, (this, other) in enumerate(((own, related), (related, own))):
            low[n] += this.certain or (this.possible and not other.certain)
            high[n] += this.certain or (this.possible and other.possible)
    if not max(low):
        return None
    least = both_low / max(low)
    return Share(least, both_high / max(high) if max(high) else least)


def _both(pairs: Sequence[tuple[Share, Share]]) -> tuple[list[tuple[Share, Share]], ...]:
    """The pairs in both directions."""
    return list(pairs), [(b, a) for a, b in pairs]


def _jackknife(values: Sequence[float]) -> float | None:
    if len(values) < 2:
        return None
    mean = fmean(values)
    return sqrt((len(values) - 1) / len(values) * fsum((v - mean) ** 2 for v in values))


def _ratio(part: float, rest: float) -> float | None:
    return part / (part + rest) if part + rest else None


def _divisions(cells: CellYear) -> list[str]:
    return sorted(c for c in cells.codes if len(c) == 2 and c.isdigit())


def _share(cells: CellYear, region: str, code: str, measure: str) -> Share:
    total = cells.disclosed_cell(region, "TOTAL", measure).value
    if not total:
        raise NotRecomputed(f"the total of region {region} is not published")
    return share(cells, region, code, measure, total)


def _states(
    context: TraceContext, series: str, year: int, measure: str
) -> dict[tuple[str, str], Above]:
    """By province and division, whether the location quotient is above 1."""
    key = (series, year, measure)
    if key not in context.specialised:
        cells = context.cells(series, year)
        provinces = [
            region
            for region in cells.provinces()
            if cells.disclosed_cell(region, "TOTAL", measure).value
        ]
        found: dict[tuple[str, str], Above] = {}
        for code in _divisions(cells):
            nation = _share(cells, "00", code, measure)
            for region in provinces:
                own = _share(cells, region, code, measure)
                found[region, code] = Above(own.low > nation.high, own.high > nation.low)
        context.specialised[key] = found
    return context.specialised[key]


def _observations(
    context: TraceContext, series: str, revision: str, measure: str, own: str, related: str
) -> list[Observation]:
    """All provinces in the years of a series and KSIC revision."""
    found = []
    for year in context.years(series):
        if context.cells(series, year).revision != revision:
            continue
        states = _states(context, series, year, measure)
        regions = sorted(region for region, code in states if code == own)
        found += [
            Observation(year, region, states[region, own], states[region, related])
            for region in regions
            if (region, related) in states
        ]
    return found
