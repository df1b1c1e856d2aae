"""The search for complementary suppressions: the cheapest pattern that protects each primary cell.

The hypercube method (Repsilber 1999; Giessing and Repsilber 2002) on all levels of the hierarchy at
once. A primary cell is protected by a second district and a second leaf: employees are added to one
district in one leaf and removed in the other, and the reverse in the other district, so that the sums
over both do not change. The cells of all levels that do not contain both districts, or both leaves,
change and are suppressed. Near candidates (the same province, the same class) are tried first; cells
that are already suppressed cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from orchestration.sources.confidentiality.choices import (
    candidates_beside,
    cheapest,
    distribute,
    take_largest,
)
from orchestration.sources.confidentiality.patterns import UNLIMITED, Patterns
from orchestration.sources.confidentiality.rule import Counts, Mask, ProtectionRule
from orchestration.sources.confidentiality.table import (
    DISTRICT,
    DIVISION,
    LEAF,
    NATION,
    Index,
    Table,
)

_REGION_COST = np.array([60.0, 12.0, 1.0])
_INDUSTRY_COST = np.array([60.0, 12.0, 6.0, 3.0, 2.0, 1.0])
"""The cost of suppressing a cell, by level: coarser cells cost more, because they are used more."""
_AGENCY = 100.0
"""Cost factor of nation and provinces down to divisions: the agency publishes these itself, so that
suppressing them may protect nothing."""
_COSTED, _PAIRED = 64, 24
"""The number of cheapest candidates whose full cost is computed, and of those that are paired."""


class _Scope(NamedTuple):
    """The levels of regions and industries below which the two partners differ."""

    region: int
    industry: int


class _Partners(NamedTuple):
    """The finest cells that can be used: employees that each can lose, and whether it can gain any."""

    capacity: Counts
    is_open: Mask


_Option = tuple[float, list[tuple[Index, Index]], list[tuple[tuple[int, int], int]]]
"""Cost, cells to suppress, and partners with the number of employees that each loses."""


class Search:
    """`suppressed` are the cells without a published number of employees, `patterns` the proof."""

    def __init__(self, table: Table, rule: ProtectionRule) -> None:
        self.table = table
        self.patterns = Patterns()
        self._primary = rule.primary(table.establishments)
        self._upper, self._lower = rule.levels(table.establishments, table.excess)
        self.suppressed = self._primary | table.is_unknown
        self._above, self._below = np.zeros_like(self._upper), np.zeros_like(self._lower)
        self._free = np.maximum(table.base_excess, 0)
        occupied = table.base_establishments > 0
        several = table.base_establishments > 1
        self._partners = (
            _Partners(np.where(several, self._free, 0), several),
            _Partners(self._free, occupied),
        )
        """Cells of several establishments come first: the owner of a single one knows its employees."""
        self._cost = self._costs()
        self._regions = np.ascontiguousarray(table.regions.above.T)
        self._industries = np.ascontiguousarray(table.industries.above.T)
        self._paths = self._regions.tolist(), self._industries.tolist()
        self._scopes = {
            (region, industry): _scopes(region, industry)
            for region in range(len(_REGION_COST))
            for industry in range(len(_INDUSTRY_COST))
        }

    def run(self) -> None:
        """Protect every primary cell, the coarsest and the largest first."""
        regions, industries = np.nonzero(self._primary)
        size = (self.table.establishments + self.table.excess)[regions, industries]
        levels = self.table.regions.level[regions], self.table.industries.level[industries]
        order = np.lexsort((industries, regions, -size, levels[1], levels[0]))
        for cell in zip(regions[order].tolist(), industries[order].tolist(), strict=True):
            if not self._is_protected(cell):
                self._protect(cell)

    def _is_protected(self, cell: tuple[int, int]) -> bool:
        return bool(
            self._above[cell] >= self._upper[cell] and self._below[cell] >= self._lower[cell]
        )

    def _protect(self, cell: tuple[int, int]) -> None:
        wanted = int(self._upper[cell]), int(self._lower[cell])
        places = [place for place in self._places(cell) if self._free[place] >= wanted[1]]
        levels = _Scope(
            int(self.table.regions.level[cell[0]]), int(self.table.industries.level[cell[1]])
        )
        for scopes in self._scopes[levels]:
            for partners in self._partners:
                for scope in scopes:
                    if any(self._one_pair(at, scope, wanted, partners) for at in places):
                        return
            if any(self._several_pairs(places[0], scope, levels, wanted) for scope in scopes):
                return
        self._without_pairs(places[0], levels, wanted[0])

    def _places(self, cell: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The finest cells with establishments inside a cell, the largest first."""
        first, last = self.table.regions.span[cell[0]]
        left, right = self.table.industries.span[cell[1]]
        inside = np.s_[first:last, left:right]
        district, leaf = np.nonzero(self.table.base_establishments[inside])
        for i in np.argsort(-self._free[inside][district, leaf], kind="stable").tolist():
            yield first + int(district[i]), left + int(leaf[i])

    # --- one district and one leaf beside the cell --------------------------------------------------

    def _one_pair(
        self, at: tuple[int, int], scope: _Scope, wanted: tuple[int, int], partners: _Partners
    ) -> bool:
        """Suppress the cheapest pattern of two districts and two leaves in `scope`, if there is one."""
        upper, lower = wanted
        inner = _Scope(scope.region + 1, scope.industry + 1)
        near, own = self._candidates(at, scope, inner, partners.capacity, upper)
        if not len(near) or not len(own):
            return False
        here = self._levels(at[0], at[1], scope)
        near = near[cheapest(self._cost[self._regions[near, DISTRICT], here[1][-1]], _COSTED)]
        own = own[cheapest(self._cost[here[0][-1], self._industries[own, LEAF]], _COSTED)]
        above_near, above_own = self._levels(near, own, scope)
        by_district = self._cost[above_near[:, :, None], here[1]].sum(axis=(1, 2))
        by_leaf = self._cost[here[0][:, None, None], above_own].sum(axis=(0, 2))
        chosen = cheapest(by_district, _PAIRED), cheapest(by_leaf, _PAIRED)
        near, above_near, by_district = (
            near[chosen[0]],
            above_near[chosen[0]],
            by_district[chosen[0]],
        )
        own, above_own, by_leaf = own[chosen[1]], above_own[chosen[1]], by_leaf[chosen[1]]
        pairs = near[:, None], own[None, :]
        possible = partners.is_open[pairs] & (partners.capacity[pairs] >= lower)
        if not possible.any():
            return False
        cost = by_district[:, None] + by_leaf[None, :]
        for regions in above_near.T:
            for industries in above_own.T:
                cost += self._cost[regions[:, None], industries[None, :]]
        best = int(np.argmin(np.where(possible, cost, np.inf)))
        i, j = divmod(best, len(own))
        self._suppress_pair(at, (int(near[i]), int(own[j])), scope, partners)
        return True

    def _candidates(
        self, at: tuple[int, int], outer: _Scope, inner: _Scope, capacity: Counts, least: int
    ) -> tuple[Index, Index]:
        """Districts with a capacity of at least `least` in the leaf, and leaves with it in the district.

        They are within `outer` but not within `inner`.
        """
        district, leaf = at
        region_path, industry_path = self._paths[0][district], self._paths[1][leaf]
        industries, regions = self.table.industries.span, self.table.regions.span
        levels = outer.industry, inner.industry
        own = candidates_beside(capacity[district], least, industries, industry_path, levels)
        levels = outer.region, inner.region
        near = candidates_beside(capacity[:, leaf], least, regions, region_path, levels)
        return near, own

    def _levels(
        self, district: int | Index, leaf: int | Index, scope: _Scope
    ) -> tuple[Index, Index]:
        """The nodes of districts and leaves at the levels below `scope`."""
        return (
            self._regions[district, scope.region + 1 :],
            self._industries[leaf, scope.industry + 1 :],
        )

    def _suppress_pair(
        self, at: tuple[int, int], other: tuple[int, int], scope: _Scope, partners: _Partners
    ) -> None:
        districts, leaves = (at[0], other[0]), (at[1], other[1])
        nodes = [self._levels(d, leaf, scope) for d, leaf in zip(districts, leaves, strict=True)]
        capacity, is_open = partners
        for i in (0, 1):
            for j in (0, 1):
                cells = _crossed((nodes[i][0], nodes[j][1]))
                mine, across = (districts[i], leaves[j]), (districts[1 - i], leaves[1 - j])
                beside = (districts[i], leaves[1 - j]), (districts[1 - i], leaves[j])
                more = min(capacity[beside[0]], capacity[beside[1]]) if is_open[across] else 0
                fewer = min(self._free[mine], capacity[across])
                is_down = is_open[beside[0]] and is_open[beside[1]]
                self._suppress(cells, more, fewer if is_down else 0)
        free = self._free
        self.patterns.add(
            [(*at, 1), (*other, 1), (at[0], other[1], -1), (other[0], at[1], -1)],
            int(min(free[at[0], other[1]], free[other[0], at[1]])),
            int(min(free[at], free[other])),
        )

    def _suppress(self, cells: tuple[Index, Index], more: int, fewer: int) -> None:
        """Suppress `cells`; each can then have up to `more` more or `fewer` fewer employees."""
        self.suppressed[cells] = True
        self._cost[cells] = 0
        self._above[cells] = np.maximum(self._above[cells], more)
        self._below[cells] = np.maximum(self._below[cells], fewer)

    # --- if no single pair has enough employees -----------------------------------------------------

    def _several_pairs(
        self, at: tuple[int, int], scope: _Scope, inner: _Scope, wanted: tuple[int, int]
    ) -> bool:
        """Protect a large cell by several districts and leaves; False if they have too few employees."""
        upper, lower = wanted
        free, establishments = self._free, self.table.base_establishments
        near, own = self._candidates(at, scope, inner, free, 1)
        nodes = self._levels(near, own, scope)
        districts = take_largest(free[near, at[1]], upper, nodes[0])
        leaves = take_largest(free[at[0], own], upper, nodes[1])
        more = [
            (int(near[i]), int(own[j]), amount) for i, j, amount in distribute(districts, leaves)
        ]
        near, own = self._candidates(at, scope, inner, establishments, 1)
        row, column = np.nonzero(free[near[:, None], own[None, :]])
        fewer = [
            (int(near[row[pair]]), int(own[column[pair]]), amount)
            for pair, amount in take_largest(free[near[row], own[column]], lower)
        ]
        if (
            sum(part[2] for part in more) < upper
            or sum(part[2] for part in fewer) < lower
            or free[at] < lower
            or not all(establishments[part[:2]] for part in more)
        ):
            return False
        here = self._levels(*at, scope)
        mine = self._levels(*at, _Scope(inner.region - 1, inner.industry - 1))
        for parts, sign, ends in ((more, 1, (upper, 0)), (fewer, -1, (0, lower))):
            changes: list[tuple[int, int, int]] = []
            for district, leaf, amount in parts:
                change = sign * amount
                changes += [(*at, change), (district, leaf, change)]
                changes += [(at[0], leaf, -change), (district, at[1], -change)]
                theirs = self._levels(district, leaf, scope)
                both = np.concatenate((here[0], theirs[0])), np.concatenate((here[1], theirs[1]))
                self._suppress(_crossed(both), 0, 0)
            self._suppress(_crossed(mine), *ends)
            self.patterns.add(changes, 1, 0)
        return True

    # --- if no pair is possible ----------------------------------------------------------------------

    def _without_pairs(self, at: tuple[int, int], inner: _Scope, upper: int) -> None:
        """Suppress sums over regions, over industries or over both.

        This is necessary in a file of a few establishments, and for an establishment that is most of its
        industry or district.
        """
        options = [*self._lines(at, inner, upper), *self._diagonals(at, inner, upper)]
        if options:
            _, cells, shares = min(options, key=lambda option: option[0])
            most = upper
        else:
            everything = self._levels(*at, _Scope(-1, -1))
            cells, shares, most = [_crossed(everything)], [], UNLIMITED
        for each in cells:
            self._suppress(each, 0, 0)
        own = int(self._free[at])
        mine = self._levels(*at, _Scope(inner.region - 1, inner.industry - 1))
        self._suppress(_crossed(mine), most, own)
        self.patterns.add([(*at, most), *((*place, -n) for place, n in shares)], 1, 0)
        self.patterns.add([(*at, -own), *((*place, own) for place, _ in shares[:1])], 1, 0)

    def _lines(self, at: tuple[int, int], inner: _Scope, upper: int) -> Iterator[_Option]:
        """Partners in the same district (sums over regions change) or leaf (over industries)."""
        for scope in (
            *(_Scope(-1, industry) for industry in range(inner.industry)),
            *(_Scope(region, -1) for region in range(inner.region)),
        ):
            near, own = self._candidates(at, scope, inner, self._free, 1)
            places = [(int(d), at[1]) for d in near] + [(at[0], int(leaf)) for leaf in own]
            capacity = np.array([self._free[place] for place in places], dtype=np.int64)
            regions, industries = self._levels(near, own, scope)
            shares = [
                (places[i], n)
                for i, n in take_largest(
                    capacity, upper, (regions if len(near) else industries)[:, :1]
                )
            ]
            if sum(share for _, share in shares) == upper:
                used = [at, *(place for place, _ in shares)]
                cells = [_crossed(self._levels(*place, scope)) for place in used]
                yield self._priced(cells, shares)

    def _diagonals(self, at: tuple[int, int], inner: _Scope, upper: int) -> Iterator[_Option]:
        """One partner in another district and another leaf; the sums over both do not change."""
        for region in range(inner.region):
            for industry in range(inner.industry):
                districts = slice(*self.table.regions.span[self._paths[0][at[0]][region]])
                leaves = slice(*self.table.industries.span[self._paths[1][at[1]][industry]])
                capacity = self._free[districts, leaves].copy()
                own = self.table.regions.span[self._paths[0][at[0]][inner.region]]
                capacity[own[0] - districts.start : own[1] - districts.start] = 0
                own = self.table.industries.span[self._paths[1][at[1]][inner.industry]]
                capacity[:, own[0] - leaves.start : own[1] - leaves.start] = 0
                i, j = divmod(int(capacity.argmax()), capacity.shape[1])
                if capacity[i, j] >= upper:
                    other = districts.start + i, leaves.start + j
                    cells = []
                    for district, leaf in (at, other):
                        rows, columns = self._levels(district, leaf, _Scope(-1, -1))
                        cells.append(_crossed((rows[region + 1 :], columns)))
                        cells.append(_crossed((rows[: region + 1], columns[industry + 1 :])))
                    yield self._priced(cells, [(other, upper)])

    def _priced(
        self, cells: list[tuple[Index, Index]], shares: list[tuple[tuple[int, int], int]]
    ) -> _Option:
        return float(sum(self._cost[each].sum() for each in cells)), cells, shares

    # --- costs --------------------------------------------------------------------------------------

    def _costs(self) -> NDArray[np.float64]:
        """The cost of suppressing each cell: higher for coarse and for large cells."""
        table = self.table
        size = np.maximum(table.establishments + table.excess, 0)
        cost = _cost_of_levels(table.regions.level[:, None], table.industries.level[None, :])
        cost = cost * (1 + np.sqrt(size) / 4)
        return np.where(self.suppressed | (table.establishments == 0), 0.0, cost)


