"""The tables of one series and year: regions, codes, and what is published of their cells.

Base cells are those at which regions and codes both end; every other cell is a sum of them. A province of
which districts are listed has one more base region, for districts that are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

NATION = "00"
Vector = NDArray[np.float64]
MOST_CELLS = 20_000
"""A year with more cells is too large for linear programming and is not audited."""


class Size(NamedTuple):
    """The number of cells of a series and year, and how many of them are suppressed."""

    series: str
    year: int
    revision: str
    source_id: str
    cells: int
    suppressed: int

    def is_audited(self, proven_sources: Collection[str]) -> bool:
        """Whether the year is small enough, and its cells have no proof of their own."""
        return self.cells <= MOST_CELLS and self.source_id not in proven_sources


@dataclass(frozen=True)
class Cell:
    """Employees and establishments of a cell; `employees` is None where they are not published."""

    region: str
    code: str
    employees: int | None
    is_suppressed: bool
    establishments_low: int
    establishments_high: int


@dataclass(frozen=True)
class Tables:
    """Everything that is published of one series and year, in codes of one KSIC revision."""

    series: str
    year: int
    revision: str
    cells: tuple[Cell, ...]
    parents: dict[str, str]
    """The parent of each code of the revision; none of the topmost."""

    @cached_property
    def suppressed(self) -> list[Cell]:
        """The cells that the agency suppressed, in order."""
        return [cell for cell in self.cells if cell.is_suppressed]

    @cached_property
    def base_regions(self) -> list[str]:
        """Provinces, or where districts are listed these and the rest of their province."""
        regions = sorted({cell.region for cell in self.cells} - {NATION})
        provinces = {region[:2] for region in regions}
        districted = {region[:2] for region in regions if len(region) > 2}
        districts = [region for region in regions if len(region) > 2]
        return sorted(provinces - districted) + districts + [f"{p} rest" for p in districted]

    @cached_property
    def base_codes(self) -> list[str]:
        """The codes that no other listed code is below."""
        codes = {cell.code for cell in self.cells}
        return sorted(codes - {self.parents.get(code, "") for code in codes})

    @cached_property
    def open_codes(self) -> dict[str, set[str]]:
        """The base codes of each region whose employees are not published there."""
        known = {(c.region, c.code) for c in self.cells if c.employees is not None}
        found: dict[str, set[str]] = {}
        for base in self.base_regions:
            codes = {code for code in self.base_codes if (base, code) not in known}
            for region in {base, base[:2], NATION}:
                found.setdefault(region, set()).update(codes)
        return found

    @cached_property
    def holding(self) -> dict[str, set[str]]:
        """The base codes that each code is made of; for a code below them the one that it is in."""
        found: dict[str, set[str]] = {}
        for code, path in self.above.items():
            bases = {code} if code in self.leaves else path & self.leaves.keys()
            for above in path:
                found.setdefault(above, set()).update(bases)
        return found

    @property
    def size(self) -> int:
        """The number of base cells."""
        return len(self.base_regions) * len(self.base_codes)

    def members(self, regions: Iterable[str], leaves: set[str]) -> dict[str, tuple[Vector, Vector]]:
        """The base cells of each region that are all in a set of five-digit codes, and those with some."""
        all_of, some_of = self._part(leaves, all_of=True), self._part(leaves, all_of=False)
        return {region: (self._of(region, all_of), self._of(region, some_of)) for region in regions}

    def of_codes(self, region: str, codes: Iterable[str]) -> Vector:
        """The base cells of a region that add up to the cells of codes, which do not overlap."""
        none = np.zeros(len(self.base_codes))
        return self._of(region, sum((self._codes[code] for code in codes), none))

    @cached_property
    def _codes(self) -> dict[str, Vector]:
        """The base codes that each code of the revision is made of, as ones in a vector."""
        found: dict[str, Vector] = defaultdict(lambda: np.zeros(len(self.base_codes)))
        for position, base in enumerate(self.base_codes):
            for code in self.above[base]:
                found[code][position] = 1.0
        return found

    @cached_property
    def above(self) -> dict[str, set[str]]:
        """Each base code and each five-digit code, with itself and all codes above it."""
        found = {}
        for code in {*self.base_codes, *self.five_digits}:
            path, current = set(), code
            while current:
                path.add(current)
                current = self.parents.get(current, "")
            found[code] = path
        return found

    @cached_property
    def leaves(self) -> dict[str, set[str]]:
        """The five-digit codes at or below each base code."""
        found: dict[str, set[str]] = {code: set() for code in self.base_codes}
        for leaf in self.five_digits:
            for code in self.above[leaf] & found.keys():
                found[code].add(leaf)
        return found

    @cached_property
    def five_digits(self) -> set[str]:
        """The codes of the revision that no other is below."""
        return self.parents.keys() - set(self.parents.values())

    def _part(self, leaves: set[str], *, all_of: bool) -> Vector:
        inside = (self.leaves[code] & leaves for code in self.base_codes)
        return np.array(
            [
                float(bool(own) and (not all_of or own == self.leaves[code]))
                for code, own in zip(self.base_codes, inside, strict=True)
            ]
        )

    def _of(self, region: str, codes: Vector) -> Vector:
        return np.outer(self._regions[region], codes).ravel()

    @cached_property
    def _regions(self) -> dict[str, Vector]:
        """The base regions that each region is made of, as ones in a vector."""
        found: dict[str, Vector] = defaultdict(lambda: np.zeros(len(self.base_regions)))
        for position, base in enumerate(self.base_regions):
            for region in {base, base[:2], NATION}:
                found[region][position] = 1.0
        return found


def read_sizes(warehouse: duckdb.DuckDBPyConnection) -> list[Size]:
    """Every series and year in which a cell is suppressed."""
    rows = warehouse.execute("""
        with sources as (
            select series, year, coalesce(min(source_id), '') as source_id
            from industry_share group by series, year
        )
        select series, year, ksic_revision, source_id, count(*),
               count(case when status = 'suppressed' and is_listed then 1 end) as suppressed
        from int_cells left join sources using (series, year)
        where measure = 'employees' group by series, year, ksic_revision, source_id
        having suppressed > 0 order by all
    """).fetchall()
    return [Size(*row) for row in rows]


def read_tables(
    warehouse: duckdb.DuckDBPyConnection, proven_sources: Collection[str] = ()
) -> list[Tables]:
    """The tables of every series and year that is audited."""
    found = []
    for size in read_sizes(warehouse):
        if not size.is_audited(proven_sources):
            continue
        series, year, revision = size[:3]
        rows = warehouse.execute(
            """
            select own.region_code, own.ksic_code,
                   case when own.status in ('observed', 'absent') then own.value end,
                   own.status = 'suppressed' and own.is_listed, places.value_low, places.value_high
            from int_cells as own
            join int_cells as places using (series, year, region_code, ksic_code)
            where own.measure = 'employees' and places.measure = 'establishments'
              and series = ? and year = ? order by all
            """,
            [series, year],
        ).fetchall()
        codes = warehouse.execute(
            "select ksic_code, coalesce(parent_code, '') from ksic where ksic_revision = ?",
            [revision],
        ).fetchall()
        found.append(Tables(series, year, revision, tuple(Cell(*row) for row in rows), dict(codes)))
    return found
