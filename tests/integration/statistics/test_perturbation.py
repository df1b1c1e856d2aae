"""Ranks and complements do not follow a suppressed cell: move it, and they stay.

In manufacturing of the bundled data the tobacco industry (12) is suppressed in several provinces. Jobs
are moved between it and food (10) in two of them, in opposite directions, so that the nation and all
sections stay as they are: subtraction would give other values for the two suppressed cells and another
rank for Gyeongbuk. What is published of industry 12 has to be the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.support.bundled import bundled_warehouse, stage_bundled
from tests.support.sql_models import run_models

UP, DOWN, MOVED = "25", "38", 624
"""Daejeon gains, Gyeongnam loses what subtraction gives for industry 12."""
MODELS = ("industry_share", "regional_complement", "division_approximation")
_SHARES = """
    select region_code, value, status, location_quotient, rank_in_nation, rank_low, rank_high
    from industry_share where year = 2023 and ksic_code = '12' and measure = 'employees' order by all
"""
_PAIRS = """
    select * from regional_complement
    where year = 2023 and industry = '12' and measure = 'employees' order by all
"""


@pytest.fixture(scope="module")
def worlds(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]]:
    staged = stage_bundled(tmp_path_factory.mktemp("lake"))
    before, after = (bundled_warehouse(staged, ()) for _ in range(2))
    after.execute(f"""
        create or replace view census_cells as
        select cells.* replace (value + coalesce(moved.jobs, 0) as value)
        from read_parquet('{staged / "census_cells"}/*.parquet') as cells
        left join (values ('{UP}', -{MOVED}), ('{DOWN}', {MOVED})) as moved(region_code, jobs)
            on cells.region_code = moved.region_code
            and year = 2023 and ksic_code = '10' and measure = 'employees'
    """)
    for connection in (before, after):
        run_models(connection, MODELS)
    yield before, after
    before.close()
    after.close()


def test_subtraction_gives_other_values(
    worlds: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
) -> None:
    """The test moves what it means to move: the rank of Gyeongbuk that all tables imply is another."""
    implied = [
        {
            region: (low, high)
            for region, low, high in world.execute("""
                select region_code, w_lo, w_hi from int_cell_bounds
                where year = 2023 and ksic_code = '12' and parent_region_code = '00'
            """).fetchall()
        }
        for world in worlds
    ]
    for region, by in ((UP, MOVED), (DOWN, -MOVED)):
        assert tuple(end + by for end in implied[0][region]) == implied[1][region]
    own = implied[0]["37"][0]
    ranks = [1 + sum(low > own for low, _ in cells.values()) for cells in implied]
    assert ranks == [3, 2]


@pytest.mark.parametrize("query", [_SHARES, _PAIRS], ids=["industry_share", "regional_complement"])
def test_what_is_published_is_the_same(
    worlds: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection], query: str
) -> None:
    before, after = (world.execute(query).fetchall() for world in worlds)
    assert len(before) > 5
    assert before == after
