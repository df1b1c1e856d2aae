"""Every declared source from every origin, and every option of a declaration, to a published release.

Two worlds (tests/support/all_origins.py), one refresh each: the declarations as they are, and
declarations in which every option has another value. Each source and origin has a number of a mart that
comes from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.ingest.collect import collect
from orchestration.ingest.staging import StagingArea
from orchestration.lake.raw_store import RawStore
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.release.query import run_query
from orchestration.services import SERVICES
from orchestration.settings import Settings
from orchestration.sources.city_workbook.layout import Workbook
from orchestration.sources.kosis.table import CensusTable
from orchestration.sources.mdis.layout import Microdata
from orchestration.sources.nps.provider import Workplaces
from orchestration.sources.published_aggregates.provider import Aggregates
from orchestration.sources.sdot_files.layout import SensorFiles
from orchestration.sources.seoul.sensor_service import SensorService
from orchestration.trace.tracing import Tracer
from tests.support.all_origins import AS_DECLARED, CHANGED, DROPPED, REMOVED, TAXONOMY, World
from tests.support.declared_cli import declared, run_declared
from tests.support.held import REASON, require_unusual_errors_only
from tests.support.kosis_table import KosisTable

REQUESTS: dict[str, type[BaseModel]] = {
    "kosis": CensusTable,
    "seoul": SensorService,
    "nps": Workplaces,
    "published_aggregates": Aggregates,
    "sdot_files": SensorFiles,
    "mdis": Microdata,
    "city_workbook": Workbook,
}
TESTED_APART = {"example_name": "in messages", "derivatives": "false prevents the release"}


def origins_of(declaration: Declaration) -> set[str]:
    """The origins that the data of a source can have."""
    possible = {
        "bundled": declaration.bundled is not None,
        "fetched": declaration.provider in SERVICES,
        "dropped": "file_names" in declaration.request or declaration.provider == "taxonomy",
    }
    return {origin for origin, is_possible in possible.items() if is_possible}


@dataclass(frozen=True)
class Figure:
    """The row of a mart that `where` selects, and a number in it. None: the synthetic census's."""

    mart: str
    column: str
    where: str
    expected: float | None


def _cells(year: int, region: str = "11", code: str = "62") -> str:
    return (
        f"year = {year} and region_code = '{region}' and ksic_code = '{code}'"
        " and measure = 'employees'"
    )


def _scale(taxonomy: str, year: int) -> str:
    return (
        f"taxonomy_id = '{taxonomy}' and year = {year} and region_code = '11' and layer = 'total'"
        " and measure = 'employees' and counting = 'inclusive' and overlap_rule = 'two_or_more'"
    )


def _insured(month: str, code: str = "58222") -> str:
    return f"month = '{month}-01' and region_code = '11' and layer = 'all' and ksic_code = '{code}'"


def _temperature(district: str, month: str = "") -> str:
    condition = f"metric = 'temperature' and district = '{district}'"
    return (
        f"{condition} and month = '{month}-01'"
        if month
        else f"{condition} and month > '2026-08-31'"
    )


WITHHELD = -1
"""Expected of a number that is not published."""
BUNDLED = {
    "kosis_census": Figure("industry_share", "value", _cells(2020, code="TOTAL"), 5_868_926),
    "kosis_census_ksic11": Figure(
        "industry_share", "value", _cells(2024, "00", "TOTAL"), 25_641_480
    ),
    "nps_published": Figure("nps_monthly", "insured", _insured("2026-06", "TOTAL"), 3_791_766),
    "report_figures": Figure(
        "published_figures", "value", "figure_id = 'seoul_share_about_fifth_heading_summary'", 20
    ),
    "report_projects": Figure(
        "smart_city_projects", "partner_count", "project_id = 'challenge_2019_gwangju'", 9
    ),
    "report_table_8": Figure(
        "report_overlap",
        "value",
        "region_code = '11' and measure = 'employees' and combination_letter = 'A'",
        104_552,
    ),
    "report_targets": Figure(
        "policy_targets", "baseline_value", "target_id = 'traffic_deaths'", 167
    ),
    "report_technology": Figure(
        "technology_reference", "level", "reference_id = 'automation_level_1'", 1
    ),
    "taxonomies": Figure(
        "smart_city_scale", "value", _scale("smart_city_divisions", 2023), 559_163
    ),
}
FETCHED_OR_DROPPED = {
    ("kosis_census", "fetched"): Figure("industry_share", "value", _cells(2022), None),
    ("kosis_census_ksic11", "fetched"): Figure("industry_share", "value", _cells(2024), None),
    ("sdot_api", "fetched"): Figure("sdot_monthly", "readings", _temperature("종로구"), 6),
    ("mdis_census", "dropped"): Figure("industry_share", "value", _cells(2019, "39", "TOTAL"), 250),
    ("city_workbooks", "dropped"): Figure(
        "industry_share", "value", _cells(2023, "32030", "58222"), 30
    ),
    ("sdot_weekly", "dropped"): Figure(
        "sdot_monthly", "readings", _temperature("종로구", "2026-07"), 2
    ),
    ("nps_workplaces", "dropped"): Figure("nps_monthly", "insured", _insured("2022-04"), 60),
    ("taxonomies", "dropped"): Figure("smart_city_scale", "value", _scale(DROPPED, 2022), None),
}
WITH_OTHER_OPTIONS = {
    ("kosis_census", "fetched"): Figure("industry_share", "value", _cells(2022), None),
    ("kosis_census_ksic11", "fetched"): Figure("industry_share", "value", _cells(2024), None),
    ("sdot_api", "fetched"): Figure("sdot_monthly", "readings", _temperature("마포구"), 4),
    ("mdis_census", "dropped"): Figure(
        "industry_share", "value", _cells(2016, "00", "TOTAL"), 17 + 48
    ),
    ("city_workbooks", "dropped"): Figure(
        "industry_share", "value", _cells(2022, "31010", "58"), 5
    ),
    ("sdot_weekly", "dropped"): Figure(
        "sdot_monthly", "readings", _temperature("종로구", "2025-07"), 3
    ),
    ("nps_workplaces", "dropped"): Figure("nps_monthly", "insured", _insured("2026-08"), 24),
    ("nps_published", "bundled"): Figure(
        "nps_monthly", "insured", _insured("2026-07", "TOTAL"), 2500
    ),
    # the table has no establishments: an aggregate could be of fewer than three, and is withheld
    ("taxonomies", "dropped"): Figure("smart_city_scale", "value", _scale(DROPPED, 2022), WITHHELD),
}


