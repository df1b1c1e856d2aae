"""A synthetic census whose truth is known, for tests alone. No number in here is a real one.

The truth is a count of establishments and employees in each province and five-digit code. What "the
agency" publishes of it is made by its own rules: every code above the leaves is a sum, an employees
cell on one or two establishments (sometimes three) is suppressed, an empty cell is not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]

NATION = "00"


@dataclass(frozen=True)
class Tree:
    """A classification of depth 5: the parent of every code, `TOTAL` at the top."""

    revision: str
    parents: Mapping[str, str]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes, parents before children."""
        return ("TOTAL", *sorted(self.parents, key=lambda c: (self.depth(c), c)))

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        return tuple(c for c in self.codes if self.depth(c) == 5)

    def depth(self, code: str) -> int:
        """0 for the total, 1 for a section letter, then the number of digits."""
        return 0 if code == "TOTAL" else len(code)

    def path(self, code: str) -> list[str]:
        """The code and all codes above it."""
        path = [code]
        while path[-1] != "TOTAL":
            path.append(self.parents[path[-1]])
        return path

    @cached_property
    def incidence(self) -> Counts:
        """Codes by leaves: 1 where the leaf lies in the code."""
        position = {code: i for i, code in enumerate(self.codes)}
        matrix = np.zeros((len(self.codes), len(self.leaves)), dtype=np.int64)
        for j, leaf in enumerate(self.leaves):
            matrix[[position[code] for code in self.path(leaf)], j] = 1
        return matrix

    def seed_rows(self) -> pd.DataFrame:
        """The tree in the form of the seed `ksic`."""
        levels = ("total", "section", "division", "group", "class", "subclass")
        return pd.DataFrame(
            [
                {
                    "ksic_revision": self.revision,
                    "ksic_code": code,
                    "level": levels[self.depth(code)],
                    "depth": self.depth(code),
                    "parent_code": self.parents.get(code),
                    "name_ko": code,
                    "name_en": code,
                }
                for code in self.codes
            ]
        )


@dataclass(frozen=True)
class LeafCensus:
    """The truth: establishments and employees, provinces by leaves."""

    tree: Tree
    provinces: tuple[str, ...]
    establishments: Counts
    employees: Counts

    @property
    def regions(self) -> tuple[str, ...]:
        """The nation, then the provinces."""
        return (NATION, *self.provinces)

    @cached_property
    def cells(self) -> tuple[Counts, Counts]:
        """Establishments and employees, regions by codes."""
        up = self.tree.incidence.T
        return _with_nation(self.establishments @ up), _with_nation(self.employees @ up)

    def total(self, leaves: Iterable[str], measure: str) -> dict[str, int]:
        """The true value of a set of leaves in every region."""
        wanted = set(leaves)
        chosen = np.array([leaf in wanted for leaf in self.tree.leaves], dtype=np.int64)
        counts = self.establishments if measure == "establishments" else self.employees
        values = counts @ chosen
        return dict(zip(self.regions, [int(values.sum()), *map(int, values)], strict=True))


@dataclass(frozen=True)
class Published:
    """What the agency tells: which cells are listed, and of which the employees are suppressed."""

    census: LeafCensus
    listed: Mask
    suppressed: Mask

    def rows(self, series: str, year: int, source_id: str = "synthetic") -> pd.DataFrame:
        """The listed cells in the form of the staged data set `census_cells`."""
        establishments, employees = self.census.cells
        region, code = np.nonzero(self.listed)
        names = np.array(self.census.regions, dtype=object)[region]
        codes = np.array(self.census.tree.codes, dtype=object)[code]
        hidden = self.suppressed[region, code]
        workers = pd.array(employees[region, code], dtype="Int64")
        workers[hidden] = pd.NA
        base = {
            "source_id": source_id,
            "snapshot_id": source_id,
            "raw_row": np.arange(len(names)),
            "table_id": "SYNTHETIC",
            "series": series,
            "year": year,
            "region_code": names,
            "ksic_revision": self.census.tree.revision,
            "ksic_code": codes,
        }
        counted = pd.array(establishments[region, code], dtype="Int64")
        return pd.concat(
            [
                pd.DataFrame(
                    {**base, "measure": "establishments", "value": counted, "status": "observed"}
                ),
                pd.DataFrame(
                    {
                        **base,
                        "measure": "employees",
                        "value": workers,
                        "status": np.where(hidden, "suppressed", "observed"),
                    }
                ),
            ],
            ignore_index=True,
        )

    def coarser(self, deepest: Sequence[int]) -> Published:
        """Without the cells that lie deeper than `deepest` says, one number a region."""
        depths = np.array([self.census.tree.depth(c) for c in self.census.tree.codes])
        listed = self.listed & (depths[None, :] <= np.array(deepest)[:, None])
        return Published(self.census, listed, self.suppressed & listed)

    def without_below(self, closed: Iterable[tuple[str, str]]) -> Published:
        """Without any cell below the given (region, code)."""
        listed = self.listed.copy()
        codes = self.census.tree.codes
        for region, code in closed:
            below = [code in self.census.tree.path(c)[1:] for c in codes]
            listed[self.census.regions.index(region), below] = False
        return Published(self.census, listed, self.suppressed & listed)


def publish(census: LeafCensus, rng: np.random.Generator, three: float = 0.05) -> Published:
    """Everything that the agency would publish: empty cells unlisted, few establishments suppressed.

    `three` is the probability that a cell on three establishments is suppressed as well.
    """
    establishments, _ = census.cells
    few = (establishments == 1) | (establishments == 2)
    few |= (establishments == 3) & (rng.random(establishments.shape) < three)
    return Published(census, establishments > 0, few)


def random_tree(rng: np.random.Generator, revision: str, widest: int = 3) -> Tree:
    """A tree of depth 5 with one to `widest` children a code."""
    parents: dict[str, str] = {}
    divisions = iter(f"{n:02d}" for n in range(1, 100))
    for letter in "ABC"[: rng.integers(1, 4)]:
        parents[letter] = "TOTAL"
        for _ in range(rng.integers(1, widest + 1)):
            level = [next(divisions)]
            parents[level[0]] = letter
            for depth in (3, 4, 5):
                most = widest if depth == 5 else 2
                level = [c + str(n) for c in level for n in range(1, rng.integers(1, most + 1) + 1)]
                parents.update({c: c[:-1] for c in level})
    return Tree(revision, parents)


def random_census(
    rng: np.random.Generator, tree: Tree, provinces: Sequence[str], empty: float = 0.3
) -> LeafCensus:
    """Skewed counts: many small cells, a few large ones; a part `empty` of the cells is empty."""
    shape = (len(provinces), len(tree.leaves))
    establishments = rng.geometric(0.25, shape)
    large = rng.random(shape) < 0.3
    establishments = np.where(large, rng.integers(5, 200, shape), establishments)
    establishments = np.where(rng.random(shape) < empty, 0, establishments)
    if establishments.sum() == 0:
        establishments[0, 0] = 1
    extra = rng.poisson(establishments * rng.choice([0.5, 4.0, 30.0], shape))
    employees = np.where(establishments > 0, establishments + extra, 0)
    return LeafCensus(
        tree, tuple(provinces), establishments.astype(np.int64), employees.astype(np.int64)
    )


def _with_nation(provinces: Counts) -> Counts:
    return np.vstack([provinces.sum(axis=0, keepdims=True), provinces])
