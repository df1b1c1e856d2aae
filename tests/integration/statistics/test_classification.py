"""Classification through time, taxonomies of any shape, and the bundled approximation."""

from __future__ import annotations

import csv
from collections import defaultdict

import duckdb
import numpy as np
import pandas as pd
import pytest

from orchestration.settings import PROJECT_ROOT
from tests.support.leaf_census import LeafCensus, Tree, publish
from tests.support.random_worlds import fill, taxonomy_rows
from tests.support.sql_models import load_seeds, run_models

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
SAMPLE = PROJECT_ROOT / "data_lake" / "sample" / "taxonomies"
PROVINCES = ("11", "21", "31", "39")


def rows_of(path: str) -> list[dict[str, str]]:
    with (SEEDS / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tree_of(revision: str) -> Tree:
    parents = {
        row["ksic_code"]: row["parent_code"]
        for row in rows_of("ksic.csv")
        if row["ksic_revision"] == revision and row["parent_code"]
    }
    return Tree(revision, parents)


@pytest.fixture(scope="module")
def censuses() -> dict[str, LeafCensus]:
    """One truth seen in three revisions: counts of what 9, 10 and 11 have in common."""
    rng = np.random.default_rng(3)
    forward: dict[str, dict[str, set[str]]] = {
        "9": defaultdict(set),
        "10": defaultdict(set),
    }
    for row in rows_of("ksic_concordance.csv"):
        forward[row["from_revision"]][row["from_code"]].add(row["to_code"])
    atoms = [
        (old, middle, new)
        for old, middles in sorted(forward["9"].items())
        for middle in sorted(middles)
        for new in sorted(forward["10"][middle])
    ]
    counts = np.where(
        rng.random((len(PROVINCES), len(atoms))) < 0.2,
        0,
        rng.integers(3, 60, (len(PROVINCES), len(atoms))),
    )
    found = {}
    for column, revision in enumerate(("9", "10", "11")):
        tree = tree_of(revision)
        position = {leaf: i for i, leaf in enumerate(tree.leaves)}
        establishments = np.zeros((len(PROVINCES), len(tree.leaves)), dtype=np.int64)
        for i, atom in enumerate(atoms):
            establishments[:, position[atom[column]]] += counts[:, i]
        found[revision] = LeafCensus(tree, PROVINCES, establishments, establishments * 4)
    return found


def connection_with(cells: pd.DataFrame, taxonomy: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 2})
    load_seeds(connection)
    connection.execute(
        "delete from regions where region_code not in ('00', '11', '21', '31', '39')"
    )
    fill(connection, "census_cells", cells)
    fill(connection, "taxonomies", taxonomy)
    connection.execute("""
        create table left_out (source_id varchar, code_system varchar, code varchar,
                               label varchar, reason varchar)
    """)
    return connection


@pytest.fixture(scope="module")
def revisions(censuses: dict[str, LeafCensus]) -> duckdb.DuckDBPyConnection:
    """The census published in revision 9, 10 and 11, one year each; the taxonomy is in 10."""
    rng = np.random.default_rng(5)
    cells = pd.concat(
        [
            publish(census, rng).rows("register", 2020 + i)
            for i, census in enumerate(censuses.values())
        ],
        ignore_index=True,
    )
    smart_city = pd.read_csv(SAMPLE / "smart_city_2021.csv", dtype=str)
    smart_city.insert(0, "source_id", "taxonomies")
    everything = taxonomy_rows(
        ("everything", "all_divisions", "any", "10", code)
        for code in tree_of("10").codes
        if len(code) == 2
    )
    taxonomy = pd.concat([smart_city, everything], ignore_index=True)
    connection = connection_with(cells, taxonomy)
    run_models(connection, ["int_set_bounds", "unmapped_codes"])
    return connection


def smart_city_truth(census: LeafCensus) -> dict[str, dict[str, int]]:
    """Employees of each layer by region, in the taxonomy's own revision."""
    members: dict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader((SAMPLE / "smart_city_2021.csv").open(encoding="utf-8")):
        members[row["layer"]].add(row["ksic_code"])
    return {layer: census.total(leaves, "employees") for layer, leaves in members.items()}


def test_a_taxonomy_works_on_data_in_other_revisions(
    censuses: dict[str, LeafCensus], revisions: duckdb.DuckDBPyConnection
) -> None:
    """Exact in its own revision; in 9 and 11 bounds that hold the truth."""
    truth = smart_city_truth(censuses["10"])
    rows = revisions.execute("""
        select year, layer, region_code, value_low, value_high from int_set_bounds
        where taxonomy_id = 'smart_city_2021' and set_kind = 'layer' and measure = 'employees'
    """).fetchall()
    assert len(rows) == 3 * 3 * 5
    wide = 0
    for year, layer, region, low, high in rows:
        value = truth[layer][region]
        assert low <= value <= high, (year, layer, region)
        wide += low < high
        if year == 2021:
            assert low == high
    assert wide > 0


