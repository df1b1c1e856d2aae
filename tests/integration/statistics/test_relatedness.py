"""Relatedness, its density and the similarity of provinces equal an independent computation with numpy.

Matrices of provinces by divisions come from the staged cells. What an open observation can do to a
proximity is tried out: all ways to decide it.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.support.public_intervals import public_intervals
from tests.support.random_worlds import Shape, World, random_world, warehouse

Connection = duckdb.DuckDBPyConnection
Array = np.ndarray[Any, Any]
MEASURES = ("establishments", "employees")
YEARS = (2020, 2021, 2022, 2023)
WORLDS = [random_world(Shape(300 + s, 0.5, 0.3, 0.1), f"w{s}") for s in range(6)]


def specialised(shares: Array, nation: Array) -> Array:
    """Location quotients above 1, by province and division."""
    quotients = np.divide(shares, nation, out=np.zeros_like(shares), where=nation > 0)
    return np.asarray(quotients > 1, dtype=float)


def proximities(above: Array) -> Array:
    """Hidalgo et al. (2007): the lesser conditional probability, for all pairs of columns."""
    together = above.T @ above
    ubiquity = np.diag(together)
    most = np.maximum.outer(ubiquity, ubiquity)
    return np.divide(together, most, out=np.full_like(together, np.nan), where=most > 0)


@pytest.fixture(scope="module")
def shares(bundled: Connection) -> dict[tuple[str, int], tuple[Array, Array, Array]]:
    """By measure and year: least and greatest shares of provinces, and the shares of the nation."""
    cells = bundled.execute("select * from census_cells").df()
    cells["value"] = cells["value"].astype("float64")
    low, high = public_intervals(cells)
    keys = ["measure", "year", "region_code", "ksic_code"]
    ends = low.assign(high=high["value"]).set_index(keys)[["value", "high"]].sort_index()
    totals = cells[cells["ksic_code"] == "TOTAL"].set_index(keys[:3])["value"].sort_index()
    found = {}
    for measure, year in product(MEASURES, YEARS):
        tables = [
            ends[column].xs((measure, year)).unstack("ksic_code", fill_value=0.0)
            for column in ("value", "high")
        ]
        total = totals.xs((measure, year))
        least, greatest = (t.div(total.reindex(t.index), axis=0).sort_index() for t in tables)
        assert least.index[0] == "00"
        assert least.shape == (18, 74)
        found[measure, year] = (
            least.to_numpy()[1:],
            greatest.to_numpy()[1:],
            least.to_numpy()[0],
        )
    return found


def table(connection: Connection, mart: str, column: str, rows: str, condition: str) -> Array:
    frame = connection.execute(
        f"select {rows} as row_code, {'related_code' if mart == 'industry_relatedness' else 'ksic_code'}"
        f" as column_code, cast({column} as double) as value from {mart} where {condition}"
    ).df()
    pivoted = frame.pivot(index="row_code", columns="column_code", values="value")
    return np.asarray(pivoted.sort_index().sort_index(axis=1).to_numpy())


def test_establishments_are_exact(
    bundled: Connection, shares: dict[tuple[str, int], tuple[Array, Array, Array]]
) -> None:
    """No cell is suppressed: all 5,402 proximities, jackknife errors and 5,032 densities are equal."""
    above = {}
    for year in YEARS:
        low, high, nation = shares["establishments", year]
        assert (low == high).all()
        above[year] = specialised(low, nation)
    pooled = np.vstack([above[year] for year in YEARS])
    expected = proximities(pooled)
    np.fill_diagonal(expected, np.nan)
    where = "measure = 'establishments'"
    for column in ("proximity_low", "proximity", "proximity_high"):
        found = table(bundled, "industry_relatedness", column, "ksic_code", where)
        np.testing.assert_allclose(found, expected, rtol=1e-12)

    without = np.array(
        [proximities(np.vstack([np.delete(above[y], r, axis=0) for y in YEARS])) for r in range(17)]
    )
    errors = np.sqrt(16 / 17 * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    for column, values in (
        ("jackknife_low", np.nanmin(without, axis=0)),
        ("jackknife_high", np.nanmax(without, axis=0)),
        ("jackknife_error", errors),
        ("linked_years", sum((proximities(above[y]) >= 0.5).astype(float) for y in YEARS)),
    ):
        np.fill_diagonal(values, np.nan)
        found = table(bundled, "industry_relatedness", column, "ksic_code", where)
        np.testing.assert_allclose(found, values, rtol=1e-9, atol=1e-8)

    weights = np.nan_to_num(expected)
    for year in YEARS:
        density = above[year] @ weights / weights.sum(axis=0)
        found = table(
            bundled, "relatedness_density", "density", "region_code", f"{where} and year = {year}"
        )
        np.testing.assert_allclose(found, density, rtol=1e-12)


def test_employees_are_bounds_of_everything_that_may_be(
    bundled: Connection, shares: dict[tuple[str, int], tuple[Array, Array, Array]]
) -> None:
    """All ways to decide the open observations of a pair: the extremes are the bounds."""
    certain = np.vstack(
        [specialised(low, n) for (m, _), (low, _, n) in shares.items() if m == "employees"]
    )
    possible = np.vstack(
        [specialised(high, n) for (m, _), (_, high, n) in shares.items() if m == "employees"]
    )
    assert certain.shape == (68, 74)
    low = table(
        bundled, "industry_relatedness", "proximity_low", "ksic_code", "measure = 'employees'"
    )
    high = table(
        bundled, "industry_relatedness", "proximity_high", "ksic_code", "measure = 'employees'"
    )
    tried = 0
    for i, j in product(range(74), repeat=2):
        free = [
            (row, column)
            for column in (i, j)
            for row in np.flatnonzero(certain[:, column] != possible[:, column])
        ]
        if i == j or len(free) > 8:
            continue
        ends = []
        for decided in product((0.0, 1.0), repeat=len(free)):
            above = certain.copy() if free else certain
            for (row, column), value in zip(free, decided, strict=True):
                above[row, column] = value
            both = (above[:, i] * above[:, j]).sum()
            ends.append(both / max(above[:, i].sum(), above[:, j].sum()))
        assert (low[i, j], high[i, j]) == pytest.approx((min(ends), max(ends)), rel=1e-12)
        tried += bool(free)
    assert tried > 300


def test_similarity_is_one_less_half_the_distance(
    bundled: Connection, shares: dict[tuple[str, int], tuple[Array, Array, Array]]
) -> None:
    frame = bundled.execute(
        "select * from regional_similarity order by measure, year, region_code, other_region_code"
    ).df()
    assert len(frame) == 2 * 4 * 17 * 16
    for (measure, year), group in frame.groupby(["measure", "year"]):
        low, high, _ = shares[str(measure), int(str(year))]
        near = np.maximum(0, np.maximum(low[:, None] - high[None], low[None] - high[:, None]))
        far = np.maximum(high[:, None] - low[None], high[None] - low[:, None])
        off = ~np.eye(17, dtype=bool)
        for column, distance in (("similarity_high", near), ("similarity_low", far)):
            expected = 1 - distance.sum(axis=2)[off] / 2
            np.testing.assert_allclose(group[column], expected, rtol=1e-9)
        assert group["similarity"].notna().all() == (measure == "establishments")


@pytest.fixture(scope="module")
def worlds() -> Any:
    marts = ("industry_relatedness", "relatedness_density", "regional_similarity")
    connection = warehouse(WORLDS, marts)
    yield connection
    connection.close()


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_bounds_hold_the_truth_of_random_censuses(worlds: Connection, world: World) -> None:
    """Synthetic censuses with suppressed and unlisted cells: the truth is within all bounds."""
    tree = world.census.tree
    divisions = np.array([tree.depth(code) == 2 for code in tree.codes])
    codes = [code for code, kept in zip(tree.codes, divisions, strict=True) if kept]
    provinces = list(world.census.regions[1:])
    for measure in MEASURES:
        leaves = np.asarray(getattr(world.census, measure), dtype=float)
        counts = leaves.reshape(len(provinces), -1) @ tree.incidence[divisions].T
        totals = counts.sum(axis=1, keepdims=True)
        own = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
        above = specialised(own, counts.sum(axis=0) / counts.sum())
        truth = pd.DataFrame(proximities(above), codes, codes)
        rows = worlds.execute(
            "select * from industry_relatedness where series = ? and measure = ?",
            [world.name, measure],
        ).df()
        assert len(rows) > 0
        for _, row in rows.iterrows():
            value = truth.loc[row["ksic_code"], row["related_code"]]
            assert (
                np.isnan(value)
                or row["proximity_low"] - 1e-9 <= value <= row["proximity_high"] + 1e-9
            )
        share = pd.DataFrame(own, provinces, codes)
        for _, row in (
            worlds.execute(
                "select * from regional_similarity where series = ? and measure = ?",
                [world.name, measure],
            )
            .df()
            .iterrows()
        ):
            pair = share.loc[row["region_code"]] - share.loc[row["other_region_code"]]
            value = 1 - float(pair.abs().sum()) / 2
            assert row["similarity_low"] - 1e-9 <= value <= row["similarity_high"] + 1e-9
