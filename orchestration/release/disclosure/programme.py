"""Least and greatest employees of a cell over all censuses that agree with the tables (HiGHS).

Employees are establishments and an excess that is not negative; a cell without establishments has neither.
Base cells that are published are constants, so that the programme has the unpublished ones only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from scipy.optimize import OptimizeResult, linprog

from orchestration.errors import GateFailed
from orchestration.release.disclosure.figures import Limit
from orchestration.release.disclosure.tables import Cell, Tables, Vector

_TOLERANCE = 1e-6

Interval: TypeAlias = tuple[int, int | None]
"""Least and greatest employees of a cell; without an upper end where no sum above it is published."""


class Programme:
    """The agency's tables of one series and year; `add_limits` adds what the release implies."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        own = {(cell.region, cell.code): cell for cell in tables.cells}
        base = [own.get((r, c)) for r in tables.base_regions for c in tables.base_codes]
        low = np.array([cell.establishments_low if cell else 0 for cell in base], dtype=float)
        high = np.array([cell.establishments_high if cell else math.inf for cell in base])
        known = np.array([_published(cell) for cell in base])
        self.fixed = np.where(np.isnan(known), np.where(high == 0, 0.0, np.nan), known)
        self.places = np.where(low == high, low, np.nan)
        self.excess_free = np.isnan(self.fixed)
        self.places_free = self.excess_free & np.isnan(self.places)
        self.known = np.where(
            self.excess_free, np.where(self.places_free, 0.0, self.places), self.fixed
        )
        self.upper = np.concatenate(
            [np.full(self.excess_free.sum(), math.inf), high[self.places_free]]
        )
        self.lower = np.concatenate([np.zeros(self.excess_free.sum()), low[self.places_free]])
        self.ends = [*zip(self.lower.tolist(), self.upper.tolist(), strict=True)]
        rows = [self._row(cell) for cell in tables.cells if cell.employees is not None]
        rows += [self._row_of_places(cell) for cell in tables.cells if _has_places(cell)]
        kept = [row for row in rows if row[0].any()]
        self.equal = np.array([weights for weights, _ in kept]) if kept else None
        self.sums = np.array([value for _, value in kept]) if kept else None
        self.limits: list[tuple[Vector, float, str]] = []
        self._solved_without_limits: dict[bytes, OptimizeResult] = {}

    def add_limits(self, limits: Iterable[Limit]) -> None:
        """Set what the release implies; only limits of unpublished base cells are kept."""
        kept: dict[bytes, tuple[Vector, float, str]] = {}
        for limit in limits:
            weights, constant = self._reduced(limit.weights)
            if not weights.any():
                continue
            most, key = limit.most - constant, weights.tobytes()
            if key not in kept or most < kept[key][1]:
                kept[key] = (weights, most, limit.mart)
        self.limits = list(kept.values())

    def agency(self, cell: Cell) -> Interval:
        """The interval of a cell from the agency's tables alone."""
        return self._interval(cell, with_limits=False)[0]

    def release(self, cell: Cell) -> tuple[Interval, tuple[str, ...]]:
        """The interval of a cell from everything in the release, and the marts that narrow it."""
        return self._interval(cell, with_limits=True)

    def _interval(self, cell: Cell, *, with_limits: bool) -> tuple[Interval, tuple[str, ...]]:
        objective, constant = self._reduced(self.tables.of_codes(cell.region, [cell.code]))
        low, by_low = self._least(objective, with_limits=with_limits)
        high, by_high = self._least(-objective, with_limits=with_limits)
        least = math.ceil(low + constant - 1e-4)
        most = None if math.isinf(high) else math.floor(constant - high + 1e-4)
        return (least, most), tuple(sorted({*by_low, *by_high}))

    def _least(self, objective: Vector, *, with_limits: bool) -> tuple[float, set[str]]:
        """The minimum; limits of the release enter only where a solution breaks them."""
        active: list[tuple[Vector, float, str]] = []
        weights = np.array([w for w, _, _ in self.limits]) if with_limits and self.limits else None
        most = np.array([m for _, m, _ in self.limits])
        while True:
            solved = self._solve(objective, active)
            if solved.status == 3:
                return -math.inf, {mart for _, _, mart in active}
            if solved.status != 0:
                marts = sorted({mart for _, _, mart in active}) or ["the agency"]
                raise GateFailed(
                    f"no census agrees with the suppressed cells and {', '.join(marts)}:"
                    f" {solved.message}",
                    where=f"audit of suppressed cells, {self.tables.series} {self.tables.year}",
                    remedy="the current release is unchanged; correct the model of that mart",
                )
            if weights is None:
                return float(solved.fun or 0.0), set()
            broken = weights @ solved.x - most > _TOLERANCE * np.maximum(1.0, np.abs(most))
            if not broken.any():
                return float(solved.fun or 0.0), {mart for _, _, mart in active}
            active += [self.limits[i] for i in np.flatnonzero(broken)]

    def _solve(self, objective: Vector, active: list[tuple[Vector, float, str]]) -> OptimizeResult:
        """The solution under these limits; without any it is needed twice, and kept."""
        if not active and (known := self._solved_without_limits.get(objective.tobytes())):
            return known
        solved = linprog(
            objective,
            A_eq=self.equal,
            b_eq=self.sums,
            A_ub=np.array([w for w, _, _ in active]) if active else None,
            b_ub=np.array([m for _, m, _ in active]) if active else None,
            bounds=self.ends,
        )
        if not active:
            self._solved_without_limits[objective.tobytes()] = solved
        return solved

    def _row(self, cell: Cell) -> tuple[Vector, float]:
        weights, constant = self._reduced(self.tables.of_codes(cell.region, [cell.code]))
        return weights, float(cell.employees or 0) - constant

    def _row_of_places(self, cell: Cell) -> tuple[Vector, float]:
        inside = self.tables.of_codes(cell.region, [cell.code])
        free = inside[self.places_free]
        if not free.any() or np.isnan(self.places[(inside > 0) & ~self.places_free]).any():
            return np.zeros(len(self.lower)), 0.0
        known = inside @ np.where(self.places_free, 0.0, np.nan_to_num(self.places))
        nothing = np.zeros(self.excess_free.sum())
        return np.concatenate([nothing, free]), float(cell.establishments_low - known)

    def _reduced(self, weights: Vector) -> tuple[Vector, float]:
        """A function of base cells as one of what is free, and its constant part."""
        free = np.concatenate([weights[self.excess_free], weights[self.places_free]])
        return free, float(weights @ self.known)


def _published(cell: Cell | None) -> float:
    return math.nan if cell is None or cell.employees is None else float(cell.employees)


def _has_places(cell: Cell) -> bool:
    return cell.establishments_low == cell.establishments_high
