"""A set of leaves in every region of a year: the least and the greatest that it can hold, and whether
it may be told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from orchestration.trace.cells import THRESHOLD, CellYear, Place, Range
from orchestration.trace.classification import Leaf
from orchestration.trace.propagate import Network
from orchestration.trace.taxonomy import Node, nodes


@dataclass(frozen=True)
class Standing:
    """What a set stands on in a region."""

    contributors: frozenset[str]
    suppressed: frozenset[str]
    resolution: str
    largest_suppressed: int


class SetYear:
    """One set of leaves over one census year."""

    def __init__(self, cells: CellYear, leaves: frozenset[Leaf]) -> None:
        self.cells = cells
        found = [n for n in nodes(leaves, cells.ksic) if n.code in cells.codes]
        self.nodes: dict[str, Node] = {n.code: n for n in found}

    @property
    def frontier(self) -> list[Node]:
        """Where the data end or all belongs: the codes whose cells are added up."""
        return [n for n in self.nodes.values() if n.is_full or not self.cells.children[n.code]]

    def bounds(self, region: str, measure: str) -> Range:
        """Establishments or employees of the set in a region."""
        places = self._inside["establishments"][region]
        if measure == "establishments":
            return places
        more = self._inside["beyond"][region]
        return Range(places.low + more.low, places.high + more.high)

    def share(self, region: str, measure: str) -> tuple[Range, Range] | None:
        """Numerator and denominator of the least and the greatest share of the nation: (low: part,
        whole), (high: part, whole); None where the nation has nothing."""
        nation, own = self.bounds("00", measure), self.bounds(region, measure)
        if nation.high == 0:
            return None
        if region == "00":
            return Range(1, 1), Range(1, 1)
        if self.cells.parent_of[region] != "00":
            return Range(own.low, nation.high), Range(own.high, max(nation.low, own.high))
        all_ = [self.bounds(r, measure) for r in self.cells.provinces()]
        others_low = sum(r.low for r in all_) - own.low
        others_high = sum(r.high for r in all_) - own.high
        return (
            Range(own.low, min(nation.high, own.low + others_high)),
            Range(own.high, max(nation.low, own.high + others_low)),
        )

    def standing(self, region: str) -> Standing:
        """What the set stands on in a region."""
        cells = self.cells
        contributors, suppressed = set(), set()
        fine = coarse = largest = 0
        for node in self.frontier:
            place = (region, node.code)
            cover = cells.cover(region, node.code)
            is_listed = cover == node.code
            hidden = cells.is_covered_up(region, node.code)
            if cells.employees(place).high and cover is not None:
                contributor = node.code if hidden and not is_listed else cover
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
        return Standing(frozenset(contributors), frozenset(suppressed), resolution, largest)

    def is_suppressed(self, region: str, measure: str) -> bool:
        """Whether the disclosure rule forbids to tell the set in a region."""
        if measure == "establishments":
            return False
        employees, places = self.bounds(region, measure), self.bounds(region, "establishments")
        if employees.high == 0:
            return False
        standing = self.standing(region)
        return (
            places.high < THRESHOLD
            or (employees.low == employees.high and places.low < THRESHOLD)
            or places.high <= standing.largest_suppressed
            or (len(standing.contributors) <= 1 and len(standing.suppressed) == 1)
        )

    @cached_property
    def _inside(self) -> dict[str, dict[str, Range]]:
        """By unknown and region, the part of TOTAL inside the set."""
        places = self._settled(self.cells.establishments, empty=set())
        empty = {key for key, bounds in places.items() if bounds.high == 0}
        more = self._settled(self.cells.beyond, empty)
        return {
            name: {r: found.get(("inside", r, "TOTAL"), Range(0, 0)) for r in self.cells.parent_of}
            for name, found in (("establishments", places), ("beyond", more))
        }

    def _settled(
        self, cells: dict[Place, Range], empty: set[tuple[str, str, str]]
    ) -> dict[tuple[str, str, str], Range]:
        """Bounds of the parts inside and outside, by ('inside' or 'outside', region, code).

        What is named in `empty` is nothing (no establishment, no employee).
        """
        network = Network()
        number: dict[tuple[str, str, str], int] = {}

        def part(side: str, region: str, code: str) -> int:
            key = (side, region, code)
            if key not in number:
                nothing = key in empty or (side == "outside" and self.nodes[code].is_full)
                high = 0 if nothing else cells[region, code].high
                number[key] = network.unknown(0, high)
            return number[key]

        for region in self.cells.parent_of:
            for code, node in self.nodes.items():
                inside, outside = part("inside", region, code), part("outside", region, code)
                network.tie(network.unknown(*cells[region, code]), (inside, outside))
                below = self.cells.children[code]
                if node.is_full or not below:
                    continue
                touched = [c for c in below if c in self.nodes]
                untouched = [
                    network.unknown(*cells[region, c]) for c in below if c not in self.nodes
                ]
                network.tie(inside, [part("inside", region, c) for c in touched])
                network.tie(outside, [*(part("outside", region, c) for c in touched), *untouched])
        for whole in set(self.cells.parent_of.values()) - {""}:
            regions = [r for r, parent in self.cells.parent_of.items() if parent == whole]
            for code in self.nodes:
                for side in ("inside", "outside"):
                    network.tie(
                        part(side, whole, code),
                        [part(side, r, code) for r in regions],
                        complete=self.cells.is_complete(whole),
                    )
        network.settle()
        return {key: Range(network.low[n], network.high[n]) for key, n in number.items()}
