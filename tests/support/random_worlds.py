"""Many small synthetic worlds in one run of the models.

Each world has a classification (a `ksic_revision` of its own), a census (a `series`), a taxonomy and
what the agency publishes, so that hundreds fit into one set of tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from orchestration.contracts.datasets import NPS_WORKPLACES, TAXONOMIES
from tests.support.leaf_census import (
    NATION,
    LeafCensus,
    Published,
    Tree,
    publish,
    random_census,
    random_tree,
)
from tests.support.sql_models import load_seeds, run_models

PROVINCES = ("11", "21", "31", "39")
YEAR = 2020
LAYERS = ("infrastructure", "general_purpose", "application")


@dataclass(frozen=True)
class World:
    """One synthetic classification, census, publication and taxonomy."""

    name: str
    published: Published
    taxonomy: pd.DataFrame

    @property
    def census(self) -> LeafCensus:
        return self.published.census


@dataclass(frozen=True)
class Shape:
    """What a random world looks like; `fine_nation`: the nation is published deeper than any province."""

    seed: int
    empty: float
    coarse: float
    closed: float
    fine_nation: bool = False


def random_world(shape: Shape, name: str) -> World:
    """A world drawn from `shape`: random coarsening by region and below single codes."""
    rng = np.random.default_rng(shape.seed)
    tree = random_tree(rng, name)
    census = random_census(rng, tree, PROVINCES, shape.empty)
    published = publish(census, rng)
    deepest = [
        int(rng.integers(2, 5)) if rng.random() < shape.coarse or shape.fine_nation else 5
        for _ in census.regions
    ]
    if shape.fine_nation:
        deepest[0] = 5
    closed = [
        (region, code)
        for region in census.regions
        for code in tree.codes
        if 2 <= tree.depth(code) < 5 and rng.random() < shape.closed
    ]
    published = published.coarser(deepest).without_below(closed)
    return World(name, published, random_taxonomy(rng, tree, name))


def random_taxonomy(rng: np.random.Generator, tree: Tree, taxonomy_id: str) -> pd.DataFrame:
    """One to five codes of any level from division down for each layer."""
    codes = [c for c in tree.codes if tree.depth(c) >= 2]
    rows = [
        (taxonomy_id, layer, f"{layer}_{i % 2}", tree.revision, str(code))
        for layer in LAYERS
        for i, code in enumerate(
            rng.choice(codes, size=min(len(codes), int(rng.integers(1, 6))), replace=False)
        )
    ]
    return taxonomy_rows(rows)


def taxonomy_rows(rows: Iterable[tuple[str, str, str, str, str]]) -> pd.DataFrame:
    """Rows (taxonomy_id, layer, industry, ksic_revision, ksic_code) as the data set `taxonomies`."""
    names = ["taxonomy_id", "layer", "industry", "ksic_revision", "ksic_code"]
    frame = pd.DataFrame(list(rows), columns=names)
    frame.insert(0, "source_id", "synthetic")
    frame.insert(1, "snapshot_id", "synthetic")
    frame.insert(2, "raw_row", range(1, len(frame) + 1))
    return frame.assign(evidence="", note="")


def warehouse(worlds: Sequence[World], models: Iterable[str]) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the worlds and the models built from them."""
    connection = duckdb.connect(config={"threads": 2})
    load_seeds(connection, ["labels", "ksic_concordance", "region_changes", "districts"])
    ksic = pd.concat([w.census.tree.seed_rows() for w in worlds], ignore_index=True)
    regions = pd.DataFrame({"region_code": [NATION, *PROVINCES]})
    regions["region_level"] = np.where(regions["region_code"] == NATION, "nation", "province")
    cells = pd.concat([w.published.rows(w.name, YEAR) for w in worlds], ignore_index=True)
    taxonomies = pd.concat([w.taxonomy for w in worlds], ignore_index=True)
    fill(connection, "census_cells", cells)
    fill(connection, "taxonomies", taxonomies)
    fill(connection, "nps_published", pension_rows(worlds))
    connection.register("_no_workplaces", NPS_WORKPLACES.empty_table())
    connection.execute("create table nps_workplaces as from _no_workplaces")
    connection.register("_ksic", ksic)
    connection.register("_regions", regions)
    connection.execute(
        "create table ksic as select * replace (cast(depth as integer) as depth) from _ksic"
    )
    connection.execute("""
        create table regions as
        select region_code, region_level,
               case when region_level = 'province' then '00' end as parent_region_code,
               region_code as name_ko, region_code as short_name_ko, region_code as name_en,
               cast(null as date) as valid_from, cast(null as date) as valid_to
        from _regions
    """)
    run_models(connection, models)
    return connection


def pension_rows(worlds: Sequence[World]) -> pd.DataFrame:
    """Synthetic pension aggregates: one name for each leaf of each world, drawn at random."""
    rng = np.random.default_rng(15)
    rows: list[dict[str, object]] = []
    totals = dict.fromkeys(PROVINCES, 0)
    for world in worlds:
        tree = world.census.tree
        for leaf in tree.leaves:
            insured = dict(zip(PROVINCES, rng.integers(1, 3000, len(PROVINCES)), strict=True))
            name = {"industry_name": f"{world.name}/{leaf}", "ksic_revision": tree.revision}
            name |= {"kind": "industry", "ksic_code": str(leaf)}
            nation = int(sum(insured.values()))
            rows.append(name | {"region_code": NATION, "workplaces": 50, "insured": nation})
            rows += [
                name | {"region_code": region, "insured": int(count)}
                for region, count in insured.items()
                if count >= 1000
            ]
            totals = {region: totals[region] + int(insured[region]) for region in PROVINCES}
    rows += [
        {"kind": "total", "region_code": region, "insured": total}
        for region, total in totals.items()
    ]
    frame = pd.DataFrame(rows).assign(
        source_id="synthetic", month=pd.Timestamp("2026-06-01").date(), threshold=1000
    )
    return frame.astype({"workplaces": "Int64", "insured": "int64"})


def as_staged_taxonomy(frame: pd.DataFrame) -> pa.Table:
    """`frame` with all columns of the data set `taxonomies`; codes are fully covered by default."""
    given = {"coverage": "full"} | {name: frame[name] for name in frame}
    whole = frame.assign(**{name: given.get(name) for name in TAXONOMIES.names})
    schema = pa.schema([field.with_nullable(True) for field in TAXONOMIES])
    return pa.Table.from_pandas(whole, schema=schema, preserve_index=False)


def fill(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    """Make `frame` a table; years as 32-bit integers, as staged. A taxonomy may have only some columns."""
    connection.register("_frame", as_staged_taxonomy(frame) if name == "taxonomies" else frame)
    typed = "* replace (cast(year as integer) as year)" if "year" in frame else "*"
    connection.execute(f"create or replace table {name} as select {typed} from _frame")
    connection.unregister("_frame")


def leaves_of_sets(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[str, ...]]:
    """The leaves of every set that holds one, by taxonomy and set."""
    rows = connection.execute(
        "select taxonomy_id, set_id, leaf_code from int_set_leaves order by all"
    ).fetchall()
    leaves: dict[tuple[str, str], list[str]] = {}
    for taxonomy_id, set_id, leaf in rows:
        leaves.setdefault((taxonomy_id, set_id), []).append(leaf)
    return {key: tuple(codes) for key, codes in leaves.items()}
