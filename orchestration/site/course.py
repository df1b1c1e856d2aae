"""How a curve runs: whether it turned between its ends, so that these never stand for the whole of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

LEAST = 0.005
"""A change of less than half a percent is no turn."""

Shape = Literal["up", "down", "flat", "peak", "trough", "several"]


@dataclass(frozen=True)
class Course:
    """The shape of a curve, and the positions of its highest and lowest value and of its turns.

    peak: up, then down; trough: down, then up; several: it turned more than once. A turn is the
    highest or lowest value between a rise and a fall, the first where several are equal.
    """

    shape: Shape
    highest: int
    lowest: int
    turns: tuple[int, ...]


def describe_course(values: Sequence[float]) -> Course:
    """The course of at least one value, in the order of time."""
    highest = max(range(len(values)), key=lambda at: values[at])
    lowest = min(range(len(values)), key=lambda at: values[at])
    signs: list[int] = []
    turns: list[int] = []
    reached = 0
    for at, value in enumerate(values):
        change = value - values[reached]
        sign = 1 if change > 0 else -1
        if change and signs and signs[-1] == sign:
            reached = at
        elif change and abs(change) >= LEAST * abs(values[reached]):
            if signs:
                turns.append(reached)
            signs.append(sign)
            reached = at
    return Course(_shape(signs), highest, lowest, tuple(turns))


def steps(values: Sequence[float]) -> list[float]:
    """The change to each value from the one before."""
    return [after - before for before, after in pairwise(values)]


def _shape(signs: list[int]) -> Shape:
    match signs:
        case []:
            return "flat"
        case [1]:
            return "up"
        case [-1]:
            return "down"
        case [1, -1]:
            return "peak"
        case [-1, 1]:
            return "trough"
        case _:
            return "several"
