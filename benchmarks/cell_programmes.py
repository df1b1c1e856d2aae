"""Bounds of cells by linear programming (HiGHS), two programmes per cell and measure.

The tables are those of one year. Unknown are the establishments of every base cell, and its employees in
excess of one per establishment; a base cell is a code without child codes in a region without subregions.
The districts of a province may be incomplete: the rest of the province is a base region of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

Vector: TypeAlias = NDArray[np.float64]
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Cell:
    """A cell of a year: the cells above it, and what is published (None where nothing is)."""

    number: int
    parent_by_code: int | None
    parent_by_region: int | None
    regions_complete: bool
    establishments: int | None
    employees: int | None


class CellProgrammes:
    """The programmes of one year."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        own = {cell.number: cell for cell in cells}
        below_code = _children(cells, "parent_by_code")
        below_region = _children(cells, "parent_by_region")
        self._bases: dict[int, list[int]] = {}
        self._count = 0
        for cell in _lowest_first(cells, own):
            if codes := below_code.get(cell.number):
                inside = [base for code in codes for base in self._bases[code.number]]
            elif regions := below_region.get(cell.number):
                inside = [base for region in regions for base in self._bases[region.number]]
                if not all(region.regions_complete for region in regions):
                    inside.append(self._new_base())
            else:
                inside = [self._new_base()]
            self._bases[cell.number] = inside
        rows = [
            (self._weights(cell.number, measure), value)
            for cell in cells
            for measure, value in _published(cell).items()
        ]
        self._equal = sparse.csr_array(sparse.vstack([row for row, _ in rows]))
        self._sums = np.array([value for _, value in rows], dtype=float)
        self._ties = self._no_employees_without_establishment(cells)

    def bounds(self, number: int, measure: str) -> tuple[int, int | None]:
        """Least and greatest value of a cell; without an upper end where nothing limits it."""
        objective = self._weights(number, measure).toarray()[0]
        least = self._minimum(objective)
        most = -self._minimum(-objective)
        high = None if math.isinf(most) else math.floor(most + _TOLERANCE)
        return math.ceil(least - _TOLERANCE), high

    def _new_base(self) -> int:
        self._count += 1
        return self._count - 1

    def _weights(self, number: int, measure: str) -> sparse.csr_array:
        """The sum over base cells: establishments first, then the excess of employees."""
        bases = np.array(self._bases[number])
        columns = bases if measure == "establishments" else np.append(bases, bases + self._count)
        shape = (1, 2 * self._count)
        return sparse.csr_array((np.ones(len(columns)), (np.zeros_like(columns), columns)), shape)

    def _no_employees_without_establishment(self, cells: Sequence[Cell]) -> sparse.csr_array:
        """Rows `excess - most * establishments <= 0`, the linear form of it, where `most` is known.

        `most` are the fewest published employees of a cell that has the base cell inside.
        """
        most: dict[int, int] = {}
        for cell in cells:
            if cell.employees is not None:
                for base in self._bases[cell.number]:
                    most[base] = min(cell.employees, most.get(base, cell.employees))
        bases = np.array(sorted(most), dtype=int)
        rows = np.arange(len(bases))
        limits = np.array([most[base] for base in bases], dtype=float)
        return sparse.csr_array(
            (
                np.concatenate([np.ones(len(bases)), -limits]),
                (np.tile(rows, 2), np.concatenate([bases + self._count, bases])),
            ),
            (len(bases), 2 * self._count),
        )

    def _minimum(self, objective: Vector) -> float:
        """Raises `ValueError` where no census agrees with the tables."""
        found = linprog(
            objective,
            A_eq=self._equal,
            b_eq=self._sums,
            A_ub=self._ties,
            b_ub=np.zeros(self._ties.shape[0]),
            bounds=(0, None),
        )
        if found.status == 3:
            return -math.inf
        if found.status != 0:
            raise ValueError(found.message)
        return float(found.fun)


def _published(cell: Cell) -> Mapping[str, int]:
    values = {"establishments": cell.establishments, "employees": cell.employees}
    return {measure: value for measure, value in values.items() if value is not None}


def _children(cells: Iterable[Cell], parent: str) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        if (number := getattr(cell, parent)) is not None:
            found.setdefault(number, []).append(cell)
    return found


def _lowest_first(cells: Iterable[Cell], own: Mapping[int, Cell]) -> list[Cell]:
    """Cells after all cells below them, by code and by region."""

    def depth(number: int | None, parent: str) -> int:
        steps = 0
        while number is not None and number in own:
            number, steps = getattr(own[number], parent), steps + 1
        return steps

    return sorted(
        cells,
        key=lambda cell: (
            -(depth(cell.number, "parent_by_code") + depth(cell.number, "parent_by_region"))
        ),
    )
