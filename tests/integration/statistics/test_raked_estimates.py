"""Estimates where the nation is published finer than its provinces: the raking of the models, in numpy."""

from __future__ import annotations

import duckdb
import numpy as np

from tests.support.pension_fit import factors


def raked_in_numpy(start: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Iterative proportional fitting until nothing changes."""
    fitted = start
    for _ in range(500):
        fitted = fitted * factors(columns, fitted.sum(0))
        fitted = fitted * factors(rows, fitted.sum(1))[:, None]
    return fitted


def test_divisions_of_a_known_nation_in_numpy(estimate_marts: duckdb.DuckDBPyConnection) -> None:
    """Section M of 2023: national values times the quotient of insured persons to the power 0.6, raked."""
    cells = (
        estimate_marts.execute("""
        select region_code, ksic_code, value from int_cells
        where year = 2023 and measure = 'establishments' and length(region_code) = 2 and ksic_code like '7%'
          and depth = 2 and ksic_code < '74'
    """)
        .df()
        .pivot(index="region_code", columns="ksic_code", values="value")
    )
    figures = (
        estimate_marts.execute("""
        select region_code, ksic_code, insured / national_insured as quotient from int_pension_figures
        where ksic_revision = '10'
    """)
        .df()
        .pivot(index="region_code", columns="ksic_code", values="quotient")
    )
    provinces = cells.drop(index="00")
    quotient = figures.loc[provinces.index, provinces.columns].to_numpy()
    nation = cells.loc["00"].to_numpy(dtype=float)
    rows = provinces.sum(axis=1).to_numpy(dtype=float)
    expected = raked_in_numpy(nation * quotient**0.6, rows, nation)
    found = (
        estimate_marts.execute("""
        select region_code, ksic_code, estimate from estimate_test
        where experiment = 'divisions_of_known_nation' and association = 'pension' and year = 2023
          and measure = 'establishments'
    """)
        .df()
        .pivot(index="region_code", columns="ksic_code", values="estimate")
    )
    same = found.loc[provinces.index, provinces.columns].to_numpy()
    assert np.allclose(same, expected, rtol=1e-4, atol=0.1)


def test_known_values_of_the_nation_lower_the_error(
    estimate_marts: duckdb.DuckDBPyConnection,
) -> None:
    """Every association, and the pension figures beat the proportional division."""
    rows = estimate_marts.execute("""
        select experiment, association, measure, misplaced_share from estimate_quality
        where unit = 'cell' and breakdown = 'all'
          and association_period in ('none', '2026-06', 'previous_year')
    """).fetchall()
    found = {tuple(row[:3]): row[3] for row in rows}
    for measure, most in (("employees", 0.062), ("establishments", 0.042)):
        known = {
            a: found["divisions_of_known_nation", a, measure] for a in ("none", "pension", "census")
        }
        for association, share in known.items():
            assert share < found["divisions_below_sections", association, measure]
        assert known["census"] < known["pension"] < known["none"]
        assert known["pension"] <= most
