"""The nation is published finer than the provinces: estimates meet both, from the service to a trace.

Real cells of 2020 to 2023, and of 2024 by section. The divisions of the nation in 2024, which the service
has as well, are synthetic: its sections in the proportions of 2023.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from orchestration.lake.reference import ksic_parents
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.query import run_query
from orchestration.trace.tracing import Tracer
from tests.conftest import run_smartcity
from tests.support.kosis_service import KosisService
from tests.support.loopback import serving
from tests.support.recorded_table import RecordedTable, Row, bundled_rows

KEY = "synthetic+key/for=tests"
PROVINCES = 17


def national_divisions(sections: list[Row], earlier: list[Row]) -> list[Row]:
    """The nation's sections of 2024, divided as those of 2023 were. The last division takes the rest."""
    parts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in earlier:
        if row["PRD_DE"] == "2023" and row["C1"] == "00" and len(row["C2"]) == 3:
            parts[row["C2"][0], row["ITM_ID"]][row["C2"]] = int(row["DT"])
    found = []
    for row in sections:
        own = parts[row["C2"], row["ITM_ID"]]
        if row["C1"] != "00" or not own:
            continue
        value, rest = int(row["DT"]), int(row["DT"])
        for code in own:
            part = rest if code == max(own) else value * own[code] // sum(own.values())
            rest -= part
            found.append({**row, "C2": code, "DT": str(part)})
    return found


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lake = tmp_path_factory.mktemp("nation") / "lake"
    earlier, sections = bundled_rows("kosis_census"), bundled_rows("kosis_census_ksic11")
    newer = [*sections, *national_divisions(sections, earlier)]
    service = KosisService(
        RecordedTable("DT_1K52D01", "10", earlier),
        KEY,
        40_000,
        RecordedTable("DT_1K52F01", "11", newer),
    )
    with serving(service) as server:
        done = run_smartcity(lake, "refresh", KOSIS_API_KEY=KEY, SMARTCITY_KOSIS_URL=server.url)
    assert done.returncode == 0, done.stdout + done.stderr
    return lake


def ask(lake: Path, sql: str) -> list[tuple[Any, ...]]:
    return run_query(ReleaseCatalog(lake / "releases").current() / "marts.duckdb", sql)[1]


def test_estimates_of_the_provinces_add_up_to_the_nation(lake: Path) -> None:
    rows = ask(
        lake,
        """
        with estimates as (
            select ksic_code, measure, sum(estimate) as estimate, count(*) as provinces,
                   count(*) filter (estimate < value_low or estimate > value_high) as outside
            from industry_estimate
            where year = 2024 and level = 'division' and region_code <> '00'
              and association = 'census' and association_period = '2023'
            group by all
        )
        select estimates.*, nation.value
        from estimates inner join industry_share as nation using (ksic_code, measure)
        where nation.year = 2024 and nation.region_code = '00'
          and estimates.provinces = (select count(distinct region_code) - 1 from industry_share
                                     where year = 2024)
        order by all
        """,
    )
    assert len(rows) > 80
    for code, measure, estimate, provinces, outside, nation in rows:
        assert (provinces, outside) == (PROVINCES, 0), (code, measure)
        assert estimate == pytest.approx(nation, rel=1e-4, abs=1), (code, measure)


def test_estimates_of_a_province_add_up_to_its_sections(lake: Path) -> None:
    parents = ksic_parents("11")
    divisions: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for region, measure, code, estimate in ask(
        lake,
        "select region_code, measure, ksic_code, estimate from industry_estimate"
        " where year = 2024 and level = 'division' and region_code <> '00'",
    ):
        divisions[region, measure, parents[code]].append(estimate)
    sections = {
        (region, measure, code): value
        for region, measure, code, value in ask(
            lake,
            "select region_code, measure, ksic_code, value from industry_share where year = 2024",
        )
    }
    below = Counter(parents.values())
    complete = {key: own for key, own in divisions.items() if len(own) == below[key[2]]}
    assert len(complete) > 100
    for key, own in complete.items():
        assert sum(own) == pytest.approx(sections[key], abs=0.1), key


def test_raked_estimates_are_traced_to_the_raw_answers(lake: Path) -> None:
    tracer = Tracer(ReleaseCatalog(lake / "releases").current(), lake / "raw")
    for mart in ("industry_estimate", "smart_city_estimate"):
        names, rows = run_query(
            tracer.evidence.marts, f"select * from {mart} where year = 2024 order by all"
        )
        chosen = random.Random(317).sample(rows, 60)
        traces = [tracer.trace_row(mart, dict(zip(names, row, strict=True))) for row in chosen]
        wrong = [(t.key, f) for t in traces for f in t.figures if not f.agrees]
        assert not wrong
        assert {"equal"} <= {f.agreement for t in traces for f in t.figures}


def test_a_year_without_divisions_of_provinces_tests_nothing(lake: Path) -> None:
    """There is no hidden value in 2024, nor an earlier year of its revision of KSIC."""
    assert ask(lake, "select distinct year from estimate_test order by year") == [
        (year,) for year in range(2020, 2024)
    ]
    assert ask(
        lake, "select distinct breakdown_value from estimate_quality where breakdown = 'source'"
    ) == [("kosis_census",)]
