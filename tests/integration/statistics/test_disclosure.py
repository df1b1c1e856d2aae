"""An attack on the release: it may tell no more about a suppressed cell than the agency's own tables.

The attacker solves linear programmes over the agency's tables, then over these together with every row
of every mart. Figures that are not linear (indices of specialisation, proximities, similarities) are
attacked with the censuses that these programmes end at: a column that one of them contradicts would tell
more. Apart from that no row that is one suppressed cell under another name says anything.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest

from orchestration.release.stable_files.rows import COLUMNS, create_lines
from tests.support.leaf_census import NATION
from tests.support.lp_oracle import Oracle, Vector
from tests.support.random_worlds import (
    Shape,
    World,
    leaves_of_sets,
    random_world,
    warehouse,
)
from tests.support.sql_models import marts_with_columns

# pension_share has no value of the census: its source lists every workplace
MARTS = tuple(m for m in marts_with_columns("series", "measure") if m != "pension_share")
THRESHOLD = 3
_KEY = "series, year, region_code, measure"
WORLDS = [random_world(Shape(100 + s, 0.5, 0.3, 0.1), f"w{s}") for s in range(12)]


@pytest.fixture(scope="module")
def release() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = warehouse(WORLDS, MARTS)
    yield connection
    connection.close()


def told_by(
    release: duckdb.DuckDBPyConnection, world: World, oracle: Oracle
) -> list[tuple[Vector, float, float]]:
    """Every figure of the release about employees, as a linear function with two limits."""
    leaves = leaves_of_sets(release)
    bounds = release.execute(
        """
        select distinct set_id, bounds.region_code, told.value_low, told.value_high
        from int_set_bounds as bounds
        join (
            select taxonomy_id, region_code, measure, 'industry/' || layer || '/' || industry as set_id,
                   value_low, value_high from smart_city_industry
            union all
            select taxonomy_id, region_code, measure, 'combination/' || combination,
                   value_low, value_high from technology_overlap
            union all
            select taxonomy_id, region_code, measure,
                   case when layer = 'total' then 'total'
                        when layer = 'common' then 'common/' || overlap_rule
                        when counting = 'inclusive' then 'layer/' || layer
                        else 'exclusive/' || overlap_rule || '/' || layer end,
                   value_low, value_high from smart_city_scale
            union all
            select taxonomy_id, region_code, measure,
                   case when combination <> 'all' then 'combination/' || combination
                        when layer = 'total' then 'total'
                        when layer = 'common' then 'common/' || overlap_rule
                        when counting = 'inclusive' then 'layer/' || layer
                        else 'exclusive/' || overlap_rule || '/' || layer end,
                   value_low, value_high from smart_city_estimate
        ) as told using (taxonomy_id, region_code, measure, set_id)
        where taxonomy_id = ? and measure = 'employees' and told.value_low is not null
        """,
        [world.name],
    ).fetchall()
    facts = [
        (oracle.objective(region, leaves.get((world.name, set_id), ()), "employees"), low, high)
        for set_id, region, low, high in bounds
    ]
    cells = release.execute(
        """select region_code, ksic_code, value, national_value from industry_share
           where series = ? and measure = 'employees'""",
        [world.name],
    ).fetchall()
    tree = world.census.tree
    for region, code, value, national in cells:
        members = [leaf for leaf in tree.leaves if code in tree.path(leaf)]
        for place, number in ((region, value), (NATION, national)):
            if number is not None:
                facts.append((oracle.objective(place, members, "employees"), number, number))
    hidden = release.execute(
        """select distinct region_code, ksic_code, truth from estimate_test
           where series = ? and measure = 'employees'""",
        [world.name],
    ).fetchall()
    for region, code, truth in hidden:
        members = [leaf for leaf in tree.leaves if code in tree.path(leaf)]
        facts.append((oracle.objective(region, members, "employees"), truth, truth))
    estimated = release.execute(
        """select region_code, ksic_code, value_low, value_high from industry_estimate
           where series = ? and measure = 'employees'""",
        [world.name],
    ).fetchall()
    for region, code, low, high in estimated:
        members = [leaf for leaf in tree.leaves if code in tree.path(leaf)]
        facts.append((oracle.objective(region, members, "employees"), low, high))
    shares = release.execute(
        """select 'total' as set_id, region_code, share_low, share_high from smart_city_share
           where taxonomy_id = ? and measure = 'employees' and layer = 'total' and share_low is not null
           union all
           select 'total', region_code, share_low, share_high from smart_city_estimate
           where taxonomy_id = ? and measure = 'employees' and layer = 'total' and share_low is not null
           union all
           select 'without/' || dropped_code, region_code, share_low, share_high
           from taxonomy_sensitivity
           where taxonomy_id = ? and measure = 'employees' and share_low is not null""",
        [world.name] * 3,
    ).fetchall()
    for set_id, region, low, high in shares:
        members = leaves.get((world.name, set_id), ())
        part = oracle.objective(region, members, "employees")
        whole = oracle.objective(NATION, members, "employees")
        facts.append((part - low * whole, -1e-6, np.inf))
        facts.append((part - high * whole, -np.inf, 1e-6))
    return facts


def indices_of(world: World, leaves: Vector) -> dict[str, dict[str, float]]:
    """The indices of specialisation of every region for a census of leaves (provinces by leaves)."""
    tree, regions = world.census.tree, world.census.regions
    divisions = np.array([tree.depth(code) == 2 for code in tree.codes])
    provinces = leaves.reshape(len(regions) - 1, -1) @ tree.incidence[divisions].T
    counts = np.vstack([provinces.sum(axis=0), provinces])
    totals = counts.sum(axis=1)
    found = {}
    for region, own, total in zip(regions, counts, totals, strict=True):
        if total == 0:
            continue
        shares, nation = own / total, counts[0] / totals[0]
        krugman = float(np.abs(shares - nation).sum())
        found[region] = {
            "hhi": float(shares @ shares),
            "effective_industries": 1 / float(shares @ shares),
            "krugman": krugman,
            "krugman_rest": krugman / (1 - total / totals[0]) if total < totals[0] else np.nan,
            "specialised_industries": float((shares > 1.25 * nation + 1e-9).sum()),
        }
    return found


def contradictions(
    release: duckdb.DuckDBPyConnection, world: World, leaves: Vector, measure: str
) -> list[tuple[object, ...]]:
    """Columns of regional_specialisation that exclude this census."""
    rows = release.execute(
        "select * from regional_specialisation where series = ? and measure = ?",
        [world.name, measure],
    ).df()
    expected = indices_of(world, leaves)
    found: list[tuple[object, ...]] = []
    for _, row in rows.iterrows():
        for name, value in expected[row["region_code"]].items():
            low, high = row[f"{name}_low"], row[f"{name}_high"]
            if not np.isnan(value) and not low - 1e-6 <= value <= high + 1e-6:
                found.append((row["region_code"], name, low, value, high))
    assert len(rows) == len(expected)
    return found + contradicted_relations(release, world, leaves, measure)


def contradicted_relations(
    release: duckdb.DuckDBPyConnection, world: World, leaves: Vector, measure: str
) -> list[tuple[object, ...]]:
    """Proximities and similarities that exclude this census; densities follow from the same quotients."""
    tree, provinces = world.census.tree, list(world.census.regions[1:])
    divisions = [tree.depth(code) == 2 for code in tree.codes]
    codes = [code for code, kept in zip(tree.codes, divisions, strict=True) if kept]
    counts = leaves.reshape(len(provinces), -1) @ tree.incidence[np.array(divisions)].T
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
    nation = counts.sum(axis=0) / counts.sum()
    above = (shares > nation + 1e-9)[totals[:, 0] > 0].astype(float)
    found: list[tuple[object, ...]] = []
    for own, related, low, high in release.execute(
        """select ksic_code, related_code, proximity_low, proximity_high from industry_relatedness
           where series = ? and measure = ? and ksic_code < related_code""",
        [world.name, measure],
    ).fetchall():
        pair = above[:, [codes.index(own), codes.index(related)]]
        most = pair.sum(axis=0).max()
        value = pair.prod(axis=1).sum() / most if most else None
        if value is not None and not (low is not None and low - 1e-6 <= value <= high + 1e-6):
            found.append((own, related, low, value, high))
    for own, other, low, high in release.execute(
        """select region_code, other_region_code, similarity_low, similarity_high
           from regional_similarity
           where series = ? and measure = ? and region_code < other_region_code""",
        [world.name, measure],
    ).fetchall():
        distance = np.abs(shares[provinces.index(own)] - shares[provinces.index(other)]).sum()
        if not low - 1e-6 <= 1 - distance / 2 <= high + 1e-6:
            found.append((own, other, low, 1 - distance / 2, high))
    return found


def test_indices_exclude_no_census_that_the_agency_allows(
    release: duckdb.DuckDBPyConnection,
) -> None:
    """Both ends of suppressed cells: the census that reaches them agrees with all indices."""
    moved = 0
    for world in WORLDS[:4]:
        tree, regions = world.census.tree, world.census.regions
        attacker = Oracle(world.published)
        suppressed = np.argwhere(world.published.suppressed)
        for region, code in suppressed[:: max(1, len(suppressed) // 8)]:
            inside = [leaf for leaf in tree.leaves if tree.codes[code] in tree.path(leaf)]
            cell = attacker.objective(regions[region], inside, "employees")
            ends = [attacker.extreme_census(sign * cell)[attacker.cells :] for sign in (1, -1)]
            moved += not np.allclose(ends[0], ends[1])
            for census in ends:
                assert contradictions(release, world, census, "employees") == []
    assert moved > 3, "too few cells with room to move"


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_indices_hold_the_truth(release: duckdb.DuckDBPyConnection, world: World) -> None:
    for measure, counts in (
        ("establishments", world.census.establishments),
        ("employees", world.census.employees),
    ):
        assert contradictions(release, world, counts.astype(float).ravel(), measure) == []


@pytest.mark.parametrize("world", WORLDS[:4], ids=lambda world: world.name)
def test_release_tells_no_more_than_the_agency(
    release: duckdb.DuckDBPyConnection, world: World
) -> None:
    tree, regions = world.census.tree, world.census.regions
    suppressed = np.argwhere(world.published.suppressed)
    assert len(suppressed) > 0
    attacker = Oracle(world.published)
    cells = [
        attacker.objective(
            regions[region],
            [leaf for leaf in tree.leaves if tree.codes[code] in tree.path(leaf)],
            "employees",
        )
        for region, code in suppressed[:: max(1, len(suppressed) // 12)]
    ]
    before = attacker.bounds(cells)
    facts = [f for f in told_by(release, world, attacker) if f[0].any()]
    limited = [(row, max(low, -1e9), min(high, 1e9)) for row, low, high in facts]
    attacker.told(limited)
    assert attacker.bounds(cells) == before


def test_one_suppressed_cell_alone_is_never_told(release: duckdb.DuckDBPyConnection) -> None:
    """Whatever the row is called: if it is the establishments of one suppressed cell, it is silent.

    Coarse data may not show that a set is one suppressed cell; then its bounds are wider than the cell's.
    """
    leaves = leaves_of_sets(release)
    rows = release.execute("""
        select taxonomy_id, set_id, region_code, value_low, value_high
        from int_set_bounds
        where measure = 'employees' and not is_suppressed and value_high > 0
    """).fetchall()
    cell_bounds = {
        key: (low, high)
        for *key_parts, low, high in release.execute(
            "select series, region_code, ksic_code, w_lo, w_hi from int_cell_bounds"
        ).fetchall()
        for key in [tuple(key_parts)]
    }
    checked = 0
    for world in WORLDS:
        tree, regions = world.census.tree, world.census.regions
        there = world.census.establishments > 0
        suppressed: dict[bytes, list[tuple[str, str]]] = {}
        for region, code in np.argwhere(world.published.suppressed):
            mask = np.zeros_like(there)
            place = slice(None) if region == 0 else region - 1
            mask[place] = there[place] & (tree.incidence[code] > 0)
            suppressed.setdefault(mask.tobytes(), []).append((regions[region], tree.codes[code]))
        for name, set_id, region, low, high in rows:
            if name != world.name:
                continue
            members = set(leaves.get((name, set_id), ()))
            inside = np.array([leaf in members for leaf in tree.leaves])
            mask = np.zeros_like(there)
            place = slice(None) if region == NATION else regions.index(region) - 1
            mask[place] = there[place] & inside
            for cell in suppressed.get(mask.tobytes(), []):
                checked += 1
                least, greatest = cell_bounds[(world.name, *cell)]
                assert low < least or high > greatest, (name, set_id, region, cell, low, high)
    print(f"{checked} rows of coarse data happen to be one suppressed cell")


def test_rows_of_suppressed_cells_are_silent(release: duckdb.DuckDBPyConnection) -> None:
    """Every suppressed cell stands in industry_share as such, and nothing is derived from it."""
    for world in WORLDS:
        expected = int(world.published.suppressed.sum())
        silent = release.execute(
            """select count(*) from industry_share
               where series = ? and measure = 'employees' and status = 'suppressed'
                 and coalesce(value, share_of_nation, share_of_region, location_quotient,
                              rank_in_nation, rank_low, rank_high) is null""",
            [world.name],
        ).fetchall()
        assert silent == [(expected,)]


def test_aggregates_below_the_threshold_are_silent(release: duckdb.DuckDBPyConnection) -> None:
    """An aggregate that is known to stand on fewer than three establishments has no bounds at all."""
    rows = release.execute(
        """
        select count(*) filter (employees.is_suppressed), count(*)
        from int_set_bounds as employees
        join int_set_bounds as establishments
            using (taxonomy_id, set_id, series, year, region_code)
        where employees.measure = 'employees' and establishments.measure = 'establishments'
          and establishments.value_high between 1 and ?
        """,
        [THRESHOLD - 1],
    ).fetchall()
    assert rows[0][0] == rows[0][1] > 20
    told = release.execute("""
        select count(*) from smart_city_share
        where status = 'suppressed' and coalesce(value_low, value_high, share_low, share_high) is not null
    """).fetchall()
    assert told == [(0,)]


def test_unlisted_cells_never_stand_in_for_a_suppressed_one(
    release: duckdb.DuckDBPyConnection,
) -> None:
    """A level or region that the agency does not publish carries no value that is a suppressed cell's."""
    rows = release.execute("""
        select count(*) from int_cells as cell
        join int_suppressed_inside as inside using (series, year, region_code, ksic_code)
        join int_cell_bounds as bounds using (series, year, region_code, ksic_code)
        where cell.measure = 'employees' and not cell.is_listed and cell.value > 0
          and bounds.e_hi <= inside.establishments
    """).fetchall()
    assert rows == [(0,)]


