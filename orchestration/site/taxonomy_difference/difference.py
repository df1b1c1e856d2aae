"""How two taxonomies differ: their codes, the share of each region, and the codes that move a share most.

Everything is computed from the marts that are given: those of a release, or views that add the taxonomies
of files (`orchestration.taxonomy_diff`). A mart of all pairs would grow with the square of their number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.lake.classification import ksic
from orchestration.site.marts import Marts, QueryResult
from orchestration.site.taxonomy_difference.codes import FULL, NONE, compare_codes, read_leaves

NATION = "00"
UNRELIABLE = "C"


@dataclass(frozen=True)
class CodeDifference:
    """A KSIC code of which each taxonomy has the same throughout: all of it, a part, or nothing.

    `first` and `second` are full, part or none. `effect` is how much the share of the region changes if
    the code alone is taken from the first taxonomy, or added to it; None where its value has no estimate.
    """

    ksic_code: str
    name_ko: str
    first: str
    second: str
    effect: float | None = None
    is_estimate: bool = False


@dataclass(frozen=True)
class RegionDifference:
    """The share of the nation of a region under each taxonomy: bounds, and an estimate with 80 % interval.

    `change` is the second share minus the first, of the exact values or else the estimates. It is None
    where a side has neither, or an estimate of grade C. Its bounds follow from those of both shares.
    """

    region_code: str
    region_name_ko: str
    region_name_en: str
    first_low: float | None
    first_high: float | None
    second_low: float | None
    second_high: float | None
    first_estimate: float | None
    second_estimate: float | None
    first_estimate_low: float | None
    first_estimate_high: float | None
    second_estimate_low: float | None
    second_estimate_high: float | None
    first_reliability: str | None
    second_reliability: str | None
    first_status: str
    second_status: str
    change: float | None
    change_low: float | None
    change_high: float | None


@dataclass(frozen=True)
class TaxonomyDifference:
    """Two taxonomies compared for a year, a measure and a region. Codes are of `ksic_revision`."""

    first: str
    second: str
    release_id: str
    series: str
    year: int
    measure: str
    region_code: str
    ksic_revision: str
    regions: tuple[RegionDifference, ...]
    codes: tuple[CodeDifference, ...]

    def in_both(self) -> tuple[CodeDifference, ...]:
        """Codes that both have in full."""
        return self._where(FULL, FULL)

    def only_in_first(self) -> tuple[CodeDifference, ...]:
        """Codes that the first has in full and the second not at all."""
        return self._where(FULL, NONE)

    def only_in_second(self) -> tuple[CodeDifference, ...]:
        """Codes that the second has in full and the first not at all."""
        return self._where(NONE, FULL)

    def in_part(self) -> tuple[CodeDifference, ...]:
        """Codes of which a side has a part."""
        return tuple(c for c in self.codes if {c.first, c.second} - {FULL, NONE})

    def different(self) -> tuple[CodeDifference, ...]:
        """Codes that the two treat differently, or have in part; the greatest known effect first."""
        found = [c for c in self.codes if not c.first == c.second == FULL]
        return tuple(sorted(found, key=lambda c: (-abs(c.effect or 0), c.ksic_code)))

    def _where(self, first: str, second: str) -> tuple[CodeDifference, ...]:
        return tuple(c for c in self.codes if (c.first, c.second) == (first, second))


@dataclass(frozen=True)
class Period:
    """The latest year in which the marts have divisions."""

    series: str
    year: int
    ksic_revision: str


def latest_period(marts: Marts) -> Period | None:
    """The period that taxonomies are compared in; None where no data have divisions."""
    rows = marts.query("latest_divisions").rows
    return Period(**rows[0]) if rows else None


def query_regions(
    marts: Marts, first: str, second: str, period: Period, measure: str = "employees"
) -> QueryResult:
    """The share of the nation of each region under both taxonomies, one row per region."""
    return marts.query(
        "difference_by_region",
        first=first,
        second=second,
        series=period.series,
        year=period.year,
        measure=measure,
    )


def compare_taxonomies(
    marts: Marts, first: str, second: str, period: Period, region: str, measure: str = "employees"
) -> TaxonomyDifference:
    """Compare two taxonomies of the marts; the codes move the share of `region`."""
    data = ksic(period.ksic_revision)
    one, two = (
        read_leaves(marts.query("codes_by_taxonomy", taxonomy=name).rows)
        for name in (first, second)
    )
    known = _values(marts, period, region, measure)
    own = _total(marts, first, period, region, measure)
    codes = tuple(
        CodeDifference(code, data.names[code], a, b, *_effect(code, a, b, known, own))
        for code, (a, b) in compare_codes(data, one, two).items()
    )
    regions = tuple(
        RegionDifference(**row) for row in query_regions(marts, first, second, period, measure).rows
    )
    return TaxonomyDifference(
        first=first,
        second=second,
        release_id="",
        series=period.series,
        year=period.year,
        measure=measure,
        region_code=region,
        ksic_revision=period.ksic_revision,
        regions=regions,
        codes=codes,
    )


Value = tuple[float, bool]
"""A number, and whether it is an estimate."""


def _values(marts: Marts, period: Period, region: str, measure: str) -> dict[str, dict[str, Value]]:
    """By code and region, the published value, or else the estimate."""
    rows = marts.query("values_by_code", **_place(period, region, measure)).rows
    found: dict[str, dict[str, Value]] = {}
    for row in rows:
        known = found.setdefault(row["ksic_code"], {})
        if row["region_code"] not in known or not row["is_estimate"]:
            known[row["region_code"]] = (float(row["value"]), bool(row["is_estimate"]))
    return found


def _total(
    marts: Marts, taxonomy: str, period: Period, region: str, measure: str
) -> dict[str, Value]:
    """The total of the taxonomy in the region and the nation: exact, or else estimated."""
    rows = marts.query(
        "total_of_taxonomy", taxonomy=taxonomy, **_place(period, region, measure)
    ).rows
    return {
        row["region_code"]: (float(row["value"]), bool(row["is_estimate"]))
        for row in rows
        if row["value"] is not None
    }


def _place(period: Period, region: str, measure: str) -> dict[str, Any]:
    return {
        "series": period.series,
        "year": period.year,
        "measure": measure,
        "regions": (region, NATION),
    }


def _effect(
    code: str,
    first: str,
    second: str,
    known: Mapping[str, Mapping[str, Value]],
    own: Mapping[str, Value],
) -> tuple[float | None, bool]:
    """How the share of `own` changes by the code alone, and whether a number of it is estimated."""
    if {first, second} != {FULL, NONE} or len(own) < 2:
        return None, False
    (region,) = own.keys() - {NATION}
    values = known.get(code, {})
    if not {region, NATION} <= values.keys() or own[NATION][0] == 0:
        return None, False
    sign = 1 if second == FULL else -1
    whole = own[NATION][0] + sign * values[NATION][0]
    if whole <= 0:
        return None, False
    change = (own[region][0] + sign * values[region][0]) / whole - own[region][0] / own[NATION][0]
    numbers: Sequence[Value] = (*own.values(), values[region], values[NATION])
    return change, any(is_estimate for _, is_estimate in numbers)
