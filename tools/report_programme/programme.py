"""Solve the linear programme: whether statements are possible together, and the ranges they allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linprog

from tools.report_programme.sets import UNKNOWNS, Vector
from tools.report_programme.statements import Statement

OPTIMAL, INFEASIBLE, UNBOUNDED = 0, 2, 3


class Programme:
    """The values of the unknowns that a list of statements allows."""

    def __init__(self, stated: Sequence[Statement]) -> None:
        by_subject = {(s.subject, s.low, s.high): s for s in stated}
        parts = [part for s in by_subject.values() for part in _limits(s)]
        self._equal, self._values = _matrix([p for p in parts if p.exact])
        self._rows, self._most = _matrix([p for p in parts if not p.exact])

    @cached_property
    def is_feasible(self) -> bool:
        """Whether the statements are possible together."""
        return self._least(np.zeros(UNKNOWNS)) is not None

    def range(self, over: Vector, under: Vector | None = None) -> tuple[float, float]:
        """The least and the greatest value of `over`, or of 100 · `over` / `under` in percent.

        An end is infinite where the statements set no bound, and NaN where `under` can only be 0.
        """
        if under is None:
            low, high = self._least(over), self._least(-over)
            return (-np.inf if low is None else low), (np.inf if high is None else -high)
        low, high = self._least_share(over, under), self._least_share(-over, under)
        return (np.nan if low is None else low), (np.nan if high is None else -high)

    def _least(self, over: Vector) -> float | None:
        return _minimum(over, self._rows, self._most, self._equal, self._values)

    def _least_share(self, over: Vector, under: Vector) -> float | None:
        """The least share, by Charnes and Cooper (1962): the unknowns are scaled so that `under` is 100."""
        return _minimum(
            np.append(over, 0.0),
            np.column_stack([self._rows, -self._most]),
            np.zeros(len(self._most)),
            np.vstack(
                [np.column_stack([self._equal, -self._values]), np.append(under, 0.0)[None, :]]
            ),
            np.append(np.zeros(len(self._values)), 100.0),
        )


def _minimum(
    over: Vector, rows: Vector, most: Vector, equal: Vector, values: Vector
) -> float | None:
    """The least value of `over`; None where there is none.

    Presolving takes three times as long as solving, so it is used only where the solver needs it.
    """
    for presolve in (False, True):
        found = linprog(
            over,
            A_ub=rows,
            b_ub=most,
            A_eq=equal,
            b_eq=values,
            options={"presolve": presolve},
        )
        if found.status == OPTIMAL and found.fun is not None:
            return float(found.fun)
        if found.status in (INFEASIBLE, UNBOUNDED):
            return None
    raise RuntimeError(f"HiGHS found no solution: {found.message}")


@dataclass(frozen=True)
class _Limit:
    """`coefficients · unknowns <= most`, or `=` if `exact`."""

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


def _matrix(limits: list[_Limit]) -> tuple[Vector, Vector]:
    rows = np.array([limit.coefficients for limit in limits]).reshape(len(limits), UNKNOWNS)
    return rows, np.array([limit.most for limit in limits])
