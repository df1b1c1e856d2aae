"""Read KSIC, its concordance and the regions from the seeds."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from orchestration.settings import PROJECT_ROOT

_SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
Leaf = tuple[str, str]
"""KSIC revision and five-digit code."""
JOINT = "joint"
"""A revision whose codes combine corresponding codes of KSIC 9, 10 and 11 ("9/10/11")."""


@dataclass(frozen=True)
class Ksic:
    """One revision: the parent of every code ('' above TOTAL), and its Korean name."""

    revision: str
    parents: Mapping[str, str]
    names: Mapping[str, str]

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The codes below each code."""
        found: dict[str, list[str]] = defaultdict(list)
        for code, parent in self.parents.items():
            found[parent].append(code)
        return dict(found)

    def lineage(self, code: str) -> list[str]:
        """`code` and all codes above it, up to TOTAL."""
        found = []
        while code:
            found.append(code)
            code = self.parents[code]
        return found

    @cached_property
    def leaves(self) -> dict[str, frozenset[str]]:
        """The five-digit codes below (or at) each code."""
        found: dict[str, set[str]] = defaultdict(set)
        for code in self.parents:
            if len(code) == 5 and code.isdigit():
                for above in self.lineage(code):
                    found[above].add(code)
        return {code: frozenset(leaves) for code, leaves in found.items()}


@dataclass(frozen=True)
class Region:
    """A region of the seed, with the years in which it is valid."""

    code: str
    parent: str
    first_year: int
    last_year: int


@cache
def ksic(revision: str) -> Ksic:
    """The classification of a revision (9, 10, 11)."""
    rows = [r for r in _rows("ksic.csv") if r["ksic_revision"] == revision]
    return Ksic(
        revision,
        {r["ksic_code"]: r["parent_code"] for r in rows},
        {r["ksic_code"]: r["name_ko"] for r in rows},
    )


@cache
def regions() -> tuple[Region, ...]:
    """The nation and the provinces."""
    return tuple(
        Region(
            r["region_code"],
            r["parent_region_code"],
            int(r["valid_from"][:4] or 0),
            _last_year(r["valid_to"]),
        )
        for r in _rows("regions.csv")
    )


def _last_year(valid_to: str) -> int:
    """The last year at whose end a region exists; `valid_to` is an ISO date, '' for no end."""
    return (date.fromisoformat(valid_to) + timedelta(days=1)).year - 1 if valid_to else 9999


@cache
def region_changes() -> tuple[tuple[str, int], ...]:
    """Regions whose territory changed, each with the first census year of the new territory."""
    return tuple(
        (region, int(r["effective_date"][:4]))
        for r in _rows("region_changes.csv")
        if r["kind"] != "code"
        for region in (r["from_region_code"], r["to_region_code"])
        if region
    )


@cache
def merged_into(region: str) -> str | None:
    """The province that a province merged into, None where it did not."""
    found = (
        r["to_region_code"]
        for r in _rows("region_changes.csv")
        if r["kind"] == "merger" and r["from_region_code"] == region
    )
    return next(found, None)


@cache
def counterparts(from_revision: str, to_revision: str) -> dict[str, frozenset[str]]:
    """For each leaf of one revision, the corresponding leaves of another (concordance)."""
    if from_revision == to_revision:
        return {leaf: frozenset({leaf}) for leaf in ksic(from_revision).leaves["TOTAL"]}
    if to_revision == JOINT:
        return _joint_codes()[from_revision]
    if {from_revision, to_revision} == {"9", "11"}:
        first, second = counterparts(from_revision, "10"), counterparts("10", to_revision)
        return {
            leaf: frozenset().union(*(second.get(middle, frozenset()) for middle in middles))
            for leaf, middles in first.items()
        }
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("ksic_concordance.csv"):
        ends = (row["from_revision"], row["from_code"]), (row["to_revision"], row["to_code"])
        for (revision, code), (other_revision, other) in (ends, ends[::-1]):
            if (revision, other_revision) == (from_revision, to_revision):
                found[code].add(other)
    return {leaf: frozenset(others) for leaf, others in found.items()}


@cache
def is_same(code: str, from_revision: str, to_revision: str) -> bool:
    """Whether a code means the same in two revisions: the same leaves, seen from either side."""
    if code not in ksic(from_revision).parents or code not in ksic(to_revision).parents:
        return False
    here, there = ksic(from_revision).leaves[code], ksic(to_revision).leaves[code]
    onwards, back = (
        counterparts(from_revision, to_revision),
        counterparts(to_revision, from_revision),
    )
    return all(onwards.get(leaf, frozenset()) <= there for leaf in here) and all(
        back.get(leaf, frozenset()) <= here for leaf in there
    )


@cache
def _joint_codes() -> dict[str, dict[str, frozenset[str]]]:
    """By revision, the joint codes of each leaf."""
    joint = {
        (older, middle, newer)
        for middle in ksic("10").leaves["TOTAL"]
        for older in counterparts("10", "9").get(middle, ("-",))
        for newer in counterparts("10", "11").get(middle, ("-",))
    }
    joint |= {(c, "-", "-") for c in ksic("9").leaves["TOTAL"] - counterparts("9", "10").keys()}
    joint |= {("-", "-", c) for c in ksic("11").leaves["TOTAL"] - counterparts("11", "10").keys()}
    found: dict[str, dict[str, set[str]]] = {r: defaultdict(set) for r in ("9", "10", "11")}
    for codes in joint:
        for revision, code in zip(found, codes, strict=True):
            if code != "-":
                found[revision][code].add("/".join(codes))
    return {r: {c: frozenset(names) for c, names in codes.items()} for r, codes in found.items()}


def _rows(name: str) -> list[dict[str, str]]:
    with (_SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