@dataclass(frozen=True)
class Published:
    world: World
    lake: Path
    release: Path

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return run_query(self.release / "marts.duckdb", sql)[1]

    def census(self, figure: Figure) -> float:
        """What the synthetic census of the service has in Seoul's division 62."""
        year = 2024 if "2024" in figure.where else 2022
        table: KosisTable = self.world.newer if year == 2024 else self.world.table
        leaves = [leaf for leaf in table.tree.leaves if leaf.startswith("62")]
        return table.truth[year].total(leaves, "employees")["11"]


def _published(world: World, folder: Path) -> Published:
    lake = folder / "lake"
    world.prepare(lake)
    _stage_a_taxonomy_and_remove_its_file(world, lake)
    with world.services() as environment:
        done = run_declared(
            lake,
            world.changes,
            *("refresh", "--json"),
            SMARTCITY_SAMPLE=str(folder / "sample"),
            **environment,
        )
    if done.returncode:
        statuses = set(re.findall(r"^.+: (\w+) \| \w+ \| ", done.stderr, re.MULTILINE))
        _accept_unusual_errors(world, lake, done.stderr)
    else:
        said = json.loads(done.stdout)
        assert said["new"] is True
        statuses = {note["status"] for note in said["dropped"]}
    assert statuses == {"loaded"}, done.stdout + done.stderr
    return Published(world, lake, ReleaseCatalog(lake / "releases").current())


def _accept_unusual_errors(world: World, lake: Path, stderr: str) -> None:
    require_unusual_errors_only(stderr)
    done = run_declared(lake, world.changes, "release", "--accept", REASON)
    assert done.returncode == 0, done.stderr


def _stage_a_taxonomy_and_remove_its_file(world: World, lake: Path) -> None:
    """What an earlier refresh did with a taxonomy whose file is gone now."""
    settings = Settings(_env_file=None, SMARTCITY_LAKE=lake)  # type: ignore[call-arg]
    path = settings.taxonomies / f"{REMOVED}.csv"
    path.write_text(TAXONOMY.format(name=REMOVED))
    store = RawStore(settings.raw, settings.quarantine)
    declaration = declared(world.changes)["taxonomies"]
    StagingArea(settings.staged, store).stage(declaration, collect(declaration, settings, store))
    path.unlink()


