"""The audit of suppressed cells: right on random worlds, and it finds a mart that tells too much."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.errors import GateFailed
from orchestration.release.disclosure.audit import Audit, audit_release, require_equal
from orchestration.release.disclosure.programme import Programme
from orchestration.release.disclosure.tables import read_tables
from tests.support.lp_oracle import Oracle
from tests.support.random_worlds import Shape, World, random_world, warehouse
from tests.support.sql_models import marts_with_columns

WORLDS = [random_world(Shape(100 + s, 0.5, 0.3, 0.1), f"w{s}") for s in range(4)]
MARTS = tuple(m for m in marts_with_columns("series", "measure") if m != "pension_share")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse file with the marts of all worlds."""
    path = tmp_path_factory.mktemp("worlds") / "warehouse.duckdb"
    connection = warehouse(WORLDS, MARTS)
    connection.execute(f"attach '{path}' as file")
    connection.execute("copy from database memory to file")
    connection.close()
    return path


def audit_after(built: Path, folder: Path, change: str) -> Audit:
    """The audit of a copy in which a statement changed a mart."""
    copy = folder / "changed.duckdb"
    copy.write_bytes(built.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute(change)
    return audit_release(copy)


def test_the_release_tells_no_more_than_the_agency(built: Path) -> None:
    audit = audit_release(built)
    cells = audit.cells
    assert len(cells) == sum(int(world.published.suppressed.sum()) for world in WORLDS)
    require_equal(audit)
    assert sum(cell.agency_width > 0 for cell in cells) > 3


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_intervals_are_those_of_the_oracle(built: Path, world: World) -> None:
    """Inside the linear programme over all leaves, which does not know that establishments are whole."""
    tree, regions = world.census.tree, world.census.regions
    oracle = Oracle(world.published)
    with duckdb.connect(str(built), read_only=True) as connection:
        (tables,) = (t for t in read_tables(connection) if t.series == world.name)
    programme = Programme(tables)
    cells = tables.suppressed[:: max(1, len(tables.suppressed) // 12)]
    wanted = oracle.bounds(
        [
            oracle.objective(
                c.region, [leaf for leaf in tree.leaves if c.code in tree.path(leaf)], "employees"
            )
            for c in cells
        ]
    )
    employees = world.census.cells[1]
    for cell, (low, high) in zip(cells, wanted, strict=True):
        found = programme.agency(cell)
        truth = employees[regions.index(cell.region), tree.codes.index(cell.code)]
        assert low <= found[0] <= truth <= found[1] <= high
    equal = [programme.agency(cell) == ends for cell, ends in zip(cells, wanted, strict=True)]
    assert sum(equal) >= 0.9 * len(equal)


@pytest.mark.parametrize(
    ("mart", "change"),
    [
        (
            "industry_share",
            "update industry_share as own set value = wide.value_high from wide"
            " where own.series = wide.series and own.region_code = wide.region_code"
            " and own.ksic_code = wide.ksic_code and own.measure = 'employees'",
        ),
        (
            "industry_estimate",
            "insert into industry_estimate by name select series, year, region_code, ksic_code,"
            " 'employees' as measure, value_high as value_low, value_high from wide",
        ),
        (
            "smart_city_scale",
            "update smart_city_scale set value_low = value_high where measure = 'employees'",
        ),
    ],
)
def test_a_mart_that_tells_more_is_refused(
    built: Path, tmp_path: Path, mart: str, change: str
) -> None:
    wide = """
        create temp table wide as select * from int_cells
        where measure = 'employees' and status = 'suppressed' and is_listed and value_high > value_low + 9
        order by all limit 1;
    """
    with pytest.raises(GateFailed, match=mart):
        require_equal(audit_after(built, tmp_path, wide + change))