def test_complements_of_suppressed_cells_are_bounds(release: duckdb.DuckDBPyConnection) -> None:
    """No quotient and no score of a pair with a suppressed cell; its bounds hold the truth."""
    rows = release.execute("""
        select count(*), count(pair.complement_score), count(pair.complement_value)
        from regional_complement as pair
        join industry_share as cell
            on cell.series = pair.series and cell.ksic_code = pair.industry
            and cell.measure = pair.measure
            and cell.region_code in (pair.base_region_code, pair.partner_region_code)
        where cell.status = 'suppressed'
    """).fetchall()
    assert rows[0][0] > 20
    assert rows[0][1:] == (0, 0)
    for world in WORLDS:
        pairs = release.execute(
            """select base_region_code, partner_region_code, industry, complement_value_low,
                      complement_value_high
               from regional_complement where series = ? and measure = 'employees'""",
            [world.name],
        ).fetchall()
        for base, partner, code, low, high in pairs:
            own, other, nation = (_truth(world, r, code) for r in (base, partner, NATION))
            own_all, other_all, all_ = (_truth(world, r, "TOTAL") for r in (base, partner, NATION))
            lack = max(0.0, 1 - own * all_ / (own_all * nation)) if nation else 0.0
            value = lack * max(0.0, other - nation * other_all / all_)
            assert low - 1e-6 <= value <= high + 1e-6


