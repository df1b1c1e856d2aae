"""Steps of the search: candidates beside a cell, the cheapest of them, distribution of an amount."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orchestration.sources.confidentiality.rule import Counts
from orchestration.sources.confidentiality.table import Index


def candidates_beside(
    capacity: Counts,
    least: int,
    spans: Sequence[tuple[int, int]],
    path: Sequence[int],
    levels: tuple[int, int],
) -> Index:
    """The leaves with a capacity of at least `least`, below one node of `path` but not below another.

    `path` has the nodes from the root to a leaf; `levels` are those of the two nodes, the coarser first.
    Level -1 is above the root: no leaf is there.
    """
    outer, inner = levels
    if outer < 0:
        return np.empty(0, dtype=np.intp)
    first, last = spans[path[outer]]
    left, right = spans[path[inner]]
    enough = capacity[first:last] >= least
    enough[left - first : right - first] = False
    return enough.nonzero()[0] + first


def cheapest(cost: NDArray[np.float64], most: int) -> Index | slice:
    """The positions of the `most` cheapest, in the order of the positions."""
    if len(cost) <= most:
        return slice(None)
    return np.sort(np.argsort(cost, kind="stable")[:most])


def take_largest(
    capacity: Counts, wanted: int, nodes: Index | None = None
) -> list[tuple[int, int]]:
    """The largest positions that have `wanted` together, each with its share of it.

    If all positions have less than `wanted`, all are returned. `nodes` (positions by levels, the
    coarsest first) keeps neighbours together: the largest node comes first, in it the largest node of
    the next level.
    """
    keys = [-capacity]
    for level in [] if nodes is None else nodes.T[::-1]:
        keys.append(-np.bincount(level, capacity)[level])
    shares = []
    for i in np.lexsort(keys).tolist():
        if wanted <= 0:
            break
        share = min(wanted, int(capacity[i]))
        shares.append((i, share))
        wanted -= share
    return shares


def distribute(
    rows: Sequence[tuple[int, int]], columns: Sequence[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """Amounts by row and column that add up to the given shares (north-west corner rule)."""
    amounts = []
    left, below = list(rows), list(columns)
    while left and below:
        (row, available), (column, wanted) = left[0], below[0]
        amount = min(available, wanted)
        amounts.append((row, column, amount))
        left[:1] = [(row, available - amount)] if available > amount else []
        below[:1] = [(column, wanted - amount)] if wanted > amount else []
    return amounts
