"""Reads the figures of the summary: values and estimates of layers, by region and year, from the marts.

A value that follows from published data and an estimate are never mixed: a `Point` says which one it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.contracts.featured_taxonomies import FEATURED_TAXONOMIES

SEOUL, NATION, TOTAL = "11", "00", "total"
EXACT = "정확"
HEADLINE_GRADES = (EXACT, "A", "B")
"""An estimate graded C is shown with its grade, and never in the headline."""
_REPORT = "smart_city_2021"
FIGURES_MART = "smart_city_share"
_MARTS = (FIGURES_MART, "smart_city_estimate", "taxonomy_list")

_QUERY = f"""
select
    s.taxonomy_id, s.series, s.year, s.region_code, s.region_name_ko, s.layer, s.layer_name_ko, s.measure,
    s.value, s.value_low, s.value_high, s.share, s.share_low, s.share_high,
    e.estimate, e.estimate_low_80, e.estimate_high_80, e.reliability,
    e.share_estimate, e.share_estimate_low_80, e.share_estimate_high_80, e.reliability_in_nation
from smart_city_share as s
left join smart_city_estimate as e
    on
        s.taxonomy_id = e.taxonomy_id and s.overlap_rule = e.overlap_rule and s.series = e.series
        and s.year = e.year and s.region_code = e.region_code and s.layer = e.layer
        and s.counting = e.counting and s.measure = e.measure and e.combination = 'all'
where s.counting = 'inclusive' and s.overlap_rule = 'two_or_more'
    and s.taxonomy_id in ({FEATURED_TAXONOMIES})
order by s.taxonomy_id <> ?, s.taxonomy_id, s.year, s.region_code, s.layer, s.measure
"""


@dataclass(frozen=True)
class Point:
    """A number with the bounds of its 80 % interval; `grade` is `EXACT`, or A, B or C of an estimate."""

    number: float
    low: float | None
    high: float | None
    grade: str


@dataclass(frozen=True)
class Bounds:
    """What the published data say: the value where it is known, and its bounds."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Figure:
    """The figures of one layer (with common technology) in a region and year."""

    taxonomy_id: str
    series: str
    year: int
    region_code: str
    region: str
    layer: str
    layer_name: str
    measure: str
    published: Bounds
    published_share: Bounds
    estimate: Point | None
    share_estimate: Point | None

    @property
    def count(self) -> Point | None:
        """The number of employees or establishments: the exact value, else the estimate."""
        return _exact(self.published) or self.estimate

    @property
    def share(self) -> Point | None:
        """The share of the nation: the exact one, else the estimate."""
        return _exact(self.published_share) or self.share_estimate


def read_figures(marts_db: duckdb.DuckDBPyConnection) -> list[Figure]:
    """All figures, the report's taxonomy first; none where a mart is missing."""
    tables = marts_db.execute("select table_name from duckdb_tables()").fetchall()
    if not {(mart,) for mart in _MARTS} <= set(tables):
        return []
    return [_figure(row) for row in marts_db.execute(_QUERY, [_REPORT]).fetchall()]


def _figure(row: Sequence[Any]) -> Figure:
    bounds = Bounds(*row[8:11]), Bounds(*row[11:14])
    fields: list[Any] = [*row[:8], *bounds, _point(row[14:18]), _point(row[18:])]
    return Figure(*fields)


def taxonomies(figures: Iterable[Figure]) -> list[str]:
    """The taxonomies of these figures, the report's first."""
    return list(dict.fromkeys(figure.taxonomy_id for figure in figures))


def periods(figures: Iterable[Figure]) -> list[tuple[str, int]]:
    """The series and years of these figures, in order of years."""
    return sorted({(f.series, f.year) for f in figures}, key=lambda period: (period[1], period[0]))


def _exact(bounds: Bounds) -> Point | None:
    return None if bounds.value is None else Point(bounds.value, None, None, EXACT)


def _point(row: Sequence[Any]) -> Point | None:
    return None if row[0] is None else Point(*row)
