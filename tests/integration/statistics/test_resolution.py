"""Bounds close as detail returns; mixed resolution in one year; districts; nothing depends on order."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.support.leaf_census import Published
from tests.support.random_worlds import Shape, World, random_world, warehouse

FINE = Shape(seed=7, empty=0.3, coarse=0.0, closed=0.0)
KEYS = "set_id, region_code, measure"


def bounds_of(world: World) -> dict[tuple[str, str, str], tuple[int, int, str, bool]]:
    """Bounds, resolution and whether it is told, by set, region and measure."""
    with warehouse([world], ["int_set_bounds"]) as connection:
        rows = connection.execute(f"""
            select {KEYS}, value_low, value_high, resolution, is_suppressed from int_set_bounds
        """).fetchall()
    return {tuple(row[:3]): tuple(row[3:]) for row in rows}  # type: ignore[misc]


def with_publication(world: World, published: Published) -> World:
    return dataclasses.replace(world, published=published)


@pytest.fixture(scope="module")
def fine() -> World:
    return random_world(FINE, "fine")


def test_full_leaf_data_are_exact(fine: World) -> None:
    """With every leaf and nothing suppressed each set is a value, at resolution leaf."""
    everything = dataclasses.replace(
        fine.published, suppressed=np.zeros_like(fine.published.suppressed)
    )
    found = bounds_of(with_publication(fine, everything))
    assert len(found) > 200
    assert all(low == high for low, high, _, _ in found.values())
    assert {resolution for _, _, resolution, _ in found.values()} == {"leaf"}


def test_bounds_nest_as_detail_grows() -> None:
    """Published to divisions, groups, classes, leaves: each step within the one before."""
    depths, worlds = (2, 3, 4, 5), []
    for seed in range(5):
        for depth in depths:
            world = random_world(dataclasses.replace(FINE, seed=seed), f"s{seed}d{depth}")
            published = world.published.coarser([depth] * len(world.census.regions))
            worlds.append(with_publication(world, published))
    with warehouse(worlds, ["int_set_bounds"]) as connection:
        rows = connection.execute(f"""
            select taxonomy_id, {KEYS}, value_low, value_high from int_set_bounds
        """).fetchall()
    found = {(row[0], *row[1:4]): row[4:] for row in rows}
    compared = 0
    for (name, *key), (low, high) in found.items():
        depth = int(name[-1])
        if depth > min(depths):
            coarse = found[(f"{name[:-1]}{depth - 1}", *key)]
            assert coarse[0] <= low <= high <= coarse[1], (name, key)
            compared += 1
    assert compared > 2_000


def test_mixed_resolution_in_one_year(fine: World) -> None:
    """Leaves for the nation and one province, divisions for the others: all three resolutions."""
    mixed = fine.published.coarser([5, 5, 2, 2, 2])
    found = bounds_of(with_publication(fine, mixed))
    full = bounds_of(fine)
    assert {r for (_, region, _), (_, _, r, _) in found.items() if region == "11"} == {"leaf"}
    others = {r for (_, region, _), (_, _, r, _) in found.items() if region == "21"}
    assert others & {"mixed", "coarse"}
    for key, (low, high, _, _) in full.items():
        assert found[key][0] <= low <= high <= found[key][1], key
    for key, (low, high, _, _) in found.items():
        if key[1] == "11" and key[2] == "establishments":
            assert low == high, key


def test_order_of_rows_and_regions_changes_nothing(fine: World) -> None:
    expected = bounds_of(fine)
    with warehouse([fine], []) as connection:
        connection.execute(
            "create table shuffled as select * from census_cells order by hash(raw_row)"
        )
        connection.execute("drop table census_cells")
        connection.execute("alter table shuffled rename to census_cells")
        connection.execute("""
            create or replace table regions as select * from regions order by region_code desc
        """)
        from tests.support.sql_models import run_models

        run_models(connection, ["int_set_bounds"])
        rows = connection.execute(f"""
            select {KEYS}, value_low, value_high, resolution, is_suppressed from int_set_bounds
        """).fetchall()
    assert {tuple(row[:3]): tuple(row[3:]) for row in rows} == expected
