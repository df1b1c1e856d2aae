"""Iterative proportional fitting (Deming and Stephan 1940) of a table to its row and column sums."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, inf
from typing import NamedTuple

ROUNDS = 8
"""Rounds of fitting, as `estimate_rounds` of the dbt project."""
Place = tuple[str, str]
"""Row and column."""
_ROW, _COLUMN = 0, 1


class Start(NamedTuple):
    """The value from which a cell starts, and its limits."""

    value: float
    most: float = inf
    fewest: float = 0.0


def rake(
    table: Mapping[Place, Start], rows: Mapping[str, float], columns: Mapping[str, float]
) -> dict[Place, float]:
    """The cells of `table`, fitted to the sums of `columns` and then of `rows`, in `ROUNDS` rounds.

    A column without a sum is not scaled. Sums of the rows hold at the end unless limits forbid it.
    """
    values = {place: start.value for place, start in table.items()}
    for _ in range(ROUNDS):
        for part, sums in ((_COLUMN, columns), (_ROW, rows)):
            values = _scaled(values, table, part, sums)
    return values


def in_proportion(table: Mapping[Place, float], rows: Mapping[str, float]) -> dict[Place, float]:
    """Every row divided in proportion to its cells; 0 in a row of zeros."""
    totals = _totals(table, _ROW)
    return {
        place: rows[place[_ROW]] * value / totals[place[_ROW]] if totals[place[_ROW]] else 0.0
        for place, value in table.items()
    }


def _scaled(
    values: Mapping[Place, float],
    table: Mapping[Place, Start],
    part: int,
    sums: Mapping[str, float],
) -> dict[Place, float]:
    totals = _totals(values, part)
    found = {}
    for place, value in values.items():
        limits, total = table[place], totals[place[part]]
        wanted = sums.get(place[part])
        if wanted is None:
            found[place] = value
        elif total > 0:
            found[place] = max(limits.fewest, min(limits.most, value * wanted / total))
        else:
            found[place] = limits.most if wanted > 0 else limits.fewest
    return found


def _totals(values: Mapping[Place, float], part: int) -> dict[str, float]:
    families: dict[str, list[float]] = {}
    for place, value in values.items():
        families.setdefault(place[part], []).append(value)
    return {key: fsum(family) for key, family in families.items()}
