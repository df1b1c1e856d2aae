"""A synthetic KOSIS table of the census family, for tests alone. No number in here is a real one.

The truth comes from `leaf_census`: every leaf of a KSIC revision in all 17 provinces, every code above
is a sum. It is told in the words of the service: codes of objL2 with their section letter, all values
as text, cells without establishments not listed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from orchestration.lake.reference import ksic_parents, region_parents
from tests.support.leaf_census import LeafCensus, Published, Tree, publish, random_census

ITEMS = {"T1": "사업체수", "T2": "종사자수"}
OBJECTS = {"objL1": ("A", "행정구역별"), "objL2": ("B", "산업별"), "objL3": ("C", "사업체구분별")}


class ServedTable(ABC):
    """A table as `KosisService` asks for it; what the service says about one follows from its codes."""

    table_id: str
    years: Collection[int]
    changed: dict[int, str]
    """The date of last change by year."""

    @property
    @abstractmethod
    def regions(self) -> tuple[str, ...]: ...

    @property
    @abstractmethod
    def tree(self) -> Tree: ...

    @abstractmethod
    def industries(self) -> dict[str, str]:
        """Codes of objL2, and our code of each."""

    @abstractmethod
    def rows(
        self, year: int, regions: Iterable[str], industries: Iterable[str], items: Iterable[str]
    ) -> Iterator[dict[str, str]]:
        """The listed cells in the words of the service, in the order of the codes."""

    def meta_items(self) -> list[dict[str, str]]:
        """The answer to getMeta type=ITM."""
        rows = [
            {"OBJ_ID": "ITEM", "OBJ_NM": "항목", "ITM_ID": code, "ITM_NM": name}
            for code, name in ITEMS.items()
        ]
        classes = {
            "objL1": dict.fromkeys(self.regions, ""),
            "objL2": {
                code: kosis_code(self.tree.parents[ours], self.tree) if code != "0" else ""
                for code, ours in self.industries().items()
            },
            "objL3": {"0": ""},
        }
        for number, (name, parents) in enumerate(classes.items(), start=1):
            object_id, object_name = OBJECTS[name]
            for code, parent in parents.items():
                row = {
                    "OBJ_ID": object_id,
                    "OBJ_NM": object_name,
                    "OBJ_ID_SN": str(number),
                    "ITM_ID": code,
                    "ITM_NM": f"분류 {code}",
                }
                rows.append({**row, "UP_ITM_ID": parent} if parent else row)
        return rows

    def meta_changes(self) -> list[dict[str, str]]:
        """The answer to getMeta type=NCD."""
        return [
            {
                "ORG_NM": "통계청",
                "TBL_NM": "합성 시험표",
                "PRD_SE": "년",
                "PRD_DE": str(year),
                "SEND_DE": changed,
            }
            for year, changed in sorted(self.changed.items())
        ]


@dataclass
class KosisTable(ServedTable):
    """What the service knows of one table. `changed` is the date of last change by year."""

    table_id: str
    years: dict[int, Published]
    depth: int = 5
    changed: dict[int, str] = field(default_factory=dict)
    overrides: dict[tuple[int, str, str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for year in self.years:
            self.changed.setdefault(year, f"{year + 1}-12-20")

    @property
    def truth(self) -> dict[int, LeafCensus]:
        """The leaves behind every cell, by year."""
        return {year: published.census for year, published in self.years.items()}

    @property
    def regions(self) -> tuple[str, ...]:
        return next(iter(self.years.values())).census.regions

    @property
    def tree(self) -> Tree:
        return next(iter(self.years.values())).census.tree

    def industries(self) -> dict[str, str]:
        """Codes of objL2, and our code of each."""
        codes = (c for c in self.tree.codes if self.tree.depth(c) <= self.depth)
        return {kosis_code(c, self.tree): c for c in codes}

    def revise(self, year: int, region: str, industry: str, item: str, text: str) -> None:
        """Let the table say `text` for one cell from now on (the sums are left as they were)."""
        self.overrides[year, region, industry, item] = text

    def rows(
        self, year: int, regions: Iterable[str], industries: Iterable[str], items: Iterable[str]
    ) -> Iterator[dict[str, str]]:
        """The listed cells in the words of the service, in the order of the codes."""
        published = self.years[year]
        measures = dict(zip(ITEMS, published.census.cells, strict=True))
        region_at = {code: i for i, code in enumerate(self.regions)}
        code_at = {code: i for i, code in enumerate(self.tree.codes)}
        ours = self.industries()
        items = tuple(items)
        for region in regions:
            listed = published.listed[region_at[region]]
            for industry in industries:
                column = code_at[ours[industry]]
                if not listed[column]:
                    continue
                for item in items:
                    hidden = item == "T2" and published.suppressed[region_at[region], column]
                    value = "X" if hidden else str(measures[item][region_at[region], column])
                    yield {
                        "ORG_ID": "101",
                        "TBL_ID": self.table_id,
                        "TBL_NM": "합성 시험표",
                        "C1": region,
                        "C1_OBJ_NM": "행정구역별",
                        "C2": industry,
                        "C2_OBJ_NM": "산업별",
                        "C3": "0",
                        "ITM_ID": item,
                        "ITM_NM": ITEMS[item],
                        "UNIT_NM": "개" if item == "T1" else "명",
                        "PRD_SE": "A",
                        "PRD_DE": str(year),
                        "DT": self.overrides.get((year, region, industry, item), value),
                        "LST_CHN_DE": self.changed[year],
                    }


def kosis_code(code: str, tree: Tree) -> str:
    """Our industry code as objL2 has it: `0`, a letter, or the section's letter and the digits."""
    if code == "TOTAL":
        return "0"
    return next(c for c in tree.path(code) if c.isalpha()) + (code if code.isdigit() else "")


@cache
def ksic_tree(revision: str) -> Tree:
    """The whole of a KSIC revision."""
    parents = ksic_parents(revision)
    return Tree(revision, {code: parent for code, parent in parents.items() if parent})


def census_table(
    years: Iterable[int] = (2022, 2023),
    *,
    table_id: str = "DT_1K52D01",
    revision: str = "10",
    depth: int = 5,
    seed: int = 317,
    suppress: bool = False,
) -> KosisTable:
    """Synthetic cells for the nation and all 17 provinces, down to `depth` digits.

    `suppress` lets the agency hide the employees of one or two establishments.
    """
    told = {year: _published(year, revision, seed, suppress) for year in years}
    return KosisTable(table_id, told, depth)


@cache
def _published(year: int, revision: str, seed: int, suppress: bool) -> Published:
    rng = np.random.default_rng((seed, year))
    provinces = tuple(code for code, parent in region_parents(2023).items() if parent == "00")
    published = publish(random_census(rng, ksic_tree(revision), provinces), rng)
    return Published(published.census, published.listed, published.suppressed & suppress)