def test_ranks_hold_the_truth(release: duckdb.DuckDBPyConnection) -> None:
    checked = 0
    for world in WORLDS:
        rows = release.execute(
            """select region_code, ksic_code, rank_low, rank_high from industry_share
               where series = ? and measure = 'employees' and rank_low is not null""",
            [world.name],
        ).fetchall()
        provinces = [r for r in world.census.regions if r != NATION]
        for region, code, low, high in rows:
            own = _truth(world, region, code)
            rank = 1 + sum(_truth(world, r, code) > own for r in provinces)
            assert low <= rank <= high
            checked += low < high
    assert checked > 20


def _truth(world: World, region: str, code: str) -> int:
    tree, regions = world.census.tree, world.census.regions
    inside = [code in tree.path(leaf) for leaf in tree.leaves]
    employees = world.census.employees[:, inside]
    return int(employees.sum() if region == NATION else employees[regions.index(region) - 1].sum())


def test_nothing_is_estimated_for_a_suppressed_cell(release: duckdb.DuckDBPyConnection) -> None:
    """No code at or below a suppressed cell, no set that holds one, nothing of few establishments."""
    rows = release.execute(
        """
        with suppressed as (
            select series, region_code, ksic_code from int_cells
            where measure = 'employees' and status = 'suppressed'
        ), leaves as (
            select suppressed.*, tree.ksic_code as leaf_code
            from suppressed
            join int_ksic_ancestors as tree
                on tree.ksic_revision = suppressed.series and tree.ancestor_code = suppressed.ksic_code
        )
        select
            (select count(*) from industry_estimate),
            (select count(*) from smart_city_estimate),
            (select count(*) from industry_estimate as estimate
             join leaves on leaves.series = estimate.series and leaves.region_code = estimate.region_code
                and leaves.leaf_code = estimate.ksic_code
             where estimate.measure = 'employees'),
            (select count(*) from smart_city_estimate as estimate
             join int_set_bounds as bounds using (taxonomy_id, series, year, region_code, measure)
             where estimate.measure = 'employees' and bounds.is_suppressed
               and bounds.set_id = case when estimate.combination <> 'all'
                   then 'combination/' || estimate.combination else 'total' end
               and (estimate.layer = 'total' or estimate.combination <> 'all')),
            (select count(*) from industry_estimate as estimate
             join int_cells as cell using (series, year, region_code, ksic_code)
             where estimate.measure = 'employees' and cell.measure = 'establishments'
               and cell.value_high < ?)
    """,
        [THRESHOLD],
    ).fetchall()
    assert rows[0][0] > 50
    assert rows[0][1] > 50
    assert rows[0][2:] == (0, 0, 0)


