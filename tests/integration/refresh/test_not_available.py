"""Employees that are listed as not available: derived where the rest leaves one value, else bounded.

The bundled table of 2023 with `…` in place of the employees of some cells, from a refresh to the
release, its trace and its page.
"""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.query import run_query
from orchestration.settings import PROJECT_ROOT
from orchestration.trace.tracing import Tracer
from tests.conftest import run_smartcity

DERIVED = ("11", "J62")
"""Seoul's programming: the nation and the other provinces leave 102,996."""
SMALL = ("24", "C12")
"""One establishment, `X` in the real table: what subtraction leaves is not published."""
OPEN = [(region, code) for region in ("21", "22") for code in ("J58", "J59")]
"""Two industries in two provinces: no sum leaves one of them alone."""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("not_available")
    sample = shutil.copytree(PROJECT_ROOT / "data_lake" / "sample", folder / "sample")
    table = sample / "kosis_census" / "2023.json.gz"
    rows = json.loads(gzip.decompress(table.read_bytes()))
    changed = {DERIVED, SMALL, *OPEN}
    for row in rows:
        if row["ITM_ID"] == "T2" and (row["C1"], row["C2"]) in changed:
            row["DT"] = "…"
    table.write_bytes(gzip.compress(json.dumps(rows, ensure_ascii=False).encode()))
    done = run_smartcity(folder / "lake", "refresh", SMARTCITY_SAMPLE=str(sample))
    assert done.returncode == 0, done.stderr
    return folder / "lake"


@pytest.fixture(scope="module")
def published(lake: Path) -> Path:
    return ReleaseCatalog(lake / "releases").current()


def rows_of(published: Path, sql: str) -> list[tuple[Any, ...]]:
    return run_query(published / "marts.duckdb", sql)[1]


def test_cells_say_how_they_are_known(published: Path) -> None:
    rows = rows_of(
        published,
        """select region_code, ksic_code, status, value from industry_share
           where year = 2023 and measure = 'employees'
             and (region_code, ksic_code) in (('11', '62'), ('24', '12'), ('21', '58'), ('22', '59'))
           order by all""",
    )
    assert rows == [
        ("11", "62", "derived", 102_996),
        ("21", "58", "unknown", None),
        ("22", "59", "unknown", None),
        ("24", "12", "suppressed", None),
    ]


def test_what_stands_on_a_derived_value_says_so(published: Path) -> None:
    rows = rows_of(
        published,
        """select from_year, status, round(regional) from shift_share
           where region_code = '11' and ksic_code = '62' and measure = 'employees' order by all""",
    )
    assert [(y, s) for y, s, _ in rows] == [
        (2020, "derived"),
        (2020, "observed"),
        (2021, "observed"),
        (2022, "derived"),
    ]
    pairs = rows_of(
        published,
        """select status, count(*) > 0, count(complement_score) > 0 from regional_complement
           where year = 2023 and measure = 'employees'
             and ((industry = '62' and '11' in (base_region_code, partner_region_code))
               or (industry = '58' and '21' in (base_region_code, partner_region_code)))
           group by all order by all""",
    )
    assert pairs == [("derived", True, True), ("unknown", True, False)]


def test_open_cells_leave_ranks_open(published: Path) -> None:
    rows = rows_of(
        published,
        """select count(*) filter (rank_low < rank_high), count(*) filter (rank_low > rank_high)
           from industry_share
           where year = 2023 and ksic_code = '58' and measure = 'employees' and rank_low is not null""",
    )
    assert rows[0][0] > 5
    assert rows[0][1] == 0


@pytest.mark.parametrize("cell", [("11", "62"), ("24", "12"), ("21", "58")])
def test_the_trace_agrees(published: Path, lake: Path, cell: tuple[str, str]) -> None:
    region, code = cell
    where = f"year = 2023 and region_code = '{region}' and ksic_code = '{code}' and measure = 'employees'"
    trace = Tracer(published, lake / "raw").trace("industry_share", where)
    assert trace.agrees, trace.figures
    (cell_,) = [c for c in trace.cells if f"region {region} KSIC 10 {code} employees" in c.what]
    assert cell_.status == "not_available"


def test_the_page_marks_it(published: Path) -> None:
    page = (published / "report" / "province-11.html").read_text("utf-8")
    assert "및 관리업 (산출)" in page
