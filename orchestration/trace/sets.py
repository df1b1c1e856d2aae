"""Bound a set of leaves in every region of a census year, and apply the disclosure rule to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from orchestration.trace.cells import THRESHOLD, CellKey, CellYear, Range, rest_of_nation
from orchestration.trace.propagate import Network
from orchestration.trace.taxonomy import Leaves, Node, nodes

Part = tuple[str, str, str]
"""`inside` or `outside` the set, region and code."""
Parts = dict[Part, Range]
SIDES = ("inside", "outside")


@dataclass(frozen=True)
class Contributors:
    """The published cells that a set is computed from in a region.

    `resolution`: leaf, mixed or coarse. `largest_suppressed`: establishments of the largest suppressed cell
    inside the set.
    """

    contributors: frozenset[str]
    suppressed: frozenset[str]
    resolution: str
    largest_suppressed: int


class SetYear:
    """One set of leaves over one census year."""

    def __init__(self, cells: CellYear, leaves: Leaves) -> None:
        self.cells = cells
        found = [n for n in nodes(leaves, cells.ksic) if n.code in cells.codes]
        self.nodes: dict[str, Node] = {n.code: n for n in found}

    @property
    def frontier(self) -> list[Node]:
        """The codes whose cells are added up: full ones, and those without codes below them."""
        return [n for n in self.nodes.values() if n.is_full or not self.cells.children[n.code]]

    def bounds(self, region: str, measure: str) -> Range:
        """Establishments or employees of the set in a region."""
        places = self._inside["establishments"][region]
        if measure == "establishments":
            return places
        more = self._inside["extra_employees"][region]
        return Range(places.low + more.low, places.high + more.high)

    def share(self, region: str, measure: str) -> tuple[Range, Range] | None:
        """Part and whole of the least and the greatest share of the nation; None if the nation has none."""
        nation, own = self.bounds("00", measure), self.bounds(region, measure)
        if nation.high == 0:
            return None
        if region == "00":
            return Range(1, 1), Range(1, 1)
        if self.cells.parent_of[region] != "00":
            return Range(own.low, nation.high), Range(own.high, max(nation.low, own.high))
        others = rest_of_nation(
            nation, [self.bounds(r, measure) for r in self.cells.provinces()], own
        )
        apart = self._others_of(region, measure)
        return (
            Range(own.low, min(nation.high, own.low + min(others.high, apart.high))),
            Range(own.high, max(nation.low, own.high + max(others.low, apart.low))),
        )

    def contributors(self, region: str) -> Contributors:
        """The published cells that the set is computed from in a region."""
        cells = self.cells
        contributors, suppressed = set(), set()
        fine = coarse = largest = 0
        for node in self.frontier:
            place = (region, node.code)
            cover = cells.cover(region, node.code)
            is_listed = cells.census.is_listed(*place)
            hidden = cells.has_suppressed_cover(region, node.code)
            if cells.employees(place).high and cover is not None:
                contributor = node.code if hidden and cover != node.code else cover
                contributors.add(contributor)
                if hidden:
                    suppressed.add(contributor)
            places = cells.establishments[place]
            if places.high:
                is_fine = node.is_full and (is_listed or places.low == places.high)
                fine, coarse = fine + is_fine, coarse + (not is_fine)
            if node.is_full:
                largest = max(largest, cells.suppressed_inside.get(place, 0))
        resolution = "leaf" if not coarse else "mixed" if fine else "coarse"
        return Contributors(frozenset(contributors), frozenset(suppressed), resolution, largest)

    def is_suppressed(self, region: str, measure: str) -> bool:
        """Whether the disclosure rule suppresses the set in a region."""
        if measure == "establishments":
            return False
        employees, places = self.bounds(region, measure), self.bounds(region, "establishments")
        if employees.high == 0:
            return False
        found = self.contributors(region)
        return (
            places.high < THRESHOLD
            or (employees.low == employees.high and places.low < THRESHOLD)
            or places.high <= found.largest_suppressed
            or (len(found.contributors) <= 1 and len(found.suppressed) == 1)
        )

    def _others_of(self, region: str, measure: str) -> Range:
        """The set in the nation without a province, bounded code by code."""
        places = self._outside["establishments"][region]
        if measure == "establishments":
            return places
        more = self._outside["extra_employees"][region]
        return Range(places.low + more.low, places.high + more.high)

    @cached_property
    def _inside(self) -> dict[str, dict[str, Range]]:
        """By unknown and region, the part of TOTAL inside the set."""
        return self._totals(self._parts, list(self.cells.parent_of))

    @cached_property
    def _outside(self) -> dict[str, dict[str, Range]]:
        """By unknown and province, the part of TOTAL inside the set in the rest of the nation."""
        return self._totals(self._other_parts, self.cells.provinces())

    @staticmethod
    def _totals(parts: tuple[Parts, Parts], regions: list[str]) -> dict[str, dict[str, Range]]:
        return {
            name: {r: found.get(("inside", r, "TOTAL"), Range(0, 0)) for r in regions}
            for name, found in zip(("establishments", "extra_employees"), parts, strict=True)
        }

    @property
    def _parts(self) -> tuple[Parts, Parts]:
        """Bounds of establishments and of extra employees of all parts of the regions."""
        return self._regions_and_others[0]

    @property
    def _other_parts(self) -> tuple[Parts, Parts]:
        """The same for the nation without each province."""
        return self._regions_and_others[1]

    @cached_property
    def _regions_and_others(self) -> tuple[tuple[Parts, Parts], tuple[Parts, Parts]]:
        """Both, narrowed in turn: a province has what the rest of the nation leaves for it."""
        within: tuple[Parts, Parts] = ({}, {})
        while True:
            own = self._bound_regions(*within)
            others = self._bound_others(*own)
            places, more = (
                self._left_for_provinces(*both) for both in zip(own, others, strict=True)
            )
            if not places and not more:
                return own, others
            within = (within[0] | places, within[1] | more)

    def _bound_regions(self, places: Parts, more: Parts) -> tuple[Parts, Parts]:
        """The parts of the regions, inside given bounds of some of them."""
        cells = self.cells
        return _narrow_both(
            lambda empty, filled: self._narrow(cells.establishments, places, empty, filled),
            lambda empty, filled: self._narrow(cells.extra_employees, more, empty, filled),
        )

    def _bound_others(self, places: Parts, more: Parts) -> tuple[Parts, Parts]:
        """The parts of the nation without each province, from the parts of the regions."""
        cells = self.cells
        return _narrow_both(
            lambda empty, filled: self._bound_rest_of_nation(
                cells.other_establishments, places, empty, filled
            ),
            lambda empty, filled: self._bound_rest_of_nation(
                cells.other_extra_employees, more, empty, filled
            ),
        )

    def _left_for_provinces(self, own: Parts, others: Parts) -> Parts:
        """The parts of provinces for which the rest of the nation leaves less than their bounds."""
        found = {}
        for (side, region, code), apart in others.items():
            nation, bounds = own[side, "00", code], own[side, region, code]
            left = Range(
                max(bounds.low, nation.low - apart.high), min(bounds.high, nation.high - apart.low)
            )
            if left != bounds:
                found[side, region, code] = left
        return found

    def _narrow(
        self, cells: dict[CellKey, Range], within: Parts, empty: set[Part], filled: set[Part]
    ) -> Parts:
        """Bounds of the parts inside and outside; some have bounds already (`within`).

        A part in `empty` has none (no establishment, no employee), one in `filled` at least one.
        """
        start = {
            (side, region, code): within.get(
                (side, region, code), Range(0, cells[region, code].high)
            )
            for region in self.cells.parent_of
            for code in self.nodes
            for side in SIDES
        }
        network = Network()
        number = self._add_industry_sums(network, cells, start, empty, filled)
        for whole in set(self.cells.parent_of.values()) - {""}:
            regions = [r for r, parent in self.cells.parent_of.items() if parent == whole]
            for code in self.nodes:
                for side in SIDES:
                    network.add_sum(
                        number[side, whole, code],
                        [number[side, r, code] for r in regions],
                        complete=self.cells.is_complete(whole),
                    )
        network.narrow()
        return {key: Range(network.low[n], network.high[n]) for key, n in number.items()}

    def _bound_rest_of_nation(
        self, cells: dict[CellKey, Range], own: Parts, empty: set[Part], filled: set[Part]
    ) -> Parts:
        """As `_narrow`, for the nation without each province; `own` are the bounds of the regions."""
        provinces = self.cells.provinces()
        start = {}
        for code in self.nodes:
            for side in SIDES:
                known = [own[side, r, code] for r in provinces]
                for r in provinces:
                    start[side, r, code] = rest_of_nation(
                        own[side, "00", code], known, own[side, r, code]
                    )
        network = Network()
        number = self._add_industry_sums(network, cells, start, empty, filled)
        network.narrow()
        return {key: Range(network.low[n], network.high[n]) for key, n in number.items()}

    def _add_industry_sums(
        self,
        network: Network,
        cells: dict[CellKey, Range],
        start: Parts,
        empty: set[Part],
        filled: set[Part],
    ) -> dict[Part, int]:
        """Add the unknowns of `start`: inside plus outside is the cell; codes add up to the code above."""
        number: dict[Part, int] = {}
        for key, bounds in start.items():
            side, _, code = key
            nothing = key in empty or (side == "outside" and self.nodes[code].is_full)
            least = max(bounds.low, 1 if key in filled else 0)
            number[key] = network.add_unknown(*((0, 0) if nothing else (least, bounds.high)))
        for region in {region for _, region, _ in start}:
            for code, node in self.nodes.items():
                inside, outside = number["inside", region, code], number["outside", region, code]
                network.add_sum(network.add_unknown(*cells[region, code]), (inside, outside))
                below = self.cells.children[code]
                if node.is_full or not below:
                    continue
                touched = [c for c in below if c in self.nodes]
                untouched = [
                    network.add_unknown(*cells[region, c]) for c in below if c not in self.nodes
                ]
                network.add_sum(inside, [number["inside", region, c] for c in touched])
                network.add_sum(
                    outside, [*(number["outside", region, c] for c in touched), *untouched]
                )
        return number


def _narrow_both(
    establishments: Callable[[set[Part], set[Part]], Parts],
    extra_employees: Callable[[set[Part], set[Part]], Parts],
) -> tuple[Parts, Parts]:
    """Bounds of both unknowns, narrowed in turn: no employee without an establishment, and conversely."""
    filled: set[Part] = set()
    while True:
        places = establishments(set(), filled)
        empty = {key for key, bounds in places.items() if bounds.high == 0}
        more = extra_employees(empty, set())
        found = {key for key, bounds in more.items() if bounds.low > 0 and places[key].low < 1}
        if found <= filled:
            return places, more
        filled |= found
