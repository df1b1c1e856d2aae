"""Cells that cannot all be true are named, with their sources; cells that can be are left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import numpy as np
import pandas as pd
import pytest

from orchestration.errors import parse_error
from tests.support.random_worlds import Shape, World, fill, random_world, warehouse
from tests.support.sql_models import load_seeds, run_models

Cell = tuple[str, str, str, int | None, int | None]
"""Source, region, industry, establishments, employees; None is suppressed (of establishments: not told)."""

TABLE: list[Cell] = [
    ("table", "00", "62", 20, 90),
    ("table", "11", "62", 9, 50),
    ("table", "21", "62", 2, None),
]
"""What is published; of the provinces there are two."""


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as connection:
        load_seeds(connection, ["ksic", "regions"])
        yield connection


def rows(cells: Sequence[Cell]) -> pd.DataFrame:
    found = []
    for source, region, code, establishments, employees in cells:
        base = (source, f"{source}-snapshot", 1, "T", "register", 2023, region, "10", code)
        if establishments is not None:
            found.append((*base, "establishments", establishments, "observed"))
        status = "suppressed" if employees is None else "observed"
        found.append((*base, "employees", employees, status))
    names = "source_id snapshot_id raw_row table_id series year region_code ksic_revision ksic_code"
    frame = pd.DataFrame(found, columns=[*names.split(), "measure", "value", "status"])
    return frame.assign(value=frame["value"].astype("Int64"))


def said(connection: duckdb.DuckDBPyConnection, cells: Sequence[Cell]) -> str:
    """The line that ends the build of `cells`; '' where nothing does."""
    fill(connection, "census_cells", rows(cells))
    try:
        run_models(connection, ["census_cells_agree", "census_bounds_do_not_cross"])
    except duckdb.Error as raised:
        return str(parse_error(str(raised)) or raised)
    return ""


GOOD: dict[str, list[Cell]] = {
    "finer": [("micro", "11", "620", 9, 50), ("micro", "11", "6201", 6, 40)],
    "the same cell alike": [("micro", "11", "62", 9, 50)],
    "one source suppresses it": [("micro", "11", "62", 9, None)],
    "one source does not tell": [("micro", "21", "62", 2, 7)],
    "districts that are not all there": [("micro", "11010", "62", 4, 20), ("micro", "11020", "62", 4, 20)],
    "children that are not all there": [("micro", "11", "6202", 3, 10)],
}  # fmt: skip


@pytest.mark.parametrize("cells", GOOD.values(), ids=GOOD)
def test_what_fits_together_is_left_alone(
    connection: duckdb.DuckDBPyConnection, cells: list[Cell]
) -> None:
    assert said(connection, [*TABLE, *cells]) == ""


BAD: dict[str, tuple[list[Cell], str, str]] = {
    "twice": (
        [("micro", "11", "62", 8, 50)],
        "contradictions: 1, the first: 9 (table table-snapsh) and 8 (micro micro-snapsh)",
        "register 2023 region 11 industry 62 establishments",
    ),
    "a city and its own district": (
        [("city", "11010", "62", 4, 20), ("micro", "11011", "62", 2, None)],
        "contradictions: 1, the first: 4 (city city-snapsho) of a city, and again for one of its own"
        " districts 2 (micro micro-snapsh)",
        "register 2023 region 11010 industry 62 establishments",
    ),
    "industries beyond": (
        [("micro", "11", "620", 9, 51)],
        "contradictions: 1, the first: 50 (table table-snapsh) where the industries below add up to"
        " 51 (micro micro-snapsh)",
        "register 2023 region 11 industry 62 employees",
    ),
    "industries short": (
        [("micro", "11", "620", 7, 40)],
        "contradictions: 2, the first: 9 (table table-snapsh) where the industries below add up to"
        " 7 (micro micro-snapsh)",
        "register 2023 region 11 industry 62 establishments",
    ),
    "districts beyond": (
        [("micro", "11010", "62", 6, 20), ("city", "11020", "62", 4, 20)],
        "contradictions: 1, the first: 9 (table table-snapsh) where the regions below add up to"
        " 10 (city city-snapsho, micro micro-snapsh)",
        "register 2023 region 11 industry 62 establishments",
    ),
    "provinces beyond": (
        [("micro", "22", "62", 10, 39)],
        "contradictions: 1, the first: 20 (table table-snapsh) where the regions below add up to"
        " 21 (micro micro-snapsh, table table-snapsh)",
        "register 2023 region 00 industry 62 establishments",
    ),
    "fewer employees than establishments": (
        [("micro", "11010", "62", 5, 4)],
        "contradictions: 1, the first: 4 (micro micro-snapsh) where the establishments are"
        " 5 (micro micro-snapsh)",
        "register 2023 region 11010 industry 62 employees",
    ),
    "a level in between is missing": (
        [("micro", "11", "62010", 10, 40)],
        "no census agrees with all published cells of the year (micro micro-snapsh, table table-snapsh)",
        "register 2023 region 00 industry 62 establishments",
    ),
    "the suppressed one has no room": (
        [("micro", "22", "62", 9, 40)],
        "no census agrees with all published cells of the year (micro micro-snapsh, table table-snapsh)",
        "employees in excess of one per establishment",
    ),
}


@pytest.mark.parametrize(("cells", "what", "where"), BAD.values(), ids=BAD)
def test_what_cannot_be_is_named(
    connection: duckdb.DuckDBPyConnection, cells: list[Cell], what: str, where: str
) -> None:
    line = said(connection, [*TABLE, *cells])
    assert line.startswith("SC402 "), line
    assert what in line
    assert where in line
    assert "micro micro-snapsh" in line
    assert line.endswith(" SOURCE YEAR")


def scrambled(world: World, seed: int) -> World:
    """The world with a fifth of what is published replaced by other counts, large and small."""
    rng = np.random.default_rng(seed)
    for counts in world.published.census.cells:  # summed once, then read from here
        wrong = rng.random(counts.shape) < 0.2
        counts[wrong] = rng.choice([0, 1, 10**6, 10**9], int(wrong.sum()))
    return world


def test_bounds_of_nonsense_are_crossed_and_do_not_overflow() -> None:
    """However much contradicts itself: the bounds are built and every wrong world is found by them."""
    shapes = [Shape(seed, empty=0.3, coarse=0.5, closed=0.1) for seed in range(8)]
    worlds = [scrambled(random_world(s, f"w{s.seed}"), s.seed) for s in shapes]
    with warehouse(worlds, ["int_cell_bounds"]) as marts:
        crossed = marts.execute(
            "select count(distinct series) from int_cell_bounds where e_lo > e_hi or x_lo > x_hi"
        ).fetchone()
        reach = marts.execute(
            "select min(least(e_lo, x_lo, e_hi, x_hi)), max(greatest(e_lo, x_lo, e_hi, x_hi)) "
            "from int_cell_bounds"
        ).fetchone()
    assert crossed == (len(worlds),)
    assert reach is not None
    assert reach[0] >= -1
    assert reach[1] <= 10**12
