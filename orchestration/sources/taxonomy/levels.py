"""Check what a taxonomy says about its layers and industries: one name, one own code, one parent each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orchestration.contracts.taxonomy_form import DESCRIBING, MOST_LEVELS
from orchestration.errors import TaxonomyRefused

_Level = tuple[str, str]
"""A layer and an industry of it; the industry is "" for the layer itself."""


def check_levels(records: Sequence[tuple[int, Mapping[str, str]]], name: str) -> None:
    """Refuse contradictory descriptions, unknown parents and circles; raises `TaxonomyRefused`."""
    described: dict[tuple[_Level, str], tuple[int, str]] = {}
    levels = {(record["layer"], record["industry"]) for _, record in records}
    for line, record in records:
        level = record["layer"], record["industry"]
        for column in DESCRIBING:
            value = record[column]
            if not value:
                continue
            first, known = described.setdefault((level, column), (line, value))
            if known != value:
                raise TaxonomyRefused(
                    f"{column} of {_named(level)} is {value!r} here and {known!r} on line {first}",
                    where=f"{name} line {line}",
                    remedy="write the same in both lines, or only in one",
                )
    _check_parents(described, levels, name)


def _check_parents(
    described: Mapping[tuple[_Level, str], tuple[int, str]], levels: set[_Level], name: str
) -> None:
    parents = {
        level: (line, (level[0], parent))
        for (level, column), (line, parent) in described.items()
        if column == "parent"
    }
    for level, (line, parent) in parents.items():
        fault = _find_parent_fault(level, parent, levels)
        above, depth = parent, 2
        while not fault and above in parents:
            above, depth = parents[above][1], depth + 1
            if depth > MOST_LEVELS:
                what = f"{_named(level)} is more than {MOST_LEVELS} levels deep, or below itself"
                fault = what, "correct the parents"
        if fault:
            raise TaxonomyRefused(fault[0], where=f"{name} line {line}", remedy=fault[1])


def _find_parent_fault(
    level: _Level, parent: _Level, levels: set[_Level]
) -> tuple[str, str] | None:
    if not level[1]:
        return f"layer {level[0]} has a parent", "only industries have parents"
    if parent not in levels:
        return (
            f"the parent {parent[1]} of {_named(level)} is not an industry of the layer {level[0]}",
            f"add a row with layer {level[0]}, industry {parent[1]} and its name",
        )
    return None


def _named(level: _Level) -> str:
    layer, industry = level
    return f"industry {industry} of layer {layer}" if industry else f"layer {layer}"
