"""Indices of specialisation: their bounds hold every possible census and give no suppressed cell away."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog, minimize

from orchestration.site.context import Context
from orchestration.site.figures import quotients
from orchestration.site.figures.quotients import RANKED_FROM
from orchestration.site.marts import Marts
from orchestration.site.numbers import Numbers
from orchestration.site.release_info import ReleaseInfo
from orchestration.site.scope import read_scope
from orchestration.site.texts import load_texts
from tests.support.bundled import bundled_warehouse, stage_bundled
from tests.support.public_intervals import public_intervals
from tests.support.sql_models import load_seeds, run_models

Connection = duckdb.DuckDBPyConnection
Vector = NDArray[np.float64]
INDICES = ("hhi", "effective_industries", "krugman", "krugman_rest", "specialised_industries")
THRESHOLD = 1.25


def indices(own: Vector, nation: Vector, size: float) -> dict[str, float]:
    """All figures of a region from its shares, the nation's shares and its part of the nation."""
    hhi = float(own @ own)
    krugman = float(np.abs(own - nation).sum())
    return {
        "hhi": hhi,
        "effective_industries": 1 / hhi,
        "krugman": krugman,
        "krugman_rest": krugman / (1 - size),
        "specialised_industries": float((own > THRESHOLD * nation).sum()),
    }


