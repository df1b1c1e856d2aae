"""The hierarchical table that is protected: regions by industries, with all levels of both.

Rows are the regions of three levels (nation, province, district), columns the codes of six levels
(total, section, division, group, class, leaf). Every count is a sum of counts of the finest cells,
district by leaf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orchestration.sources.confidentiality.rule import Counts, Mask

Index = NDArray[np.intp]

NATION, PROVINCE, DISTRICT = range(3)
DIVISION, LEAF = 2, 5


@dataclass(frozen=True)
class Hierarchy:
    """A tree in which all leaves have the same depth. `codes` are its nodes, level by level.

    `above[k]` gives the node of level k above each leaf. The leaves below a node are neighbours:
    `span[node]` are the first of them and the last + 1.
    """

    codes: tuple[str, ...]
    above: Index
    level: Index
    span: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, paths: Sequence[tuple[str, ...]]) -> Hierarchy:
        """The tree of `paths`, each from the root to a leaf."""
        ordered = sorted(set(paths))
        levels = [
            list(dict.fromkeys(path[: k + 1] for path in ordered)) for k in range(len(paths[0]))
        ]
        nodes = {node: i for i, node in enumerate(n for level in levels for n in level)}
        above = np.array([[nodes[path[: k + 1]] for path in ordered] for k in range(len(levels))])
        level = np.repeat(np.arange(len(levels)), [len(nodes_) for nodes_ in levels])
        spans = []
        for node, k in zip(nodes.values(), level, strict=True):
            first, last = np.searchsorted(above[k], [node, node + 1])
            spans.append((int(first), int(last)))
        return cls(tuple(node[-1] for node in nodes), above, level, tuple(spans))

    @property
    def leaves(self) -> tuple[str, ...]:
        """The codes of the last level, in the order of `above`."""
        return self.codes[len(self.codes) - self.above.shape[1] :]

    def sums(self, rows: Counts) -> Counts:
        """One row for each node: the sum of the rows of its leaves."""
        first = np.array([start for start, _ in self.span])
        levels = [
            np.add.reduceat(rows, first[self.level == level], axis=0)
            for level in range(len(self.above))
        ]
        return np.concatenate(levels)


@dataclass(frozen=True)
class Table:
    """Counts of every cell (`regions.codes` by `industries.codes`) and of the finest ones.

    `establishments`, `excess` (employees minus establishments) and `is_unknown` (the employees of an
    establishment are missing, so that no number is published) are of all cells; `base_establishments` and
    `base_excess` are of districts by leaves.
    """

    regions: Hierarchy
    industries: Hierarchy
    base_establishments: Counts
    base_excess: Counts
    establishments: Counts
    excess: Counts
    is_unknown: Mask

    @classmethod
    def of(cls, cells: Mapping[str, Sequence[str] | Counts], parents: Mapping[str, str]) -> Table:
        """The table of the finest cells.

        `cells` has the columns region_code, ksic_code, establishments, employees, without_employees.
        `parents` is the classification. An establishment without a number of employees counts as one
        employee, the minimum.
        """
        district, leaf = list(cells["region_code"]), list(cells["ksic_code"])
        regions = Hierarchy.of([("00", code[:2], code) for code in set(district)])
        industries = Hierarchy.of([_path(code, parents) for code in set(leaf)])
        rows, columns = _positions(regions, district), _positions(industries, leaf)

        def grid(values: Counts) -> Counts:
            dense = np.zeros((len(regions.leaves), len(industries.leaves)), dtype=np.int64)
            dense[rows, columns] = values
            return dense

        counted, missing, employees = (
            np.asarray(cells[name], dtype=np.int64)
            for name in ("establishments", "without_employees", "employees")
        )
        establishments, excess = grid(counted), grid(employees - (counted - missing))

        def summed(base: Counts) -> Counts:
            return regions.sums(industries.sums(base.T).T)

        return cls(
            regions,
            industries,
            establishments,
            excess,
            summed(establishments),
            summed(excess),
            summed(grid(missing)) > 0,
        )


def _path(code: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    path = [code]
    while parents[path[0]]:
        path.insert(0, parents[path[0]])
    return tuple(path)


def _positions(hierarchy: Hierarchy, codes: Sequence[str]) -> Index:
    """The leaf of each code."""
    at = {code: i for i, code in enumerate(hierarchy.leaves)}
    return np.fromiter(map(at.__getitem__, codes), dtype=np.intp, count=len(codes))
