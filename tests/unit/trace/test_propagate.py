"""Bounds by propagation are sound, and as tight as linear programming on trees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from orchestration.trace.propagate import UNBOUNDED, Network

COUNTS = st.lists(st.integers(0, 50), min_size=2, max_size=6)


def test_one_unknown_is_what_the_others_leave_over() -> None:
    network = Network()
    total = network.unknown(10, 10)
    known, wanted = network.unknown(4, 4), network.unknown()
    network.tie(total, [known, wanted])
    network.settle()
    assert (network.low[wanted], network.high[wanted]) == (6, 6)


def test_parts_that_may_be_missing_give_no_lower_bound() -> None:
    network = Network()
    total, part = network.unknown(10, 10), network.unknown()
    network.tie(total, [part], complete=False)
    network.settle()
    assert (network.low[part], network.high[part]) == (0, 10)


def test_nothing_known_stays_unbounded() -> None:
    network = Network()
    total, part = network.unknown(), network.unknown()
    network.tie(total, [part])
    network.settle()
    assert (network.low[part], network.high[part]) == (0, UNBOUNDED)


@given(st.lists(COUNTS, min_size=1, max_size=4), st.data())
def test_sound_and_tight_on_a_tree_of_two_levels(
    world: list[list[int]], data: st.DataObject
) -> None:
    hidden = [[data.draw(st.booleans()) for _ in family] for family in world]
    family_hidden = [data.draw(st.booleans()) for _ in world]
    network = Network()
    everything = sum(map(sum, world))
    top = network.unknown(everything, everything)
    families, leaves, truth = [], [], []
    for family, hides, family_hides in zip(world, hidden, family_hidden, strict=True):
        known = sum(family)
        parent = network.unknown(*((0, UNBOUNDED) if family_hides else (known, known)))
        own = [
            network.unknown(*((0, UNBOUNDED) if h else (v, v)))
            for v, h in zip(family, hides, strict=True)
        ]
        network.tie(parent, own)
        families.append(parent)
        leaves.append(own)
        truth += family
    network.tie(top, families)
    start = list(zip(network.low, network.high, strict=True))
    network.settle()
    flat = [leaf for own in leaves for leaf in own]
    for leaf, value in zip(flat, truth, strict=True):
        assert network.low[leaf] <= value <= network.high[leaf]
    rows, values = [np.ones(len(flat))], [everything]
    for own, parent, family in zip(leaves, families, world, strict=True):
        if start[parent][0] == start[parent][1]:
            rows.append(np.array([1.0 if leaf in own else 0.0 for leaf in flat]))
            values.append(sum(family))
    limits = [(low, None if high == UNBOUNDED else high) for low, high in (start[n] for n in flat)]
    wanted = data.draw(st.integers(0, len(flat) - 1))
    for sign, bound in ((1, network.low), (-1, network.high)):
        goal = np.zeros(len(flat))
        goal[wanted] = sign
        best = linprog(goal, A_eq=np.array(rows), b_eq=values, bounds=limits)
        assert sign * best.fun == pytest.approx(bound[flat[wanted]])
