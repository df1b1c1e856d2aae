"""Bound every cell of a census year by the published cells, and apply the disclosure rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

from orchestration.lake.classification import Ksic, ksic, regions
from orchestration.trace.census import CensusYear
from orchestration.trace.propagate import UNBOUNDED, Network

THRESHOLD = 3
"""The agency's rule: employees of fewer establishments are not disclosed."""
CellKey = tuple[str, str]
"""Region and code."""


class Range(NamedTuple):
    """From `low` to `high`, both included."""

    low: int
    high: int


class DisclosedRange(NamedTuple):
    """From `low` to `high`, both included; `high` is None where nothing limits it."""

    low: int
    high: int | None


def is_limited(bounds: Range) -> bool:
    """Whether there is an upper bound; sums and differences with `UNBOUNDED` are none."""
    return bounds.high < UNBOUNDED // 2


def rest_of_nation(nation: Range, provinces: Sequence[Range], own: Range) -> Range:
    """The nation without one of its `provinces`, of which `own` is the range."""
    return Range(
        max(0, nation.low - own.high, sum(p.low for p in provinces) - own.low),
        min(nation.high - own.low, sum(p.high for p in provinces) - own.high),
    )


@dataclass(frozen=True)
class DisclosedCell:
    """The published state of a cell: it has a value where the status is observed, derived or absent."""

    status: str
    bounds: Range
    value: int | None
    is_listed: bool


