"""Small choices of the search: candidates beside a cell, the cheapest of them, shares of an amount."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orchestration.sources.confidentiality.rule import Counts
from orchestration.sources.confidentiality.table import Index


def beside(
    capacity: Counts,
    least: int,
    spans: Sequence[tuple[int, int]],
    path: Sequence[int],
    levels: tuple[int, int],
) -> Index:
    """The leaves with at least `least` below the node of the first level on `path`, not below the second.

    `path` has the nodes from the root to a leaf; nothing is outside of the root (level -1).
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
    """The positions of at most so many of the cheapest, in their order."""
    if len(cost) <= most:
        return slice(None)
    return np.sort(np.argsort(cost, kind="stable")[:most])


def largest(capacity: Counts, wanted: int, nodes: Index | None = None) -> list[tuple[int, int]]:
    """Positions that have `wanted` together, each with its share; all of them if that is too little.

    `nodes` (positions by levels, the coarsest first) keeps them together: the largest node comes first,
    in it the largest node of the next level.
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


def shared(
    rows: Sequence[tuple[int, int]], columns: Sequence[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """(row, column, amount) so that every row and column has its share (north-west corner rule)."""
    pieces = []
    left, below = list(rows), list(columns)
    while left and below:
        (row, has), (column, wants) = left[0], below[0]
        amount = min(has, wants)
        pieces.append((row, column, amount))
        left[:1] = [(row, has - amount)] if has > amount else []
        below[:1] = [(column, wants - amount)] if wants > amount else []
    return pieces
