"""Bounds are computed where a family has something open; the values are those of rounds over every cell."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from tests.support.every_cell import ENDS, bounds_by_every_cell
from tests.support.random_worlds import Shape, random_world, warehouse
from tests.support.sql_models import project_vars, run_models


def require_equal(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Compare cell by cell; the bounds of the model."""
    columns = ["cell_id", *ENDS]
    ours = connection.execute(
        f"select {', '.join(columns)} from int_cell_bounds order by cell_id"
    ).df()
    found = bounds_by_every_cell(connection, project_vars()["bound_rounds"])
    expected = found.sort_values("cell_id", ignore_index=True)
    pd.testing.assert_frame_equal(ours, expected, check_dtype=False)
    return ours


def test_random_worlds() -> None:
    """Closed and open cells beside each other, in all proportions."""
    shapes = [
        Shape(
            seed,
            empty=0.3,
            coarse=0.2 * (seed % 5),
            closed=0.1 * (seed % 7),
            fine_nation=seed % 2 == 0,
        )
        for seed in range(40)
    ]
    worlds = [random_world(shape, f"w{shape.seed}") for shape in shapes]
    with warehouse(worlds, ["int_cell_bounds"]) as marts:
        cells = require_equal(marts)
    is_open = (cells.e_lo < cells.e_hi) | (cells.x_lo < cells.x_hi)
    assert 0.1 < is_open.mean() < 0.9


def test_the_bundled_data(bundled_lake: Path) -> None:
    with duckdb.connect(str(bundled_lake / "kept" / "smartcity.duckdb"), read_only=True) as marts:
        assert len(require_equal(marts)) > 7_000


def test_a_province_and_some_of_its_districts() -> None:
    """The list of districts is not complete: their sum is only a lower bound of the province."""
    shapes = [Shape(seed, empty=0.3, coarse=0.3, closed=0.1) for seed in range(20)]
    worlds = [random_world(shape, f"w{shape.seed}") for shape in shapes]
    with warehouse(worlds, []) as marts:
        marts.execute("""
            update census_cells set region_code = case region_code
                when '00' then '11' when '11' then '11010' when '21' then '11020' else '11030'
            end
            where region_code <> '39'
        """)
        marts.execute("delete from census_cells where region_code = '39'")
        run_models(marts, ["int_cell_bounds"])
        require_equal(marts)
        districts = marts.execute(
            "select count(*) from int_cell_bounds where not regions_complete and is_listed"
        ).fetchall()
    assert districts[0][0] > 500
