"""Solving: whether statements can hold together, and what they leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from tools.report_programme.sets import UNKNOWNS, Vector
from tools.report_programme.statements import Statement

ANSWERS = (0, 2, 3)
"""Optimal, infeasible, unbounded."""


class Programme:
    """All values of the unknowns that a list of statements allows."""

    def __init__(self, stated: Sequence[Statement]) -> None:
        by_subject = {(s.subject, s.low, s.high): s for s in stated}
        parts = [part for s in by_subject.values() for part in _limits(s)]
        self._equal, self._values = _matrix([p for p in parts if p.exact])
        self._rows, self._most = _matrix([p for p in parts if not p.exact])

    @cached_property
    def is_feasible(self) -> bool:
        """Whether the statements can hold together."""
        return _solved(self._minimum(np.zeros(UNKNOWNS)))

    def range(self, over: Vector, under: Vector | None = None) -> tuple[float, float]:
        """The least and the greatest value of `over`, or of 100 · `over` / `under` in percent.

        The end is infinite where the statements set none; NaN where `under` can only be 0.
        """
        if under is None:
            return self._least(over), -self._least(-over)
        return self._least_share(over, under), -self._least_share(-over, under)

    def _least(self, over: Vector) -> float:
        found = self._minimum(over)
        return float(found.fun) if _solved(found) else -np.inf

    def _minimum(self, over: Vector) -> OptimizeResult:
        return _solve(over, self._rows, self._most, self._equal, self._values)

    def _least_share(self, over: Vector, under: Vector) -> float:
        """By Charnes and Cooper (1962): the unknowns are scaled until `under` is 100."""
        base = sparse.csr_array(np.append(under, 0.0)[None, :])
        equal = sparse.hstack([self._equal, -self._values[:, None]])
        found = _solve(
            np.append(over, 0.0),
            sparse.hstack([self._rows, -self._most[:, None]]).tocsr(),
            np.zeros(len(self._most)),
            sparse.vstack([equal, base]).tocsr(),
            np.append(np.zeros(len(self._values)), 100.0),
        )
        return float(found.fun) if _solved(found) else np.nan


def _solve(
    over: Vector,
    rows: sparse.csr_array,
    most: Vector,
    equal: sparse.csr_array,
    values: Vector,
) -> OptimizeResult:
    """The minimum. Presolving takes three times as long as solving and is done where it is needed."""
    for presolve in (False, True):
        found = linprog(
            over,
            A_ub=rows,
            b_ub=most,
            A_eq=equal,
            b_eq=values,
            options={"presolve": presolve},
        )
        if found.status in ANSWERS:
            break
    return found


@dataclass(frozen=True)
class _Limit:
    """`coefficients · unknowns <= most`, or `=` where it is exact."""

    coefficients: Vector
    most: float
    exact: bool = False


def _limits(statement: Statement) -> list[_Limit]:
    """A statement as rows of the programme. The base of a share is not empty."""
    over, under = statement.over, statement.under
    if under is None:
        return [_Limit(over, statement.high, exact=True)]
    found = [_Limit(statement.low / 100 * under - over, 0.0), _Limit(-under, -1.0)]
    if np.isfinite(statement.high):
        found.append(_Limit(over - statement.high / 100 * under, 0.0))
    return found


def _matrix(limits: list[_Limit]) -> tuple[sparse.csr_array, Vector]:
    rows = np.array([limit.coefficients for limit in limits]).reshape(len(limits), UNKNOWNS)
    return sparse.csr_array(rows), np.array([limit.most for limit in limits])


def _solved(found: OptimizeResult) -> bool:
    """True for an optimum, False where there is none; anything else is an error of the solver."""
    if found.status not in ANSWERS:
        raise RuntimeError(f"HiGHS gave no answer: {found.message}")
    return bool(found.status == 0)