def _crossed(nodes: tuple[Index, Index]) -> tuple[Index, Index]:
    """The index of the cells of all regions by all industries of `nodes`."""
    return nodes[0][:, None], nodes[1][None, :]


def _cost_of_levels(region: Index, industry: Index) -> NDArray[np.float64]:
    is_agency = (region < DISTRICT) & (industry <= DIVISION)
    cost: NDArray[np.float64] = _REGION_COST[region] * _INDUSTRY_COST[industry]
    return cost * np.where(is_agency, _AGENCY, 1.0)


def _scopes(region: int, industry: int) -> tuple[list[_Scope], list[_Scope]]:
    """The scopes of partners for a cell of these levels: without the agency's own cells, and with them.

    The cheapest come first: those with the fewest and finest cells to suppress.
    """
    scopes = [_Scope(a, b) for a in range(region) for b in range(industry)]

    def cost(scope: _Scope) -> float:
        below = np.arange(scope.region + 1, DISTRICT + 1)
        inside = np.arange(scope.industry + 1, LEAF + 1)
        return float(_cost_of_levels(below[:, None], inside[None, :]).sum())

    ordered = sorted(scopes, key=cost)
    with_agency = [s for s in ordered if s.region == NATION and s.industry < DIVISION]
    return [s for s in ordered if s not in with_agency], with_agency
