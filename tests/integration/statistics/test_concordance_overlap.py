"""The census of 2021 to 2023 in KSIC 10 and in KSIC 11: the concordance has to say what was counted.

Both tables are published figures of the agency (tests/gallery/census_overlap).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.lake.classification import is_same
from orchestration.settings import PROJECT_ROOT
from tests.integration.statistics.test_classification import tree_of
from tests.support.bundled import stage_bundled
from tests.support.random_worlds import fill, taxonomy_rows
from tests.support.sql_models import load_seeds, run_models

FIXTURE = PROJECT_ROOT / "tests" / "gallery" / "census_overlap" / "DT_1K52F01_2021_2023.csv"
ORIGINAL = PROJECT_ROOT.parent / "shared/reference/kosis/DT_1K52F01_sections_2021_2024.csv"
COLUMNS = {"establishments": "establishments", "employees": "workers"}
MOVED = {"K", "O"}
"""Social insurance: from insurance (65) to public administration (84)."""

Cell = tuple[int, str, str, str]
"""Year, region, section, measure."""


def counted(path: Path = FIXTURE) -> dict[Cell, int]:
    """What the agency counts in KSIC 11."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (int(row["year"]), row["region_code"], row["industry_code"], measure): int(row[column])
            for row in csv.DictReader(file)
            for measure, column in COLUMNS.items()
        }


@pytest.fixture(scope="module")
def census(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The bundled census in KSIC 10, and a taxonomy whose industries are the sections of KSIC 11."""
    staged = stage_bundled(tmp_path_factory.mktemp("lake"))
    tree = tree_of("11")
    connection = duckdb.connect(config={"threads": 2})
    load_seeds(connection)
    connection.execute(
        f"create table census_cells as from read_parquet('{staged}/census_cells/*.parquet')"
        " where year between 2021 and 2023"
    )
    sections = taxonomy_rows(
        ("sections", "any", f"section_{tree.path(code)[1].lower()}", "11", code)
        for code in tree.codes
        if len(code) == 2 and code.isdigit()
    )
    fill(connection, "taxonomies", sections)
    run_models(connection, ["smart_city_industry", "int_ksic_same"])
    yield connection
    connection.close()


def test_sections_that_differ_are_those_of_the_concordance(
    census: duckdb.DuckDBPyConnection,
) -> None:
    """972 of 1,080 rows are equal; all others are in K and O, and so says int_ksic_same."""
    ours = {
        (year, region, "0" if code == "TOTAL" else code, measure): value
        for year, region, code, measure, value in census.execute("""
            select year, region_code, ksic_code, measure, value from census_cells
            where ksic_code = 'TOTAL' or length(ksic_code) = 1
        """).fetchall()
    }
    theirs = counted()
    assert ours.keys() == theirs.keys()
    rows: dict[tuple[int, str, str], bool] = defaultdict(lambda: True)
    for cell, value in theirs.items():
        rows[cell[:3]] &= ours[cell] == value
    assert len(rows) == 1080
    assert sum(rows.values()) == 972
    assert {code for (_, _, code), equal in rows.items() if not equal} == MOVED
    same = census.execute("""
        select ksic_code from int_ksic_same
        where from_revision = '10' and to_revision = '11' and length(ksic_code) = 1
    """).fetchall()
    counted_sections = {code for _, _, code in rows} - {"0"}
    assert {code for (code,) in same} & counted_sections == counted_sections - MOVED
    assert {c for c in counted_sections if is_same(c, "10", "11")} == counted_sections - MOVED


def test_what_left_one_section_is_in_the_other(census: duckdb.DuckDBPyConnection) -> None:
    theirs = counted()
    ours = census.execute("""
        select year, region_code, measure, sum(value) from census_cells
        where ksic_code in ('K', 'O') group by all
    """).fetchall()
    assert len(ours) == 3 * 18 * 2
    for year, region, measure, value in ours:
        assert value == sum(theirs[year, region, code, measure] for code in MOVED)


def test_bounds_through_the_concordance_hold_what_was_counted(
    census: duckdb.DuckDBPyConnection,
) -> None:
    """Sections of KSIC 11 from divisions of KSIC 10: exact but for K and O, there the truth is inside."""
    theirs = counted()
    rows = census.execute("""
        select year, region_code, upper(right(industry, 1)), measure, value_low, value_high, status
        from smart_city_industry where industry like 'section_%'
    """).fetchall()
    counted_sections = {code for _, _, code, _ in theirs} - {"0"}
    found = {row[:4]: row[4:] for row in rows if row[2] in counted_sections}
    assert len(found) == 3 * 18 * len(counted_sections) * 2
    for cell, (low, high, status) in found.items():
        assert low <= theirs[cell] <= high, cell
        assert (status == "exact") == (cell[2] not in MOVED), cell


@pytest.mark.skipif(not ORIGINAL.is_file(), reason="the reference is not beside this checkout")
def test_the_copy_is_the_reference() -> None:
    assert counted() == {c: v for c, v in counted(ORIGINAL).items() if c[0] <= 2023}
