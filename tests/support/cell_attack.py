"""An attacker of suppressed cells, for tests: all that published cells allow, by linear programming.

The unknowns are employees beyond one for each establishment, district by leaf. Establishments are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from orchestration.lake.reference import ksic_parents
from orchestration.sources.confidentiality.table import Table

Vector = NDArray[np.float64]
Cell = tuple[str, str]
"""Region and code."""


def small_table(seed: int, districts: Sequence[str], leaves: Sequence[str], empty: float) -> Table:
    """A synthetic table: mostly one or two small establishments a cell, a few large ones."""
    rng = np.random.default_rng(seed)
    shape = (len(districts), len(leaves))
    establishments = np.where(rng.random(shape) < empty, 0, rng.geometric(0.35, shape))
    establishments.flat[int(rng.integers(establishments.size))] = 2
    excess = rng.poisson(establishments * rng.choice([0.0, 0.5, 3.0, 40.0], shape))
    row, column = np.nonzero(establishments)
    counted = establishments[row, column]
    return Table.of(
        {
            "region_code": [districts[i] for i in row],
            "ksic_code": [leaves[j] for j in column],
            "establishments": counted,
            "employees": counted + excess[row, column],
            "without_employees": np.zeros_like(counted),
        },
        ksic_parents("10"),
    )


@dataclass
class Attacker:
    """What somebody knows of the excess of the finest cells of `table`, as linear facts."""

    table: Table
    _facts: dict[bytes, tuple[Vector, float, float]] = field(default_factory=dict)

    def vector(self, cell: Cell, leaves: Iterable[str] | None = None) -> Vector:
        """The finest cells in a cell; with `leaves`, those of these leaves in the region."""
        regions, industries = self.table.regions, self.table.industries
        inside_region = np.any(regions.above == regions.codes.index(cell[0]), axis=0)
        if leaves is None:
            inside = np.any(industries.above == industries.codes.index(cell[1]), axis=0)
        else:
            inside = np.isin(industries.leaves, list(leaves))
        return np.outer(inside_region, inside).astype(float).ravel()

    def establishments(self, vector: Vector) -> float:
        """Establishments of a linear combination of the finest cells."""
        return float(vector @ self.table.base_establishments.ravel())

    def told(self, vector: Vector, low: float, high: float) -> None:
        """Learn that so many employees, establishments and excess together, lie in `vector`."""
        fixed = self.establishments(vector)
        key = vector.tobytes()
        _, known_low, known_high = self._facts.get(key, (vector, -np.inf, np.inf))
        self._facts[key] = vector, max(low - fixed, known_low), min(high - fixed, known_high)

    def interval(self, vector: Vector) -> tuple[float, float]:
        """The least and the greatest number of employees in `vector` that agree with all that is known."""
        there = self.table.base_establishments.ravel() > 0
        ends = []
        rows = sparse.csr_array(np.array([fact[0][there] for fact in self._facts.values()]))
        low, high = np.array([fact[1:] for fact in self._facts.values()]).T
        same = low == high
        most, least = ~same & np.isfinite(high), ~same & np.isfinite(low)
        for sign in (1, -1):
            solved = linprog(
                sign * vector[there],
                A_eq=rows[same],
                b_eq=low[same],
                A_ub=sparse.vstack([rows[most], -rows[least]]),
                b_ub=np.concatenate([high[most], -low[least]]),
            )
            if solved.status == 3:
                ends.append(sign * -np.inf)
                continue
            assert solved.status == 0, solved.message
            ends.append(sign * float(solved.fun or 0.0))
        fixed = self.establishments(vector)
        return round(ends[0] + fixed, 6), round(ends[1] + fixed, 6)


def by_subtraction(table: Table, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The cells that sums give away: a parent less its other children, again and again until nothing new.

    `known` are the cells whose employees are published, regions by codes; unoccupied cells are known.
    """
    known = known | (table.establishments == 0)
    families = [
        (axis, tree, parent)
        for axis, tree in ((0, table.regions), (1, table.industries))
        for parent in range(len(tree.codes) - len(tree.leaves))
    ]
    children = {
        (axis, parent): np.unique(tree.above[tree.level[parent] + 1, slice(*tree.span[parent])])
        for axis, tree, parent in families
    }
    while True:
        before = known.sum()
        for (axis, parent), below in children.items():
            view = known if axis == 0 else known.T
            unknown = ~view[below]
            lone = view[parent] & (unknown.sum(axis=0) == 1)
            for column in np.flatnonzero(lone):
                view[below[unknown[:, column]], column] = True
            view[parent] |= ~unknown.any(axis=0)
        if known.sum() == before:
            return known