def test_nothing_is_dropped(
    censuses: dict[str, LeafCensus], revisions: duckdb.DuckDBPyConnection
) -> None:
    """A taxonomy of all divisions is the whole economy, in whichever revision the data are."""
    rows = revisions.execute("""
        select year, region_code, value_low, value_high from int_set_bounds
        where taxonomy_id = 'everything' and set_kind = 'total' and measure = 'employees'
    """).fetchall()
    for year, region, low, high in rows:
        census = censuses[str(year - 2011)]
        assert low == high == census.total(census.tree.leaves, "employees")[region]
    assert len(rows) == 3 * 5


def test_every_code_is_mapped_or_listed(revisions: duckdb.DuckDBPyConnection) -> None:
    """Each five-digit code has a counterpart in the neighbouring revision or a row in unmapped_codes."""
    rows = revisions.execute("""
        with wanted as (
            select * from (values ('9', '10'), ('10', '9'), ('10', '11'), ('11', '10')) as t (f, t)
        )
        select count(*) from ksic join wanted on ksic.ksic_revision = wanted.f
        where depth = 5
          and not exists (
              select 1 from int_ksic_links as link
              where link.from_revision = wanted.f and link.to_revision = wanted.t
                and link.from_code = ksic.ksic_code)
          and not exists (
              select 1 from unmapped_codes as hole
              where hole.code_system = 'ksic_' || wanted.f and hole.code = ksic.ksic_code)
    """).fetchall()
    assert rows == [(0,)]


@pytest.mark.parametrize("layers", [1, 2, 4, 5])
def test_any_number_of_layers(censuses: dict[str, LeafCensus], layers: int) -> None:
    """Overlapping layers of any number: the parts make up the total, to the unit."""
    census = censuses["10"]
    divisions = [c for c in census.tree.codes if len(c) == 2]
    taxonomy = taxonomy_rows(
        (f"of_{layers}", f"layer_{n}", "any", "10", code)
        for n in range(layers)
        for code in divisions[n * 3 : n * 3 + 7]
    )
    published = publish(census, np.random.default_rng(1)).coarser([2] * len(census.regions))
    cells = published.rows("register", 2020)
    with connection_with(cells, taxonomy) as connection:
        run_models(connection, ["smart_city_scale", "technology_overlap"])
        rows = connection.execute("""
            select region_code, measure, sum(value) filter (layer <> 'total') as parts,
                   sum(value) filter (layer = 'total') as total
            from smart_city_scale
            where counting = 'exclusive' and overlap_rule = 'two_or_more'
            group by all
        """).fetchall()
        combinations = connection.execute("""
            select region_code, measure, sum(value), count(distinct combination) from technology_overlap
            group by all
        """).fetchall()
    totals = {(region, measure): total for region, measure, _, total in rows}
    assert len(totals) == 10
    assert all(parts == total > 0 for _, _, parts, total in rows)
    assert all(total == totals[region, measure] for region, measure, total, _ in combinations)
    assert {count for *_, count in combinations} == {{1: 1, 2: 3, 4: 7, 5: 9}[layers]}


def test_division_taxonomy_follows_its_rule() -> None:
    """A division counts when at least two fifths of its five-digit codes are in that layer."""
    leaves: dict[str, set[str]] = defaultdict(set)
    for leaf in tree_of("10").leaves:
        leaves[leaf[:2]].add(leaf)
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    industries: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in csv.DictReader((SAMPLE / "smart_city_2021.csv").open(encoding="utf-8")):
        key = (row["layer"], row["ksic_code"][:2])
        members[key].add(row["ksic_code"])
        industries[key][row["industry"]].add(row["ksic_code"])
    expected = {
        key: f"{len(codes)} of {len(leaves[key[1]])} five-digit codes"
        for key, codes in members.items()
        if 5 * len(codes) >= 2 * len(leaves[key[1]])
    }
    stated = {
        (row["layer"], row["ksic_code"]): row
        for row in csv.DictReader((SAMPLE / "smart_city_divisions.csv").open(encoding="utf-8"))
    }
    assert set(stated) == set(expected)
    for key, row in stated.items():
        assert row["note"].startswith(expected[key])
        assert row["evidence"] == "approximation"
        largest = max(len(codes) for codes in industries[key].values())
        assert len(industries[key][row["industry"]]) == largest
