"""Options of a KOSIS declaration, each from the declaration to a published release.

The service is our own on loopback; the figures are synthetic (tests/support/kosis_table.py).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.release.query import run_query
from orchestration.trace.tracing import Tracer
from tests.support.declared_cli import declared, run_declared
from tests.support.kosis_service import KosisService
from tests.support.kosis_table import KosisTable, census_table
from tests.support.loopback import serving
from tests.support.slow import slow

KEY = "synthetic-key"


@dataclass(frozen=True)
class Option:
    """A table (to divisions) and what its declaration says; `blank` is left out by the agency."""

    years: tuple[int, ...]
    more: dict[str, Any]
    revision: str = "10"
    suppress: bool = False
    blank: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def request(self) -> dict[str, Any]:
        return {"first_year": self.years[0], "last_year": self.years[-1], **self.more}

    @property
    def declarations(self) -> dict[str, Any]:
        """What differs from the project's declarations; the service of the test has one table."""
        return {"kosis_census": {"request": self.request}, "kosis_census_ksic11": None}

    def table(self) -> KosisTable:
        made = census_table(self.years, depth=2, revision=self.revision, suppress=self.suppress)
        for (region, industry, item), text in self.blank.items():
            made.revise(self.years[-1], region, industry, item, text)
        return made


OPTIONS = {
    "chosen_regions": Option(
        (2022, 2023),
        {"regions": ["00", "11"], "industry_digits": 2, "cells_per_call": 60},
        suppress=True,
    ),
    "regions_without_the_nation": Option((2023,), {"regions": ["11", "31"]}),
    "years_with_gaps": Option((2014, 2017), {"ksic_revision": "9", "last_year": None}, "9"),
    "one_item": Option((2022, 2023), {"items": {"T1": "establishments"}}),
    "not_available": Option(
        (2022, 2023),
        {},
        suppress=True,
        blank={
            **{(r, "J62", i): "…" for r in ("00", "11", "21") for i in ("T1", "T2")},
            **{(r, c, "T2"): "-" for r in ("22", "23") for c in ("J58", "J59")},
            **{(r, c, "T1"): "" for r in ("24", "25") for c in ("C26", "C27")},
        },
    ),
}

CASES = [slow(name) if name in ("years_with_gaps", "one_item") else name for name in OPTIONS]


@dataclass(frozen=True)
class Published:
    option: Option
    table: KosisTable
    lake: Path
    release: Path

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return run_query(self.release / "marts.duckdb", sql)[1]


@pytest.fixture(scope="module")
def publish(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Published]:
    """The release of an option by its name, made once."""
    made: dict[str, Published] = {}

    def publish(name: str) -> Published:
        if name not in made:
            made[name] = _refreshed(OPTIONS[name], tmp_path_factory.mktemp(name) / "lake")
        return made[name]

    return publish


def _refreshed(option: Option, lake: Path) -> Published:
    table = option.table()
    with serving(KosisService(table, KEY)) as service:
        done = run_declared(
            lake,
            option.declarations,
            *("refresh", "--json"),
            KOSIS_API_KEY=KEY,
            SMARTCITY_KOSIS_URL=service.url + "/",
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["new"] is True
    return Published(option, table, lake, ReleaseCatalog(lake / "releases").current())


@pytest.mark.parametrize("name", CASES)
def test_an_option_ends_in_a_release(publish: Callable[[str], Published], name: str) -> None:
    published = publish(name)
    verify_checksums(published.release)
    assert (published.release / "report" / "index.html").is_file()
    rows = published.ask(
        """select year, region_code, ksic_code, measure, value from industry_share
        where status in ('observed', 'derived')"""
    )
    assert {year for year, *_ in rows} == set(published.option.years)
    table = published.table
    for year, region, code, measure, value in rows:
        truth = table.truth[year]
        leaves = [leaf for leaf in table.tree.leaves if code in table.tree.path(leaf)]
        assert value == truth.total(leaves, measure)[region], (year, region, code, measure)
    listed = published.option.request.get("items", {"T1": "establishments", "T2": "employees"})
    regions = published.option.request.get("regions", table.regions)
    assert {(region, measure) for _, region, _, measure, _ in rows} == {
        (region, measure) for region in regions for measure in listed.values()
    }


@pytest.mark.parametrize("name", CASES)
def test_its_numbers_are_made_again(
    publish: Callable[[str], Published], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = publish(name)
    declaration = declared(published.option.declarations)["kosis_census"]
    monkeypatch.setitem(load_declarations(), declaration.source_id, declaration)
    tracer = Tracer(published.release, published.lake / "raw")
    chooser = random.Random(name)
    some = "(ksic_code in ('62', '58', '26') or status <> 'observed')"
    for mart, condition in (("industry_share", some), ("smart_city_share", "true")):
        names, rows = run_query(
            published.release / "marts.duckdb",
            f"""select * from {mart}
            where region_code in ('00', '11', '22') and {condition} order by all""",
        )
        for row in chooser.sample(rows, min(6, len(rows))):
            trace = tracer.trace_row(mart, dict(zip(names, row, strict=True)))
            assert all(figure.agrees for figure in trace.figures), (mart, trace.key, trace.figures)


@pytest.mark.parametrize("name", [slow("one_item"), "regions_without_the_nation"])
def test_what_nothing_limits_is_unknown(publish: Callable[[str], Published], name: str) -> None:
    published = publish(name)
    columns = published.ask(
        """select table_name, column_name from information_schema.columns
        where data_type in ('BIGINT', 'DOUBLE') and table_name not like 'v\\_%' escape '\\'"""
    )
    for mart, column in columns:
        (most,) = published.ask(f'select coalesce(max(abs("{column}")), 0) from "{mart}"')[0]
        assert most < 1e9, (mart, column, "a placeholder for no bound is published")


def test_what_is_not_available_is_listed_and_bounded(publish: Callable[[str], Published]) -> None:
    published = publish("not_available")
    rows = published.ask(
        """select region_code, measure, status, value from industry_share
        where year = 2023 and ksic_code = '62' and region_code in ('11', '21') order by all"""
    )
    assert [row[:2] for row in rows] == [
        (region, measure) for region in ("11", "21") for measure in ("employees", "establishments")
    ], "a cell that is not available is still listed"
    assert {row[2] for row in rows} <= {"unknown", "derived"}


def test_chosen_regions_have_bounds_against_the_nation(
    publish: Callable[[str], Published],
) -> None:
    published = publish("chosen_regions")
    rows = published.ask(
        """select distinct region_code from smart_city_share
        union select distinct region_code from industry_share order by all"""
    )
    assert rows == [("00",), ("11",)]
    requests = published.ask(
        "select request from source_snapshots where source_id = 'kosis_census'"
    )
    assert requests
    assert all(json.loads(request)["regions"] == "00+11" for (request,) in requests)


def test_no_change_is_drawn_over_a_gap_as_if_it_were_a_year(
    publish: Callable[[str], Published],
) -> None:
    rows = publish("years_with_gaps").ask("select distinct from_year, to_year from shift_share")
    assert rows == [(2014, 2017)]