@pytest.fixture(scope="module")
def as_declared(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return _published(AS_DECLARED, tmp_path_factory.mktemp("as_declared"))


@pytest.fixture(scope="module")
def with_other_options(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return _published(CHANGED, tmp_path_factory.mktemp("with_other_options"))


def _check(published: Published, source_id: str, origin: str, figure: Figure) -> None:
    """The number is published, is recomputed from the raw bytes, and these come from that origin.

    What the pipeline counts while it reads a file of months is not recomputed; its mart names the source.
    """
    expected = published.census(figure) if figure.expected is None else figure.expected
    declarations = load_declarations()
    before = dict(declarations)
    declarations.update(declared(published.world.changes))
    try:
        tracer = Tracer(published.release, published.lake / "raw")
        row = tracer.row(figure.mart, figure.where)
        trace = tracer.trace_row(figure.mart, row)
    finally:
        declarations.clear()
        declarations.update(before)
    assert row[figure.column] == (None if expected == WITHHELD else expected)
    if not trace.compared:
        assert row["source_id"] == source_id
        return
    assert trace.agrees, trace.figures
    assert (source_id, origin) in {(used.source_id, used.origin) for used in trace.snapshots}


def test_every_source_has_a_figure_for_every_origin() -> None:
    possible = {
        (source_id, origin)
        for source_id, declaration in load_declarations().items()
        for origin in origins_of(declaration)
    }
    assert possible == {(source_id, "bundled") for source_id in BUNDLED} | FETCHED_OR_DROPPED.keys()


@pytest.mark.parametrize("source_id", BUNDLED)
def test_a_bundled_source_is_published(bundled_lake: Path, release: Path, source_id: str) -> None:
    _check(Published(AS_DECLARED, bundled_lake, release), source_id, "bundled", BUNDLED[source_id])


@pytest.mark.parametrize(("source_id", "origin"), FETCHED_OR_DROPPED)
def test_a_fetched_or_dropped_source_is_published(
    as_declared: Published, source_id: str, origin: str
) -> None:
    _check(as_declared, source_id, origin, FETCHED_OR_DROPPED[source_id, origin])


@pytest.mark.parametrize(("source_id", "origin"), WITH_OTHER_OPTIONS)
def test_a_source_with_other_options_is_published(
    with_other_options: Published, source_id: str, origin: str
) -> None:
    _check(with_other_options, source_id, origin, WITH_OTHER_OPTIONS[source_id, origin])


@pytest.mark.parametrize("world", ["as_declared", "with_other_options"])
def test_the_release_names_every_source_with_its_origin(
    world: str, request: pytest.FixtureRequest
) -> None:
    published: Published = request.getfixturevalue(world)
    verify_checksums(published.release)
    rows = published.ask("select distinct source_id, origin from source_snapshots")
    expected = {**FETCHED_OR_DROPPED, **{(name, "bundled"): None for name in BUNDLED}}
    fetched = {source_id for source_id, origin in expected if origin == "fetched"}
    expected_pairs = {pair for pair in expected if pair[1] != "bundled" or pair[0] not in fetched}
    if world == "with_other_options":
        expected_pairs.add(("typed_columns", "bundled"))
    assert set(rows) == expected_pairs
    cited = json.loads((published.release / "datapackage.json").read_bytes())
    assert {source["name"] for source in cited["sources"]} == {pair[0] for pair in expected_pairs}


def test_a_removed_file_is_used_no_longer_unless_its_source_keeps_partitions(
    as_declared: Published, with_other_options: Published
) -> None:
    sql = "select distinct taxonomy_id from smart_city_scale where taxonomy_id in ('{}', '{}')"
    assert as_declared.ask(sql.format(DROPPED, REMOVED)) == [(DROPPED,)]
    assert sorted(with_other_options.ask(sql.format(DROPPED, REMOVED))) == [(REMOVED,), (DROPPED,)]


def test_a_licence_without_derivatives_prevents_the_release(
    as_declared: Published,
) -> None:
    done = run_declared(
        as_declared.lake,
        {"taxonomies": {"licence": {"derivatives": False}}},
        *("refresh", "--source", "taxonomies"),
        SMARTCITY_SAMPLE=str(as_declared.lake.parent / "sample"),
    )
    assert done.returncode != 0
    assert "of source" in done.stderr
    assert "forbids derivatives" in done.stderr
    assert ReleaseCatalog(as_declared.lake / "releases").current() == as_declared.release


def test_columns_of_every_type_are_staged(with_other_options: Published) -> None:
    """No mart uses this source: the release names it and its number of rows."""
    assert with_other_options.ask(
        "select row_count from source_snapshots where source_id = 'typed_columns'"
    ) == [(2,)]


def _fields(model: type[BaseModel], value: Any) -> Iterator[tuple[str, str]]:
    """Every field of a model and of the models below it, as `Layout.year`, with its value as text."""
    for name, field in model.model_fields.items():
        part = getattr(value, name)
        below = [t for t in _types(field.annotation) if issubclass(t, BaseModel)]
        parts = part.values() if isinstance(part, dict) else part
        for one in parts if below and isinstance(part, tuple | dict) else [part]:
            if isinstance(one, BaseModel):
                yield from _fields(type(one), one)
            elif name not in ("request", "source_id", "provider", "dataset"):
                yield f"{model.__name__}.{name}", repr(one)


def _types(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and not isinstance(annotation, UnionType):
        yield annotation
    for argument in get_args(annotation):
        yield from _types(argument)


def test_every_option_has_two_values_in_published_releases() -> None:
    values: dict[str, set[str]] = {}
    for world in (AS_DECLARED, CHANGED):
        for declaration in declared(world.changes).values():
            found = list(_fields(Declaration, declaration))
            if declaration.provider in REQUESTS:
                request = REQUESTS[declaration.provider]
                found += _fields(request, request.model_validate(declaration.request))
            for name, value in found:
                values.setdefault(name, set()).add(value)
    once = {name for name, found in values.items() if len(found) == 1}
    assert len(values) > 80
    assert {name for name in once if name.split(".")[1] not in TESTED_APART} == set()
