"""Which statements cannot hold together, and the least that has to be set aside.

A *conflict* is a minimal set of figures: all of them together are impossible, without any one of them
the rest is possible. It is found by deletion (Chinneck and Dravnieks 1991): each figure is left out for
good if the others are impossible without it. What is set aside meets every conflict (a hitting set,
Reiter 1987) at the least cost: printed counts cost more than percentages, these more than vague words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from tools.report_programme.programme import Programme
from tools.report_programme.statements import Statement

Subject = tuple[bytes, bytes]


@dataclass(frozen=True)
class Analysis:
    """`conflicts` are lists of figures; without the figures `set_aside` the statements `rest` can hold."""

    conflicts: tuple[tuple[str, ...], ...]
    set_aside: frozenset[str]
    rest: tuple[Statement, ...]


def analyse(stated: Sequence[Statement]) -> Analysis:
    """The conflicts among statements that are sorted from firm to vague."""
    names: dict[Subject, str] = {}
    for statement in stated:
        names.setdefault(statement.subject, statement.figure_id)
    costs = {s.figure_id: 8 >> s.vagueness for s in stated}

    def without(aside: Collection[str]) -> list[Statement]:
        return [s for s in stated if names[s.subject] not in aside]

    found: list[tuple[str, ...]] = []
    aside: frozenset[str] = frozenset()
    while not Programme(without(aside)).is_feasible:
        found.append(_conflict(without(aside), names))
        aside = _cheapest(found, costs)
    said = {s.figure_id for s in stated if names[s.subject] in aside}
    return Analysis(tuple(found), frozenset(said), tuple(without(aside)))


def _conflict(stated: Sequence[Statement], names: dict[Subject, str]) -> tuple[str, ...]:
    """A minimal conflict; vague statements are left out first, so that it is made of firm ones."""
    kept = list(dict.fromkeys(names[s.subject] for s in stated))
    for name in reversed(tuple(kept)):
        fewer = [n for n in kept if n != name]
        if not Programme([s for s in stated if names[s.subject] in fewer]).is_feasible:
            kept = fewer
    return tuple(kept)


def _cheapest(found: Sequence[tuple[str, ...]], costs: dict[str, int]) -> frozenset[str]:
    """The cheapest figures that meet every conflict; among equals the fewest, then by name."""
    members = sorted({name for conflict in found for name in conflict})
    candidates = [
        (sum(costs[name] for name in chosen), size, chosen)
        for size in range(1, len(found) + 1)
        for chosen in combinations(members, size)
        if all(set(chosen) & set(conflict) for conflict in found)
    ]
    return frozenset(min(candidates)[2])
