"""The tightest bounds that exist, by linear programming (HiGHS): the yardstick of our own bounds.

Unknown are the establishments and employees of every province and leaf. Known is what the agency
publishes, that counts are not negative, that each establishment has an employee, and that a cell
without establishments has none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from tests.support.leaf_census import Published

Vector = NDArray[np.float64]


class Oracle:
    """Least and greatest values of linear functions over all censuses that agree with `published`."""

    def __init__(self, published: Published) -> None:
        self.published = published
        census = published.census
        self.shape = census.establishments.shape
        self.cells = self.shape[0] * self.shape[1]
        establishments, employees = census.cells
        known, values = [], []
        for region, code in np.argwhere(published.listed):
            weights = self._weights(int(region), census.tree.incidence[code])
            known.append(self._row("establishments", weights))
            values.append(establishments[region, code])
            if not published.suppressed[region, code]:
                known.append(self._row("employees", weights))
                values.append(employees[region, code])
        self.equal = sparse.csr_array(np.array(known))
        self.value = np.array(values, dtype=float)
        identity = sparse.eye_array(self.cells)
        self.least = sparse.hstack([identity, -identity]).tocsr()
        self.limit = np.zeros(self.cells)
        self.upper = np.full(2 * self.cells, np.inf)
        self._close_empty_cells()

    def told(self, facts: Sequence[tuple[Vector, float, float]]) -> None:
        """Add what somebody else says: each function lies between its two limits."""
        rows = [sign * row for row, _, _ in facts for sign in (1.0, -1.0)]
        limits = [limit for _, low, high in facts for limit in (high, -low)]
        self.least = sparse.vstack([self.least, sparse.csr_array(np.array(rows))]).tocsr()
        self.limit = np.concatenate([self.limit, limits])

    def bounds(self, objectives: Sequence[Vector]) -> list[tuple[int, int]]:
        """The least and the greatest value of each objective, rounded to whole numbers."""
        both = [sign * row for row in objectives for sign in (1.0, -1.0)]
        found = self._minima(both)
        return [
            (int(np.ceil(low - 1e-6)), int(np.floor(-high + 1e-6)))
            for low, high in zip(found[::2], found[1::2], strict=True)
        ]

    def extreme_census(self, objective: Vector) -> Vector:
        """A census at which `objective` is least: establishments, then employees, of all cells."""
        found = linprog(
            objective,
            A_eq=self.equal,
            b_eq=self.value,
            A_ub=self.least,
            b_ub=self.limit,
            bounds=np.column_stack([np.zeros(len(self.upper)), self.upper]),
        )
        if found.status != 0:
            raise ValueError(found.message)
        return np.asarray(found.x)

    def whole_bounds(self, objective: Vector) -> tuple[int, int]:
        """As `bounds`, over whole numbers and with the tie that is not linear: x > 0 only where e > 0."""
        low, high = (self._least_whole(sign * objective) for sign in (1.0, -1.0))
        return round(low @ objective), round(high @ objective)

    def whole_shares(self, part: Vector, whole: Vector) -> tuple[float, float]:
        """The least and greatest value of part / whole over the same censuses (Dinkelbach 1967)."""
        return self._least_whole_share(part, whole), -self._least_whole_share(-part, whole)

    def objective(self, region: str, leaves: Sequence[str], measure: str) -> Vector:
        """The function that counts a set of leaves in a region."""
        census = self.published.census
        wanted = set(leaves)
        chosen = np.array([float(leaf in wanted) for leaf in census.tree.leaves])
        return self._row(measure, self._weights(census.regions.index(region), chosen))

    def least_share(self, part: Vector, whole: Vector) -> float:
        """The least value of part / whole (Charnes and Cooper 1962); `part` lies within `whole`."""
        equal = sparse.hstack([self.equal, -self.value[:, None]])
        equal = sparse.vstack([equal, sparse.csr_array(np.append(whole, 0.0)[None, :])]).tocsr()
        least = sparse.hstack([self.least, -self.limit[:, None]]).tocsr()
        upper = np.append(np.where(self.upper == 0, 0, np.inf), np.inf)
        found = linprog(
            np.append(part, 0.0),
            A_eq=equal,
            b_eq=np.append(np.zeros(len(self.value)), 1.0),
            A_ub=least,
            b_ub=np.zeros(len(self.limit)),
            bounds=np.column_stack([np.zeros(len(upper)), upper]),
        )
        return float(found.fun) if found.status == 0 else 0.0

    def _least_whole_share(self, part: Vector, whole: Vector) -> float:
        found = self._least_whole(-whole)
        if found @ whole == 0:
            return 0.0
        share = float(part @ found / (whole @ found))
        while True:
            found = self._least_whole(part - share * whole)
            if (part - share * whole) @ found > -1e-6:
                return share
            share = float(part @ found / (whole @ found))

    def _least_whole(self, objective: Vector) -> Vector:
        """The census of whole numbers that makes `objective` least.

        `least` has one row a cell, e - w <= 0; an upper end for employees comes from the nation's.
        """
        most = self._most_employees()
        identity = sparse.eye_array(self.cells)
        tie = sparse.hstack([-most * identity, identity]).tocsr()
        upper = np.minimum(self.upper, most)
        solved = milp(
            objective,
            integrality=np.ones(2 * self.cells),
            bounds=Bounds(np.zeros(2 * self.cells), upper),
            constraints=[
                LinearConstraint(self.equal, self.value, self.value),
                LinearConstraint(self.least, -np.inf, self.limit),
                LinearConstraint(tie, -np.inf, 0.0),
            ],
            options={"mip_rel_gap": 0.0},
        )
        if solved.status != 0:
            raise ValueError(solved.message)
        return np.asarray(np.round(solved.x), dtype=float)

    def _most_employees(self) -> float:
        """More employees than any cell can have."""
        return float(2 * self.published.census.cells[1].max())

    def _weights(self, region: int, leaves: NDArray[np.generic]) -> Vector:
        weights = np.zeros(self.shape)
        weights[slice(None) if region == 0 else region - 1] = leaves
        return weights.ravel()

    def _row(self, measure: str, weights: Vector) -> Vector:
        nothing = np.zeros(self.cells)
        parts = (weights, nothing) if measure == "establishments" else (nothing, weights)
        return np.concatenate(parts)

    def _close_empty_cells(self) -> None:
        """A cell that can have no establishment has no employee either."""
        doubtful = np.flatnonzero(self.published.census.establishments.ravel() == 0)
        rows = [np.eye(1, 2 * self.cells, int(i)).ravel() for i in doubtful]
        for i, greatest in zip(doubtful, self._minima([-row for row in rows]), strict=True):
            if greatest > -1e-6:
                self.upper[[i, i + self.cells]] = 0

    def _minima(self, objectives: Sequence[Vector], together: int = 16) -> list[float]:
        """One linear programme a batch: independent copies side by side."""
        found: list[float] = []
        for start in range(0, len(objectives), together):
            batch = objectives[start : start + together]
            copies = sparse.eye_array(len(batch))
            upper = np.tile(self.upper, len(batch))
            solved = linprog(
                np.concatenate(batch),
                A_eq=sparse.kron(copies, self.equal, format="csr"),
                b_eq=np.tile(self.value, len(batch)),
                A_ub=sparse.kron(copies, self.least, format="csr"),
                b_ub=np.tile(self.limit, len(batch)),
                bounds=np.column_stack([np.zeros(len(upper)), upper]),
            )
            if solved.status != 0:
                raise ValueError(solved.message)
            parts = solved.x.reshape(len(batch), -1)
            found += [float(row @ part) for row, part in zip(batch, parts, strict=True)]
        return found
