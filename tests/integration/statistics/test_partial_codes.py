"""Partly covered codes against a truth that is drawn: which part of a code belongs to which layers.

Every establishment of a code is in all layers that have the code in full, and in a drawn choice of those
that have a part of it. The bounds hold for every draw.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, combinations

import numpy as np
import pandas as pd
import pytest

from tests.support.leaf_census import NATION, Counts
from tests.support.random_worlds import Shape, World, random_world, warehouse

Truth = dict[frozenset[str], tuple[Counts, Counts]]
"""By set of layers, establishments and employees of what is in exactly these layers, by province."""


def with_parts(world: World, rng: np.random.Generator) -> World:
    """The same world with about half of the codes of its taxonomy covered in part."""
    coverage = np.where(rng.random(len(world.taxonomy)) < 0.5, "part", "full")
    return World(world.name, world.published, world.taxonomy.assign(coverage=coverage))


def layers_of_leaves(world: World) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """The layers that have a leaf in full, and those that have a part of it."""
    tree = world.census.tree
    full, part = defaultdict(set), defaultdict(set)
    for row in world.taxonomy.itertuples():
        for leaf in tree.leaves:
            if row.ksic_code in tree.path(leaf):
                (full if row.coverage == "full" else part)[leaf].add(row.layer)
    return {
        leaf: (frozenset(full[leaf]), frozenset(part[leaf] - full[leaf]))
        for leaf in tree.leaves
        if full[leaf] or part[leaf]
    }


def draw(world: World, rng: np.random.Generator) -> Truth:
    """A truth: every establishment, and every further employee, of a leaf in one choice of layers."""
    truth: Truth = {}
    for leaf, (full, part) in layers_of_leaves(world).items():
        subsets = chain.from_iterable(combinations(sorted(part), n) for n in range(len(part) + 1))
        choices = [full | frozenset(subset) for subset in subsets]
        position = world.census.tree.leaves.index(leaf)
        places = world.census.establishments[:, position]
        people = world.census.employees[:, position]
        weights = rng.dirichlet(np.full(len(choices), 0.5))
        split = np.array([rng.multinomial(n, weights) for n in places])
        further = np.array(
            [
                rng.multinomial(more, own / own.sum()) if own.sum() else np.zeros(len(own), int)
                for more, own in zip(people - places, split, strict=True)
            ]
        )
        for n, layers in enumerate(choices):
            known = truth.get(layers, (np.zeros_like(places), np.zeros_like(places)))
            truth[layers] = known[0] + split[:, n], known[1] + split[:, n] + further[:, n]
    return truth


def belongs(layers: frozenset[str], row: pd.Series) -> bool:
    """Whether what is in these layers belongs to the set of the row."""
    is_common = (
        len(layers) >= 2
        if row["overlap_rule"] == "two_or_more"
        else "general_purpose" in layers and bool(layers & {"infrastructure", "application"})
    )
    match row["set_kind"]:
        case "layer":
            return row["layer"] in layers
        case "exclusive":
            return row["layer"] in layers and not is_common
        case "common":
            return is_common
        case "total":
            return bool(layers)
        case _:
            return layers == frozenset(row["combination"].split("+"))


@pytest.mark.parametrize("seed", range(4))
def test_every_draw_is_within_the_bounds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shapes = [Shape(seed=seed * 100 + n, empty=0.2, coarse=0.3, closed=0.1) for n in range(8)]
    worlds = [with_parts(random_world(shape, f"w{n}"), rng) for n, shape in enumerate(shapes)]
    with warehouse(worlds, ["int_set_bounds"]) as connection:
        rows = connection.execute("""
            select taxonomy_id, set_kind, overlap_rule, layer, combination, region_code, measure,
                   value_low, value_high, share_low, share_high
            from int_set_bounds
            where set_kind in ('layer', 'exclusive', 'common', 'total', 'combination')
        """).df()
    assert (rows["value_low"] < rows["value_high"]).mean() > 0.3
    checked = 0
    for world in worlds:
        truth = draw(world, rng)
        for _, row in rows[rows["taxonomy_id"] == world.name].iterrows():
            column = 0 if row["measure"] == "establishments" else 1
            values = sum(
                (counts[column] for layers, counts in truth.items() if belongs(layers, row)),
                np.zeros(len(world.census.provinces), dtype=np.int64),
            )
            nation = int(values.sum())
            provinces = dict(zip(world.census.provinces, map(int, values), strict=True))
            value = nation if row["region_code"] == NATION else provinces[row["region_code"]]
            assert row["value_low"] <= value <= row["value_high"], (world.name, dict(row), value)
            if nation:
                share = value / nation
                assert row["share_low"] <= share + 1e-12, (world.name, dict(row), share)
                assert row["share_high"] >= share - 1e-12, (world.name, dict(row), share)
            checked += 1
    assert checked == len(rows)
