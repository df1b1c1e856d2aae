"""Five-digit data of some regions beside the estimates: a test of them, and what is known replaces them."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from tests.support.bundled import ESTIMATE_MARTS, bundled_warehouse, stage_bundled
from tests.support.sql_models import run_models


@pytest.fixture(scope="module")
def with_leaves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The bundled data, and synthetic five-digit cells of division 62.

    In 2023 of Seoul and the nation, in 2022 and 2023 of one district of Seoul with a twentieth of its
    division.
    """
    staged = stage_bundled(tmp_path_factory.mktemp("leaves"))
    connection = bundled_warehouse(staged, ())
    connection.execute("create table published as select * from census_cells")
    connection.execute("drop view census_cells")
    connection.execute("""
        create table census_cells as
        with leaves as (
            select ksic_code, row_number() over (order by ksic_code) as place, count(*) over () as leaves
            from ksic where ksic_revision = '10' and depth = 5 and ksic_code like '62%'
        )
        select * from published
        union all by name
        select cell.* replace (
            leaves.ksic_code as ksic_code, 'synthetic' as source_id, 'synthetic' as snapshot_id,
            cell.value // leaves.leaves
                + case when leaves.place = 1 then cell.value % leaves.leaves else 0 end as value)
        from published as cell cross join leaves
        where cell.ksic_code = '62' and cell.year = 2023 and cell.region_code in ('00', '11')
        union all by name
        select cell.* replace (
            '11010' as region_code, 'city' as source_id, 'city' as snapshot_id,
            leaves.ksic_code as ksic_code,
            cell.value // 20 // leaves.leaves as value)
        from published as cell cross join leaves
        where cell.ksic_code = '62' and cell.year in (2022, 2023) and cell.region_code = '11'
        union all by name
        select cell.* replace (
            '11010' as region_code, 'city' as source_id, 'city' as snapshot_id,
            cell.value // 20 // (select count(*) from leaves) * (select count(*) from leaves) as value)
        from published as cell
        where cell.ksic_code = '62' and cell.year in (2022, 2023) and cell.region_code = '11'
    """)
    run_models(connection, ESTIMATE_MARTS)
    yield connection
    connection.close()


def test_leaf_data_become_a_test_of_the_estimates(with_leaves: duckdb.DuckDBPyConnection) -> None:
    rows = with_leaves.execute("""
        select association, misplaced_share, tested from estimate_quality
        where experiment = 'leaves_below_divisions' and unit = 'cell' and measure = 'employees'
          and breakdown = 'region' and breakdown_value = '11' order by association
    """).fetchall()
    assert [r[0] for r in rows] == ["none", "pension", "pension_nation", "pension_region"]
    # the synthetic truth is in equal parts, which no pension figure knows
    assert rows[0][1] < 0.001 < rows[1][1]
    assert all(tested == 4 for _, _, tested in rows)


def test_leaves_of_one_city_are_a_test_of_their_own(
    with_leaves: duckdb.DuckDBPyConnection,
) -> None:
    """Each association by the figures of the province, with its intervals; no nation and no sets."""
    rows = with_leaves.execute("""
        select association, count(*), count(distinct ksic_code), any_value(source_id), count(is_inside_80)
        from estimate_test
        where experiment = 'leaves_below_divisions' and region_code = '11010' and year = 2022
        group by all order by all
    """).fetchall()
    leaves = rows[0][2]
    assert leaves >= 4
    assert [r[0] for r in rows] == ["none", "pension", "pension_nation", "pension_region"]
    assert {r[1:4] for r in rows} == {(2 * leaves, leaves, "city")}
    assert {r[0]: r[4] for r in rows}["pension"] == 2 * leaves
    quality = with_leaves.execute("""
        select unit, breakdown_value, tested from estimate_quality
        where experiment = 'leaves_below_divisions' and association = 'pension' and measure = 'employees'
          and (breakdown = 'source' or (breakdown, breakdown_value) = ('year', '2022')
               or breakdown_value in ('11010', '32030'))
        order by breakdown_value
    """).fetchall()
    assert quality == [
        ("cell", "11010", leaves),
        ("cell", "2022", leaves),
        ("cell", "city", leaves),
        ("cell", "synthetic", leaves),
    ]


def test_a_district_is_not_tested_where_its_province_is(
    with_leaves: duckdb.DuckDBPyConnection,
) -> None:
    rows = with_leaves.execute("""
        select year, list(distinct region_code order by region_code) from estimate_test
        where experiment = 'leaves_below_divisions' group by year order by year
    """).fetchall()
    assert rows == [(2022, ["11010"]), (2023, ["11"])]


def test_the_intervals_are_those_without_the_city(
    estimate_marts: duckdb.DuckDBPyConnection, with_leaves: duckdb.DuckDBPyConnection
) -> None:
    """Leaves are compared with the estimates; they change no error that intervals are made of."""
    sql = "select * from int_estimate_errors order by all"
    without = estimate_marts.execute(sql).df()
    pd.testing.assert_frame_equal(without, with_leaves.execute(sql).df())


def test_what_is_published_finer_has_no_estimate(with_leaves: duckdb.DuckDBPyConnection) -> None:
    """Seoul and the nation are known by leaf; other provinces share their division as before."""
    rows = with_leaves.execute("""
        select region_code in ('00', '11') as is_known, count(*),
               max(case when estimate < value_low or estimate > value_high then 1 else 0 end)
        from industry_estimate
        where year = 2023 and level = 'subclass' and ksic_code like '62%' group by all order by all
    """).fetchall()
    assert [r[0] for r in rows] == [False]
    assert rows[0][1] > 20
    assert rows[0][2] == 0


def test_estimates_add_up_to_the_leaves_of_the_nation(
    with_leaves: duckdb.DuckDBPyConnection,
) -> None:
    """Only Seoul and the nation have leaves: other provinces add up to the rest and to their division."""
    rows = with_leaves.execute("""
        with estimates as (
            select region_code, ksic_code, measure, estimate, value_low, value_high from industry_estimate
            where year = 2023 and level = 'subclass' and ksic_code like '62%'
        ),
        published as (
            select region_code, ksic_code, measure, value from industry_share
            where year = 2023 and ksic_code like '62%'
        ),
        leaves as (
            select measure, ksic_code,
                   max(value) filter (region_code = '00') - max(value) filter (region_code = '11') as rest
            from published group by all
        )
        select 'nation', abs(sum(estimate) - any_value(rest)), count(*)
        from estimates join leaves using (measure, ksic_code) group by measure, ksic_code
        union all
        select 'province', abs(sum(estimate) - any_value(value)), count(*)
        from estimates join published using (measure, region_code)
        where published.ksic_code = '62' group by measure, region_code
    """).fetchall()
    by_kind = {kind: [r[1] for r in rows if r[0] == kind] for kind in ("nation", "province")}
    assert len(by_kind["nation"]) == 2 * 4
    assert len(by_kind["province"]) == 2 * 16
    assert max(by_kind["nation"]) < 0.5
    assert max(by_kind["province"]) < 0.01