@pytest.fixture(scope="module")
def frames(bundled: Connection) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Staged employees cells with both ends of what is public of each division, and the mart."""
    cells = bundled.execute("select * from census_cells").df()
    cells["value"] = cells["value"].astype("float64")
    low, high = public_intervals(cells)
    both = low.assign(high=high["value"])[lambda f: f["measure"] == "employees"]
    totals = cells[(cells["ksic_code"] == "TOTAL") & (cells["measure"] == "employees")]
    mart = bundled.execute("select * from regional_specialisation where measure = 'employees'").df()
    return both, totals, mart


def test_no_suppressed_cell_can_be_inverted(
    frames: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    """All 55 region-years: every value that is public knowledge of a cell agrees with all columns.

    An attacker who knows the published cells inserts candidates for the suppressed ones. The columns
    exclude none: neither a combination of ends, nor a value in between.
    """
    both, totals, mart = frames
    total = totals.set_index(["year", "region_code"])["value"]
    attacked = tried = lone = 0
    for (year, region), held in both.groupby(["year", "region_code"]):
        hidden = (held["status"] == "suppressed").to_numpy()
        if not hidden.any():
            continue
        attacked += 1
        lone += hidden.sum() == 1
        nation = both[(both["year"] == year) & (both["region_code"] == "00")]
        codes = sorted(set(nation["ksic_code"]))
        whole = nation.set_index("ksic_code")["value"].reindex(codes).to_numpy() / total[year, "00"]
        row = mart[(mart["year"] == year) & (mart["region_code"] == region)].iloc[0]
        low = held.set_index("ksic_code")["value"].reindex(codes, fill_value=0.0)
        high = held.set_index("ksic_code")["high"].reindex(codes, fill_value=0.0)
        free = np.flatnonzero((low < high).to_numpy())
        assert len(free) == hidden.sum(), "the public interval of each suppressed cell is open"
        grids = [np.linspace(low.iloc[i], high.iloc[i], 7 if len(free) < 4 else 4) for i in free]
        for i, grid in enumerate(grids):  # where the share equals the nation's: the kink of Krugman
            kink = whole[free[i]] * total[year, region]
            if grid[0] < kink < grid[-1]:
                grids[i] = np.append(grid, kink)
        for candidate in product(*grids):
            values = low.to_numpy().copy()
            values[free] = candidate
            if values.sum() > 1.3 * total[year, region]:
                continue
            tried += 1
            size = total[year, region] / total[year, "00"]
            for name, value in indices(values / total[year, region], whole, size).items():
                assert row[f"{name}_low"] - 1e-12 <= value * (1 + 1e-12), (year, region, name)
                assert value <= row[f"{name}_high"] * (1 + 1e-12) + 1e-12, (year, region, name)
    assert attacked == 55
    assert lone == 22
    assert tried > 2_000


def test_a_lone_suppressed_cell_inverts_to_its_public_interval(
    frames: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    """Solving HHI, effective number and Krugman index for a lone cell gives what is public, no less."""
    both, totals, mart = frames
    total = totals.set_index(["year", "region_code"])["value"]
    inverted = 0
    for (year, region), held in both.groupby(["year", "region_code"]):
        hidden = held[held["status"] == "suppressed"]
        if len(hidden) != 1:
            continue
        inverted += 1
        cell = hidden.iloc[0]
        row = mart[(mart["year"] == year) & (mart["region_code"] == region)].iloc[0]
        shares = held[held["status"] != "suppressed"]["value"] / total[year, region]
        known = float((shares**2).sum())
        for ends in (
            (row["hhi_low"], row["hhi_high"]),
            (1 / row["effective_industries_high"], 1 / row["effective_industries_low"]),
        ):
            low, high = (np.sqrt(max(0.0, e - known)) * total[year, region] for e in ends)
            assert low <= cell["value"] + 0.5
            assert high >= cell["high"] - 0.5
            assert round(high) - round(low) >= 10, "not even nearly one value"
        assert pd.isna(row["hhi"])
        assert pd.isna(row["krugman"])
        assert pd.isna(row["krugman_rest"])
    assert inverted == 22


@pytest.fixture(scope="module")
def shifted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Connection, Connection]]:
    """The marts of 2020, and of a made-up 2020 in which two suppressed cells have other values.

    In Gyeongnam 400 employees move from tobacco (12, suppressed, 1,000 by subtraction) to food (10), in
    Gyeonggi as many from food to tobacco (suppressed as well). Totals, sections and the nation stay.
    """
    staged = stage_bundled(tmp_path_factory.mktemp("lake"))
    pair = []
    for moved in (0, 400):
        connection = bundled_warehouse(staged, ())
        connection.execute("create table cells as select * from census_cells where year = 2020")
        connection.execute("drop view census_cells")
        connection.execute("alter table cells rename to census_cells")
        for region, sign in (("38", 1), ("31", -1)):
            connection.execute(
                "update census_cells set value = value + ? where region_code = ? and ksic_code = '10'"
                " and measure = 'employees'",
                [sign * moved, region],
            )
        run_models(connection, ("regional_specialisation",))
        pair.append(connection)
    yield pair[0], pair[1]
    for connection in pair:
        connection.close()


def test_bounds_do_not_depend_on_the_suppressed_value(
    shifted: tuple[Connection, Connection],
) -> None:
    """The bounds move by what the published cell adds, as if the suppressed one had not changed."""
    before, after = shifted
    tobacco = "select value_low, value_high from int_cells where ksic_code = '12' and measure = 'employees'"
    exact = [c.execute(f"{tobacco} and region_code = '38'").fetchone() for c in shifted]
    assert exact == [(1000, 1000), (600, 600)], "subtraction tells the change"
    food = """select cell.value, total.value from int_cells as cell
        join int_cells as total using (series, year, region_code, measure)
        where cell.ksic_code = '10' and total.ksic_code = 'TOTAL' and measure = 'employees'
            and region_code = ?"""
    columns = ", ".join(f"{name}_low, {name}_high" for name in ("hhi", "krugman", "krugman_rest"))
    counts = "specialised_industries_low, specialised_industries_high, unpublished_industries"
    sql = "from regional_specialisation where measure = 'employees' and region_code = ?"
    for region in ("38", "31"):
        (old, total), (new, _) = (c.execute(food, [region]).fetchone() for c in shifted)
        assert old != new
        first, second = (
            np.array(c.execute(f"select {columns} {sql}", [region]).fetchone()) for c in shifted
        )
        moved = second - first
        squares = (new / total) ** 2 - (old / total) ** 2
        np.testing.assert_allclose(moved[:2], squares, atol=1e-14)
        assert moved[2] == pytest.approx(moved[3], abs=1e-14)
        assert moved[4] == pytest.approx(moved[5], abs=1e-14)
        assert abs(moved[2]) == pytest.approx(abs(new - old) / total, abs=1e-14)
        first, second = (c.execute(f"select {counts} {sql}", [region]).fetchone() for c in shifted)
        assert first == second
    others = (
        "select * from regional_specialisation where region_code not in ('38', '31') order by all"
    )
    assert before.execute(others).fetchall() == after.execute(others).fetchall()


def test_a_section_that_repeats_a_suppressed_cell_is_no_upper_end() -> None:
    """Region 21 has one establishment in section D, and D says what division 35 conceals: 1 employee."""
    connection = duckdb.connect()
    load_seeds(connection, ["ksic", "regions"])
    known = [
        ("00", "TOTAL", 100), ("00", "D", 3), ("00", "35", 3), ("00", "J", 97), ("00", "62", 97),
        ("21", "TOTAL", 40), ("21", "D", 1), ("21", "35", None), ("21", "J", 39), ("21", "62", 39),
    ]  # fmt: skip
    rows = [
        (region, code, measure, 1 if measure == "establishments" else value)
        for region, code, value in known
        for measure in ("establishments", "employees")
    ]
    frame = pd.DataFrame(rows, columns=["region_code", "ksic_code", "measure", "value"])
    connection.register("frame", frame.astype({"value": "Int64"}))
    connection.execute("""
        create table int_cells as
        select 'register' as series, 2020 as year, region_code, '10' as ksic_revision, ksic_code,
               case ksic_code when 'TOTAL' then 'total' when 'D' then 'section' when 'J' then 'section'
                   else 'division' end as level,
               measure, value, coalesce(value, 1) as value_low, coalesce(value, 1) as value_high,
               case when value is null then 'suppressed' else 'observed' end as status
        from frame
    """)
    connection.execute("create table int_regions as from regions")
    run_models(connection, ("int_division_shares",), given=("int_cells", "int_regions"))
    ends = connection.execute("""
        select share_low, share_high from int_division_shares
        where region_code = '21' and ksic_code = '35' and measure = 'employees'
    """).fetchall()
    assert ends == [(1 / 40, 1.0)]


def random_shares(rng: np.random.Generator, cells: int) -> tuple[Vector, Vector, Vector, Vector]:
    """Low and high of shares that can sum to one, of which some are exact, and two truths inside."""
    truth = rng.dirichlet(np.full(cells, rng.choice([0.3, 1.0, 5.0])))
    nation = rng.dirichlet(np.full(cells, 2.0))
    exact = rng.random(cells) < 0.3
    low = np.where(exact, truth, truth * rng.random(cells))
    high = np.where(exact, truth, truth + (1 - truth) * rng.random(cells) * rng.choice([0.1, 0.5]))
    return low, high, truth, nation


def vertices(low: Vector, high: Vector) -> Iterator[Vector]:
    """The corners of all shares within their bounds that sum to one: at most one is not at an end."""
    for moved in range(len(low)):
        rest = [i for i in range(len(low)) if i != moved]
        for ends in product(*((low[i], high[i]) for i in rest)):
            corner = np.empty(len(low))
            corner[rest] = ends
            corner[moved] = 1 - sum(ends)
            if low[moved] - 1e-12 <= corner[moved] <= high[moved] + 1e-12:
                yield corner


def test_open_bounds_use_that_shares_sum_to_one() -> None:
    """Without a suppressed cell: least HHI and Krugman ends as optimisation gives them, nothing outside."""
    rng = np.random.default_rng(13)
    worlds = [random_shares(rng, int(rng.integers(2, 7))) for _ in range(60)]
    rows = [
        (f"{number}", f"{i:02d}", low[i], high[i], nation[i], low[i] == high[i])
        for number, (low, high, _, nation) in enumerate(worlds)
        for i in range(len(low))
    ]
    connection = duckdb.connect()
    frame = pd.DataFrame(
        rows, columns=["region_code", "ksic_code", "low", "high", "nation", "exact"]
    )
    connection.register("frame", frame)
    connection.execute("""
        create table int_division_shares as
        select 'register' as series, 2020 as year, region_code, ksic_code, 'employees' as measure,
               'unknown' as status, true as is_unsuppressed, 1 as total, 4 as national_total,
               exact as is_disclosed, exact as is_comparable, low as share_low, high as share_high,
               nation as national_share_low, nation as national_share_high
        from frame
    """)
    connection.execute(
        "create table int_regions (region_code varchar, name_ko varchar, name_en varchar)"
    )
    run_models(
        connection, ("regional_specialisation",), given=("int_division_shares", "int_regions")
    )
    mart = connection.execute("select * from regional_specialisation").df().set_index("region_code")
    loose = 0
    for number, (low, high, truth, nation) in enumerate(worlds):
        row = mart.loc[f"{number}"]
        corners = list(vertices(low, high))
        hhi = [float(corner @ corner) for corner in corners]
        distance = [float(np.abs(corner - nation).sum()) for corner in corners]
        for value in (truth @ truth, *hhi):
            assert row["hhi_low"] - 1e-9 <= value <= row["hhi_high"] + 1e-9
        for value in (np.abs(truth - nation).sum(), *distance):
            assert row["krugman_low"] - 1e-9 <= value <= row["krugman_high"] + 1e-9
        least = minimize(
            lambda s: s @ s,
            truth,
            jac=lambda s: 2 * s,
            bounds=list(zip(low, high, strict=True)),
            constraints={"type": "eq", "fun": lambda s: s.sum() - 1, "jac": np.ones_like},
            method="SLSQP",
            options={"ftol": 1e-14, "maxiter": 500},
        )
        assert row["hhi_low"] == pytest.approx(least.fun, abs=1e-6)
        assert row["krugman_low"] == pytest.approx(least_distance(low, high, nation), abs=1e-9)
        loose += row["hhi_high"] > max(hhi) + 1e-9
        assert row["hhi_high"] <= max(hhi) + 0.25 * max(high - low) ** 2 + 1e-9
    print(f"the greatest HHI is bounded by chords: not met in {loose} of {len(worlds)} cases")


def least_distance(low: Vector, high: Vector, nation: Vector) -> float:
    """The least sum of distances by linear programming: s, then the distances."""
    cells = len(low)
    one = np.eye(cells)
    found = linprog(
        np.append(np.zeros(cells), np.ones(cells)),
        A_ub=np.block([[one, -one], [-one, -one]]),
        b_ub=np.append(nation, -nation),
        A_eq=np.append(np.ones(cells), np.zeros(cells))[None, :],
        b_eq=[1.0],
        bounds=[*zip(low, high, strict=True), *[(0, None)] * cells],
    )
    return float(found.fun)


def test_release_gives_no_value_where_a_suppressed_cell_enters(marts_file: Path) -> None:
    """From `smartcity refresh` to the published marts: Gyeongnam 2020, whose tobacco is suppressed."""
    with duckdb.connect(str(marts_file), read_only=True) as marts:
        row = marts.execute("""
            select hhi, effective_industries, krugman, krugman_rest,
                hhi_low < hhi_high and krugman_low < krugman_high, unpublished_industries
            from regional_specialisation
            where region_code = '38' and year = 2020 and measure = 'employees'
        """).fetchone()
    assert row == (None, None, None, None, True, 1)


def test_pages_state_ranks_as_far_as_the_bounds_decide_them(release: Path) -> None:
    """Seoul 2023: the Krugman interval of Ulsan reaches above Seoul's, Sejong's rest interval as well."""
    pages = release / "report" / "en"
    seoul = (pages / "province-11.html").read_text("utf-8")
    assert "divisions of the smart-city industry with published employees: Publishing" in seoul
    provinces = (pages / "provinces.html").read_text("utf-8")
    assert "Sejong or Jeju has the most distinctive industry mix, Gyeonggi the least" in provinces
    assert (
        "<th>Seoul<td>0.424<td>4–5<td>0.549–0.550<td>1–2<td>0.046<td>21.77<td>20–21<td>"
        in provinces
    )


@pytest.mark.parametrize("region", ["11", "29", "33", "39"])
def test_rankings_of_quotients_take_industries_of_a_minimum_size(
    marts_file: Path, region: str
) -> None:
    """Everything drawn has at least the minimum of employees; Sejong has divisions below it."""
    with Marts(marts_file) as marts:
        text = load_texts("en")
        context = Context(
            marts,
            text,
            Numbers("en", text("word.hidden")),
            read_scope(marts),
            ReleaseInfo("r", "c"),
        )
        figures = [
            quotients.location_quotients(context, region),
            quotients.only_here(context, region),
        ]
    with duckdb.connect(str(marts_file), read_only=True) as connection:
        size = dict(
            connection.execute(
                "select ksic_code, value from industry_share where year = 2023 and region_code = ?"
                " and measure = 'employees' and level = 'division'",
                [region],
            ).fetchall()
        )
    small = {code for code, value in size.items() if value is not None and value < RANKED_FROM}
    assert small, "the rule leaves something out"
    for figure in figures:
        shown = {row[0] for row in figure.table.cells} if figure.table else set()
        assert not shown & small
