"""Find the statements that contradict each other, and the cheapest ones to set aside.

A *conflict* is a minimal set of figures: together they are impossible, and without any one of them the
others are possible. It is found by deletion (Chinneck and Dravnieks 1991): a figure is removed if the
others are impossible without it. The figures that are set aside include one of every conflict (a hitting
set, Reiter 1987) at the least cost: printed counts cost more than percentages, percentages more than vague
words.
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
    """`conflicts` lists figures. Without the figures `set_aside` the statements `rest` are possible."""

    conflicts: tuple[tuple[str, ...], ...]
    set_aside: frozenset[str]
    rest: tuple[Statement, ...]


def analyse(stated: Sequence[Statement]) -> Analysis:
    """Find the conflicts among statements that are sorted from exact to vague."""
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
    set_aside = {s.figure_id for s in stated if names[s.subject] in aside}
    return Analysis(tuple(found), frozenset(set_aside), tuple(without(aside)))


def _conflict(stated: Sequence[Statement], names: dict[Subject, str]) -> tuple[str, ...]:
    """A minimal conflict; vague statements are removed first, so that it consists of exact ones."""
    kept = list(dict.fromkeys(names[s.subject] for s in stated))
    for name in reversed(tuple(kept)):
        fewer = [n for n in kept if n != name]
        if not Programme([s for s in stated if names[s.subject] in fewer]).is_feasible:
            kept = fewer
    return tuple(kept)


def _cheapest(found: Sequence[tuple[str, ...]], costs: dict[str, int]) -> frozenset[str]:
    """The cheapest figures with one of every conflict; among equals the fewest, then by name."""
    members = sorted({name for conflict in found for name in conflict})
    candidates = [
        (sum(costs[name] for name in chosen), size, chosen)
        for size in range(1, len(found) + 1)
        for chosen in combinations(members, size)
        if all(set(chosen) & set(conflict) for conflict in found)
    ]
    return frozenset(min(candidates)[2])