class CellYear:
    """The cells of one series and year.

    `establishments` are the bounds of establishments. Each has at least one employee: `extra_employees` are
    the bounds of the employees in excess of one per establishment.
    """

    def __init__(self, census: CensusYear) -> None:
        self.census = census
        (self.revision,) = census.revisions
        self.ksic: Ksic = ksic(self.revision)
        self.parent_of = self._regions()
        self.codes = self._codes()
        below = self.ksic.children
        self.children = {
            code: [c for c in below.get(code, []) if c in self.codes] for code in self.codes
        }

    def provinces(self) -> list[str]:
        """The provinces of the year, which add up to the nation."""
        return [r for r, parent in self.parent_of.items() if parent == "00"]

    def is_complete(self, region: str) -> bool:
        """Whether all parts of `region` are known: those of the nation are, districts may be missing."""
        return region == "00"

    @property
    def establishments(self) -> dict[CellKey, Range]:
        """Establishments of every cell."""
        return self._bounds_of_both[0]

    @property
    def extra_employees(self) -> dict[CellKey, Range]:
        """Employees in excess of one per establishment, of every cell."""
        return self._bounds_of_both[1]

    @cached_property
    def other_establishments(self) -> dict[CellKey, Range]:
        """Establishments of the nation without the province, for every cell of a province."""
        return self._others(self.establishments)

    @cached_property
    def other_extra_employees(self) -> dict[CellKey, Range]:
        """As `other_establishments`, for employees in excess of one per establishment."""
        return self._others(self.extra_employees)

    @cached_property
    def _bounds_of_both(self) -> tuple[dict[CellKey, Range], dict[CellKey, Range]]:
        """Bounds of establishments and of extra employees, narrowed in turn until neither changes.

        A cell with extra employees has an establishment. Where a whole has more of them than one of its
        parts can have, another part has an establishment as well.
        """
        within: dict[CellKey, Range] = {}
        while True:
            places = self._bound_establishments(within)
            more = self._bound_extra_employees(places)
            found = {p: Range(1, places[p].high) for p, b in more.items() if b.low > 0}
            for whole, parts in self._families():
                for part in parts:
                    if more[whole].low > more[part].high:
                        low, high = found.get(part, places[part])
                        found[part] = Range(low, min(high, places[whole].high - 1))
            narrower = {
                place: bounds
                for place, bounds in found.items()
                if bounds.low > places[place].low or bounds.high < places[place].high
            }
            if not narrower:
                return places, more
            within |= narrower

    def _families(self) -> Iterator[tuple[CellKey, list[CellKey]]]:
        """Each cell that has parts, with its parts: the codes below it, and its regions."""
        for region, (code, below) in product(self.parent_of, self.children.items()):
            if below:
                yield (region, code), [(region, c) for c in below]
        for whole in set(self.parent_of.values()) - {""}:
            parts = [r for r, parent in self.parent_of.items() if parent == whole]
            for code in self.codes:
                yield (whole, code), [(r, code) for r in parts]

    def _bound_establishments(self, within: dict[CellKey, Range]) -> dict[CellKey, Range]:
        start = {}
        for place in product(self.parent_of, self.codes):
            known = self.census.observed(*place, "establishments")
            workers = self.census.observed(*place, "employees")
            low, high = within.get(place, Range(0, UNBOUNDED))
            unknown = Range(low, high if workers is None else min(high, workers))
            start[place] = unknown if known is None else Range(known, known)
        return self._narrow(start)

    def _bound_extra_employees(self, places_of: dict[CellKey, Range]) -> dict[CellKey, Range]:
        start = {}
        for place, establishments in places_of.items():
            workers = self.census.observed(*place, "employees")
            places = self.census.observed(*place, "establishments")
            if workers is not None:
                start[place] = Range(
                    workers - places if places is not None else 0, workers - (places or 0)
                )
            else:
                start[place] = Range(0, UNBOUNDED if establishments.high else 0)
        return self._narrow(start)

    def _others(self, own: dict[CellKey, Range]) -> dict[CellKey, Range]:
        network = Network()
        number = {}
        for code in self.codes:
            nation = own["00", code]
            known = [own[r, code] for r in self.provinces()]
            for region in self.provinces():
                number[region, code] = network.add_unknown(
                    *rest_of_nation(nation, known, own[region, code])
                )
        for region in self.provinces():
            for code, below in self.children.items():
                if below:
                    network.add_sum(number[region, code], [number[region, c] for c in below])
        network.narrow()
        return {place: Range(network.low[n], network.high[n]) for place, n in number.items()}

    def employees(self, place: CellKey) -> Range:
        """Employees of a cell."""
        known = self.census.observed(*place, "employees")
        if known is not None:
            return Range(known, known)
        one_each, more = self.establishments[place], self.extra_employees[place]
        return Range(one_each.low + more.low, one_each.high + more.high)

    def bounds(self, place: CellKey, measure: str) -> Range:
        """A cell in either measure."""
        return self.establishments[place] if measure == "establishments" else self.employees(place)

    def cover(self, region: str, code: str) -> str | None:
        """The nearest code at or above whose employees the agency publishes or withholds in the region.

        A listed cell without one covers itself.
        """
        above = self.ksic.lineage(code)
        found = next((c for c in above if self.census.has_employees(region, c)), None)
        return code if found is None and self.census.is_listed(region, code) else found

    def has_suppressed_cover(self, region: str, code: str) -> bool:
        """Whether the nearest published cell is suppressed, in the region or (if unlisted) above it."""
        cover = self.cover(region, code)
        if cover is None:
            return False
        if self.census.is_suppressed(region, cover):
            return True
        whole = self.parent_of[region]
        if self.census.has_employees(region, code) or not whole:
            return False
        cover_of_whole = self.cover(whole, code)
        return cover_of_whole is not None and self.census.is_suppressed(whole, cover_of_whole)

    @cached_property
    def suppressed_inside(self) -> dict[CellKey, int]:
        """Establishments of the largest suppressed cell inside each cell that contains one."""
        found: dict[CellKey, int] = {}
        for (region, code, measure), cell in self.census.cells.items():
            if measure != "employees" or cell.status != "suppressed":
                continue
            size = self.establishments[region, code].high
            while region:
                for above in self.ksic.lineage(code):
                    found[region, above] = max(size, found.get((region, above), 0))
                region = self.parent_of[region]
        return found

    def disclosed_cell(self, region: str, code: str, measure: str) -> DisclosedCell:
        """The published state of a cell."""
        place = (region, code)
        bounds = self.bounds(place, measure)
        is_listed = self.census.is_named(region, code)
        if bounds.high == 0 and not is_listed:
            return DisclosedCell("absent", bounds, bounds.low, is_listed)
        if measure == "employees" and self._is_suppressed(place):
            return DisclosedCell("suppressed", bounds, None, is_listed)
        if bounds.low == bounds.high:
            status = "observed" if self._is_published(place, measure) else "derived"
            return DisclosedCell(status, bounds, bounds.low, is_listed)
        return DisclosedCell("unknown", bounds, None, is_listed)

    def has_suppressed(self, measure: str) -> bool:
        """Whether a cell of the year is suppressed."""
        return measure == "employees" and self._has_suppressed

    @cached_property
    def _has_suppressed(self) -> bool:
        if any(cell.status == "suppressed" for cell in self.census.cells.values()):
            return True
        return any(
            self.disclosed_cell(region, code, "employees").status == "suppressed"
            for region in self.parent_of
            for code in self.codes
        )

    def disclosed_bounds(self, region: str, code: str, measure: str) -> DisclosedRange:
        """The range of a cell that its own published values and those directly above it disclose.

        A cell without a value lies between the number of its establishments and the smaller of two
        values: the code above in the region, and the code in the region above. Nothing is subtracted.
        """
        own = self.disclosed_cell(region, code, measure)
        if own.value is not None:
            return DisclosedRange(own.value, own.value)
        places = self.disclosed_cell(region, code, "establishments").value
        above, whole = self.ksic.parents[code], self.parent_of[region]
        wholes = [
            self.disclosed_cell(*place, measure).value
            for place in ((region, above), (whole, code))
            if all(place)
        ]
        known = [value for value in wholes if value is not None]
        low = places or 0 if measure == "employees" else 0
        return DisclosedRange(low, min(known, default=None))

    def is_complete_level(self, like: str) -> bool:
        """Whether all regions of the level of `like` are listed, so that they add up to the nation."""
        listed = [
            self.disclosed_cell(region, "TOTAL", "establishments")
            for region in self.parent_of
            if region != "00" and len(region) == len(like)
        ]
        parts = sum(cell.value or 0 for cell in listed if cell.is_listed)
        return parts == self.disclosed_cell("00", "TOTAL", "establishments").value

    def _is_published(self, place: CellKey, measure: str) -> bool:
        if measure == "employees":
            return self.census.has_employees(*place)
        return self.census.observed(*place, measure) is not None

    def _is_suppressed(self, place: CellKey) -> bool:
        employees, places = self.employees(place), self.establishments[place]
        if employees.high == 0:
            return False
        if self.has_suppressed_cover(*place):
            return True
        return not self.census.has_employees(*place) and (
            places.high < THRESHOLD
            or (employees.low == employees.high and places.low < THRESHOLD)
            or places.high <= self.suppressed_inside.get(place, 0)
        )

    def _regions(self) -> dict[str, str]:
        year = self.census.year
        found = {r.code: r.parent for r in regions() if r.first_year <= year <= r.last_year}
        districts = {region for region, _, _ in self.census.cells if len(region) == 5}
        return found | {district: district[:2] for district in sorted(districts)}

    def _codes(self) -> set[str]:
        """The codes above each named code, with their siblings."""
        named = {code for _, code, _ in self.census.cells}
        reached = {above for code in named for above in self.ksic.lineage(code)}
        parents = {self.ksic.parents[code] for code in reached}
        return {c for parent in parents for c in self.ksic.children[parent]}

    def _narrow(self, start: dict[CellKey, Range]) -> dict[CellKey, Range]:
        network = Network()
        number = {place: network.add_unknown(*bounds) for place, bounds in start.items()}
        for whole, parts in self._families():
            # all regions are known for the nation only; all codes below a code are known
            complete = whole[0] == parts[0][0] or self.is_complete(whole[0])
            network.add_sum(number[whole], [number[part] for part in parts], complete=complete)
        network.narrow()
        return {place: Range(network.low[n], network.high[n]) for place, n in number.items()}
