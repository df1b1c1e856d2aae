"""The estimates on the bundled data, against computations that share nothing with the models' SQL."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from tests.support.pension_fit import PENSION, fitted_in_numpy


def test_the_pension_table_is_that_of_numpy(estimate_marts: duckdb.DuckDBPyConnection) -> None:
    """Every pair of the model, and far more rounds move no pair by more than a person or a thousandth."""
    found = estimate_marts.execute(
        "select industry_name, region_code, insured from int_pension_table"
    ).df()
    table = found.pivot(index="industry_name", columns="region_code", values="insured")
    same = fitted_in_numpy(PENSION, 8).loc[table.index, table.columns]
    assert np.allclose(table, same, rtol=1e-6, atol=1e-4)
    settled = fitted_in_numpy(PENSION, 200).loc[table.index, table.columns]
    assert np.allclose(table, settled, rtol=1e-3, atol=1.0)


def test_published_sums_are_kept(estimate_marts: duckdb.DuckDBPyConnection) -> None:
    """Names add up to their nation, and unlisted pairs stay below the threshold."""
    rows = estimate_marts.execute("""
        select max(abs(insured - national_insured)), max(case when not is_listed then most end)
        from (
            select industry_name, sum(insured) as insured, max(national_insured) as national_insured
            from int_pension_table where industry_name <> '' group by industry_name
        ), (select max(insured) as most, false as is_listed from int_pension_table
            where not is_listed and industry_name <> '')
    """).fetchall()
    assert rows[0][0] < 2
    assert rows[0][1] <= 999


def test_a_cell_is_split_by_the_weights(estimate_marts: duckdb.DuckDBPyConnection) -> None:
    """Division 62 of Seoul in 2023: by hand from the published cell and the pension file."""
    table = fitted_in_numpy(PENSION, 8)
    names = estimate_marts.execute("""
        select industry_name, ksic_code, workplaces, insured from stg_pension__published_nation
        where ksic_code like '62%'
    """).df()
    seoul = table.loc[names["industry_name"], "11"].to_numpy()
    weights = {
        "employees": np.sqrt(names["workplaces"] * seoul),
        "establishments": names["workplaces"] * np.sqrt(seoul / names["insured"]),
    }
    for measure, weight in weights.items():
        value, estimates = _division_62(estimate_marts, measure)
        expected = value * weight / weight.sum()
        assert dict(zip(names["ksic_code"], expected.round(2), strict=True)) == pytest.approx(
            estimates, abs=0.02
        )
        assert sum(estimates.values()) == pytest.approx(value, abs=0.01)


def _division_62(
    estimate_marts: duckdb.DuckDBPyConnection, measure: str
) -> tuple[int, dict[str, float]]:
    where = "year = 2023 and region_code = '11' and measure = ?"
    ((value,),) = estimate_marts.execute(
        f"select value from industry_share where ksic_code = '62' and {where}", [measure]
    ).fetchall()
    rows = estimate_marts.execute(
        f"""select ksic_code, estimate from industry_estimate
            where level = 'subclass' and ksic_code like '62%' and {where}""",
        [measure],
    ).fetchall()
    return value, dict(rows)


def test_estimates_add_up_to_what_is_published(estimate_marts: duckdb.DuckDBPyConnection) -> None:
    """Where every code of a division has a figure its five-digit codes make up the published cell."""
    rows = estimate_marts.execute("""
        with complete as (
            select substr(code.ksic_code, 1, 2) as division
            from ksic as code
            left join int_pension_figures as figure
                on code.ksic_code = figure.ksic_code and figure.ksic_revision = '10'
                and figure.region_code = '11'
            where code.ksic_revision = '10' and code.depth = 5
            group by all having count(*) = count(figure.ksic_code) and count(*) > 1
        )
        select count(*), max(abs(parts - value))
        from (
            select any_value(share.value) as value, sum(estimate.estimate) as parts
            from complete
            join industry_share as share on share.ksic_code = division
            join industry_estimate as estimate
                on estimate.level = 'subclass' and substr(estimate.ksic_code, 1, 2) = division
                and share.series = estimate.series and share.year = estimate.year
                and share.region_code = estimate.region_code and share.measure = estimate.measure
            group by share.year, share.region_code, share.ksic_code, share.measure
        )
    """).fetchall()
    assert rows[0][0] > 5000
    assert rows[0][1] < 0.5


def test_nothing_is_estimated_for_suppressed_cells(
    estimate_marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = estimate_marts.execute("""
        select count(distinct (share.year, share.region_code, share.ksic_code)), count(estimate.estimate)
        from industry_share as share
        left join industry_estimate as estimate
            on share.series = estimate.series and share.year = estimate.year
            and share.measure = estimate.measure
            and estimate.region_code in (share.region_code, '00')
            and starts_with(estimate.ksic_code, share.ksic_code)
        where share.status = 'suppressed'
    """).fetchall()
    assert rows == [(109, 0)]


def test_the_reports_question_has_an_answer(estimate_marts: duckdb.DuckDBPyConnection) -> None:
    """Seoul's share of the employees of 2023, as an independent calculation has it."""
    rows = dict(
        estimate_marts.execute("""
            select layer, share_estimate from smart_city_estimate
            where taxonomy_id = 'smart_city_2021' and year = 2023 and region_code = '11'
              and measure = 'employees' and overlap_rule = 'two_or_more' and counting = 'inclusive'
        """).fetchall()
    )
    expected = {
        "total": 0.252,
        "infrastructure": 0.443,
        "general_purpose": 0.429,
        "application": 0.214,
    }
    assert {layer: rows[layer] for layer in expected} == pytest.approx(expected, abs=0.02)
