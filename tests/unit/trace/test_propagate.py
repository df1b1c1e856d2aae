"""Propagated bounds are valid, and on trees as tight as those of linear programming."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from orchestration.trace.propagate import UNBOUNDED, Network

COUNTS = st.lists(st.integers(0, 50), min_size=2, max_size=6)


def test_one_unknown_is_the_remainder_of_the_others() -> None:
    network = Network()
    total = network.add_unknown(10, 10)
    known, wanted = network.add_unknown(4, 4), network.add_unknown()
    network.add_sum(total, [known, wanted])
    network.narrow()
    assert (network.low[wanted], network.high[wanted]) == (6, 6)


def test_incomplete_parts_give_no_lower_bound() -> None:
    network = Network()
    total, part = network.add_unknown(10, 10), network.add_unknown()
    network.add_sum(total, [part], complete=False)
    network.narrow()
    assert (network.low[part], network.high[part]) == (0, 10)


def test_without_known_numbers_the_bounds_stay_open() -> None:
    network = Network()
    total, part = network.add_unknown(), network.add_unknown()
    network.add_sum(total, [part])
    network.narrow()
    assert (network.low[part], network.high[part]) == (0, UNBOUNDED)


@given(st.lists(COUNTS, min_size=1, max_size=4), st.data())
def test_sound_and_tight_on_a_tree_of_two_levels(
    world: list[list[int]], data: st.DataObject
) -> None:
    hidden = [[data.draw(st.booleans()) for _ in family] for family in world]
    family_hidden = [data.draw(st.booleans()) for _ in world]
    network = Network()
    everything = sum(map(sum, world))
    top = network.add_unknown(everything, everything)
    families, leaves, truth = [], [], []
    for family, hides, family_hides in zip(world, hidden, family_hidden, strict=True):
        known = sum(family)
        parent = network.add_unknown(*((0, UNBOUNDED) if family_hides else (known, known)))
        own = [
            network.add_unknown(*((0, UNBOUNDED) if h else (v, v)))
            for v, h in zip(family, hides, strict=True)
        ]
        network.add_sum(parent, own)
        families.append(parent)
        leaves.append(own)
        truth += family
    network.add_sum(top, families)
    start = list(zip(network.low, network.high, strict=True))
    network.narrow()
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