def test_estimates_lie_within_bounds_that_hold_the_truth(
    release: duckdb.DuckDBPyConnection,
) -> None:
    for world in WORLDS:
        rows = release.execute(
            """select region_code, ksic_code, estimate, value_low, value_high from industry_estimate
               where series = ? and measure = 'employees'""",
            [world.name],
        ).fetchall()
        for region, code, estimate, low, high in rows:
            assert low - 0.001 <= estimate <= high + 0.001
            assert low <= _truth(world, region, code) <= high


def test_files_of_data_v1_say_what_the_marts_say(release: duckdb.DuckDBPyConnection) -> None:
    """Every number in them is one of the marts under the same key, so that the attack covers them."""
    create_lines(release)
    fields = [f"json::json ->> {position} as {name}" for position, name in enumerate(COLUMNS)]
    release.execute(f"create or replace temp table files as select {', '.join(fields)} from lines")
    silent = release.execute(
        "select count(*), count(value), count(value_low), count(share_low), count(location_quotient),"
        " count(estimate) from files where status = 'suppressed'"
    ).fetchall()[0]
    assert silent[0] > 50
    assert silent[1:] == (0, 0, 0, 0, 0)
    known = {
        "layer is null": f"""
            select {_KEY}, ksic_code, null, null, null, null, value, value, value from industry_share
            union all
            select {_KEY}, ksic_code, null, null, null, null, null, value_low, value_high
            from industry_estimate""",
        "layer is not null": f"""
            select {_KEY}, null, taxonomy_id, layer, counting, overlap_rule, value, value_low, value_high
            from smart_city_share""",
    }
    for scope, query in known.items():
        found = f"""
            select series, year::int, region_code, measure, ksic_code, taxonomy_id, layer, counting,
                overlap_rule, value::bigint, value_low::bigint, value_high::bigint
            from files where {scope}"""
        assert release.execute(f"select count(*) from ({found})").fetchall()[0][0] > 100
        assert release.execute(f"({found}) except ({query}) limit 3").fetchall() == []
