"""`check_census_cells` refuses duplicates and contradictions, in any order of the cells."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.contracts.datasets import CENSUS_CELLS
from orchestration.errors import ArrivalRefused
from orchestration.lake.checks.census import check_census_cells
from orchestration.sources.tables.staged_table import fill_columns

FEW = settings(max_examples=15, deadline=None)

Cell = tuple[str, str, int | None]
"""Region, industry, establishments (None: suppressed)."""

GOOD: list[Cell] = [
    ("00", "62", 5),
    ("00", "620", 5),
    ("00", "6201", 4),
    ("00", "6202", 1),
    ("11", "62", 3),
    ("11", "620", 3),
    ("11", "6201", 3),
]


def _cells(cells: list[Cell]) -> pa.Table:
    regions, codes, values = zip(*cells, strict=True)
    given_columns = pa.table(
        {
            "region_code": regions,
            "ksic_code": codes,
            "value": pa.array(values, pa.int64()),
            "status": ["suppressed" if v is None else "observed" for v in values],
        }
    )
    constants = {
        "source_id": "s",
        "snapshot_id": "x",
        "raw_row": 0,
        "table_id": "t",
        "series": "register",
        "year": 2023,
        "ksic_revision": "10",
        "measure": "establishments",
    }
    return fill_columns(given_columns, constants, CENSUS_CELLS)


def _refusal(cells: list[Cell]) -> str:
    with pytest.raises(ArrivalRefused) as refused:
        check_census_cells(_cells(cells), "s")
    return str(refused.value)


@FEW
@given(st.permutations(GOOD))
def test_good_cells_in_any_order(cells: list[Cell]) -> None:
    check_census_cells(_cells(cells), "s")


@FEW
@given(st.permutations([*GOOD, GOOD[3]]))
def test_a_duplicate_cell_is_named_in_any_order(cells: list[Cell]) -> None:
    refusal = _refusal(cells)
    assert "duplicate row: 2 rows for one cell" in refusal
    assert "year 2023 region 00 industry 6202 establishments" in refusal


@FEW
@given(st.permutations([*GOOD[:3], ("00", "6202", 2), *GOOD[4:]]))
def test_a_cell_that_differs_from_its_sum_is_named(cells: list[Cell]) -> None:
    refusal = _refusal(cells)
    assert "the industries below add up to 6, the published total is 5" in refusal
    assert "year 2023 region 00 industry 620 establishments" in refusal


def test_provinces_above_the_nation_are_refused() -> None:
    refusal = _refusal([("00", "62", 5), ("11", "62", 3), ("21", "62", 3)])
    assert "the regions below add up to 6, the published total is 5" in refusal
    assert "region 00 industry 62 " in refusal


def test_the_sum_of_some_provinces_may_be_smaller() -> None:
    check_census_cells(_cells([("00", "62", 9), ("11", "62", 3), ("21", "62", 3)]), "s")


def test_unknown_codes_have_no_sums() -> None:
    check_census_cells(_cells([("zz", "??", 9), ("11", "6299", None), ("11", "62", 3)]), "s")
