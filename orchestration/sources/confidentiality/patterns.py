"""Patterns: changes of the finest cells that change no published cell.

A pattern proves that a cell is protected. A census in which some finest cells have `change` more employees
(negative: fewer), multiplied by up to `forward`, agrees with everything that is published, and so does one
with up to `backward` times the opposite change: an attacker cannot distinguish them from the true census.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from orchestration.sources.confidentiality.rule import Counts
from orchestration.sources.confidentiality.table import Index, Table

UNLIMITED = 10**9
"""Any number of additional employees: no published cell limits it."""


@dataclass
class Patterns:
    """The patterns of a table, in the order in which they were added."""

    _cells: list[tuple[int, int, int, int]] = field(default_factory=list)
    _amounts: list[tuple[int, int]] = field(default_factory=list)

    def add(self, changes: list[tuple[int, int, int]], forward: int, backward: int) -> None:
        """Add a pattern. `changes` are (district, leaf, change); a finest cell may occur more than once."""
        number = len(self._amounts)
        self._cells += [(number, *change) for change in changes]
        self._amounts.append((forward, backward))

    def __len__(self) -> int:
        return len(self._amounts)

    @property
    def amounts(self) -> tuple[Counts, Counts]:
        """`forward` and `backward` of each pattern."""
        pairs = np.array(self._amounts, dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def changes(self, table: Table) -> Iterator[tuple[Index, Index, Index, Counts]]:
        """For each level of regions by industries: pattern, region, industry, change (never 0)."""
        pattern, district, leaf, change = np.array(self._cells, dtype=np.int64).reshape(-1, 4).T
        for regions in table.regions.above:
            for industries in table.industries.above:
                place = regions[district] * len(table.industries.codes) + industries[leaf]
                key = pattern * table.establishments.size + place
                order = np.argsort(key, kind="stable")
                found, first = np.unique(key[order], return_index=True)
                net = np.add.reduceat(change[order], first) if len(first) else change
                found, net = found[net != 0], net[net != 0]
                number, place = np.divmod(found, table.establishments.size)
                region, industry = np.divmod(place, len(table.industries.codes))
                yield number, region, industry, net
