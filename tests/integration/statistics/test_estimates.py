"""The estimates on the bundled data, against computations that share nothing with the models' SQL."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from orchestration.settings import PROJECT_ROOT
from tests.support.bundled import bundled_warehouse, stage_bundled
from tests.support.sql_models import run_models

MARTS = (
    *("industry_estimate", "smart_city_estimate", "estimate_quality", "estimate_test"),
    "industry_share",
)
PENSION = PROJECT_ROOT / "data_lake" / "sample" / "nps_published" / "2026-06.csv"


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The estimates of the bundled data and all models behind them, in memory."""
    connection = bundled_warehouse(stage_bundled(tmp_path_factory.mktemp("lake")), MARTS)
    yield connection
    connection.close()


def fitted_in_numpy(path: Path, rounds: int) -> pd.DataFrame:
    """The pension table (names by provinces), unlisted pairs fitted below 1,000 by raking."""
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    names = {r["industry_name"]: int(r["insured"]) for r in records if _is_name(r)}
    totals = {r["region_code"]: int(r["insured"]) for r in records if _is_province(r)}
    frame = pd.DataFrame(np.nan, index=[*names, ""], columns=list(totals))
    for r in records:
        if r["kind"] == "industry" and r["region_code"] != "00":
            frame.loc[r["industry_name"], r["region_code"]] = int(r["insured"])
    known = frame.to_numpy()
    is_open = np.isnan(known)
    listed = np.nan_to_num(known)
    columns = np.array(list(totals.values()), dtype=float)
    rows = np.array([*names.values(), columns.sum() - sum(names.values())], dtype=float)
    rows, column_rest = rows - listed.sum(1), columns - listed.sum(0)
    most = np.full(known.shape, 999.0)
    most[-1] = column_rest
    fitted = np.where(is_open, columns, 0.0)
    fitted = fitted * _factors(rows, fitted.sum(1))[:, None]
    for _ in range(rounds):
        fitted = np.minimum(fitted * _factors(column_rest, fitted.sum(0)), most)
        fitted = np.minimum(fitted * _factors(rows, fitted.sum(1))[:, None], most)
    return pd.DataFrame(listed + fitted, index=frame.index, columns=frame.columns)


def _factors(wanted: np.ndarray, sums: np.ndarray) -> np.ndarray:
    return np.divide(wanted, sums, out=np.zeros_like(wanted), where=sums > 0)


def _is_name(record: dict[str, str]) -> bool:
    return record["kind"] == "industry" and record["region_code"] == "00"


def _is_province(record: dict[str, str]) -> bool:
    return record["kind"] == "total" and record["region_code"] not in ("00", "UNPLACED")


def test_the_pension_table_is_that_of_numpy(marts: duckdb.DuckDBPyConnection) -> None:
    """Every pair of the model, and far more rounds move no pair by more than a person or a thousandth."""
    found = marts.execute("select industry_name, region_code, insured from int_pension_table").df()
    table = found.pivot(index="industry_name", columns="region_code", values="insured")
    same = fitted_in_numpy(PENSION, 8).loc[table.index, table.columns]
    assert np.allclose(table, same, rtol=1e-6, atol=1e-4)
    settled = fitted_in_numpy(PENSION, 200).loc[table.index, table.columns]
    assert np.allclose(table, settled, rtol=1e-3, atol=1.0)


def test_published_sums_are_kept(marts: duckdb.DuckDBPyConnection) -> None:
    """Names add up to their nation, and unlisted pairs stay below the threshold."""
    rows = marts.execute("""
        select max(abs(insured - national_insured)), max(case when not is_listed then most end)
        from (
            select industry_name, sum(insured) as insured, max(national_insured) as national_insured
            from int_pension_table where industry_name <> '' group by industry_name
        ), (select max(insured) as most, false as is_listed from int_pension_table
            where not is_listed and industry_name <> '')
    """).fetchall()
    assert rows[0][0] < 2
    assert rows[0][1] <= 999


def test_a_cell_is_split_by_the_weights(marts: duckdb.DuckDBPyConnection) -> None:
    """Division 62 of Seoul in 2023: by hand from the published cell and the pension file."""
    table = fitted_in_numpy(PENSION, 8)
    names = marts.execute("""
        select industry_name, ksic_code, workplaces, insured from stg_pension__published_nation
        where ksic_code like '62%'
    """).df()
    seoul = table.loc[names["industry_name"], "11"].to_numpy()
    weights = {
        "employees": np.sqrt(names["workplaces"] * seoul),
        "establishments": names["workplaces"] * np.sqrt(seoul / names["insured"]),
    }
    for measure, weight in weights.items():
        value, estimates = _division_62(marts, measure)
        expected = value * weight / weight.sum()
        assert dict(zip(names["ksic_code"], expected.round(2), strict=True)) == pytest.approx(
            estimates, abs=0.02
        )
        assert sum(estimates.values()) == pytest.approx(value, abs=0.01)


def _division_62(marts: duckdb.DuckDBPyConnection, measure: str) -> tuple[int, dict[str, float]]:
    where = "year = 2023 and region_code = '11' and measure = ?"
    ((value,),) = marts.execute(
        f"select value from industry_share where ksic_code = '62' and {where}", [measure]
    ).fetchall()
    rows = marts.execute(
        f"""select ksic_code, estimate from industry_estimate
            where level = 'subclass' and ksic_code like '62%' and {where}""",
        [measure],
    ).fetchall()
    return value, dict(rows)


def test_estimates_add_up_to_what_is_published(marts: duckdb.DuckDBPyConnection) -> None:
    """Where every code of a division has a figure its five-digit codes make up the published cell."""
    rows = marts.execute("""
        with complete as (
            select substr(code.ksic_code, 1, 2) as division
            from ksic as code
            left join int_pension_figures as figure
                on code.ksic_code = figure.ksic_code and figure.ksic_revision = '10'
                and figure.region_code = '11'
            where code.ksic_revision = '10' and code.depth = 5
            group by all having count(*) = count(figure.ksic_code) and count(*) > 1
        )
        select count(*), max(abs(parts - value))
        from (
            select any_value(share.value) as value, sum(estimate.estimate) as parts
            from complete
            join industry_share as share on share.ksic_code = division
            join industry_estimate as estimate
                on estimate.level = 'subclass' and substr(estimate.ksic_code, 1, 2) = division
                and share.series = estimate.series and share.year = estimate.year
                and share.region_code = estimate.region_code and share.measure = estimate.measure
            group by share.year, share.region_code, share.ksic_code, share.measure
        )
    """).fetchall()
    assert rows[0][0] > 5000
    assert rows[0][1] < 0.5


def hidden_divisions(marts: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Employees of divisions as estimated from sections and pension figures, in pandas, with the truth."""
    cells = marts.execute("""
        select year, region_code, ksic_code, level, value, status from industry_share
        where measure = 'employees' and region_code <> '00' and ksic_revision = '10'
    """).df()
    parents = dict(
        marts.execute(
            "select ksic_code, parent_code from ksic where ksic_revision = '10' and depth = 2"
        ).fetchall()
    )
    leaf_names = marts.execute(
        "select industry_name, ksic_code, workplaces, insured from stg_pension__published_nation"
        " where ksic_code is not null"
    ).df()
    leaf_counts = dict(
        marts.execute("""
            select substr(ksic_code, 1, 2), count(*) from ksic
            where ksic_revision = '10' and depth = 5 group by 1
        """).fetchall()
    )
    table = fitted_in_numpy(PENSION, 8).loc[leaf_names["industry_name"]]
    division = leaf_names["ksic_code"].str[:2].to_numpy()
    missing = pd.Series(leaf_counts) / pd.Series(division).value_counts()
    insured = table.groupby(division).sum().mul(missing, axis=0)
    workplaces = leaf_names.groupby(division)["workplaces"].sum() * missing
    rows = []
    listed = cells.set_index(["year", "region_code", "ksic_code"])
    for (year, region), own in cells.groupby(["year", "region_code"]):
        place = "12" if region in ("24", "36") else region
        weights = np.sqrt(workplaces * insured[place])
        for section, value in own.loc[own["level"] == "section", ["ksic_code", "value"]].to_numpy():
            codes = sorted(d for d, parent in parents.items() if parent == section)
            own_weights = weights.reindex(codes)
            own_weights = own_weights.fillna(own_weights.mean())
            for code, weight in own_weights.items():
                key = (year, region, code)
                truth = listed.loc[key, "value"] if key in listed.index else 0
                part = weight / own_weights.sum() if own_weights.sum() else np.nan
                rows.append((year, region, section, code, value, part * value, truth))
    columns = ["year", "region", "section", "code", "whole", "estimate", "truth"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["has_figure"] = frame["code"].isin(weights.dropna().index)
    return frame.dropna(subset=["truth"]).astype({"truth": float, "whole": float})


def test_hide_and_measure_in_pandas(marts: duckdb.DuckDBPyConnection) -> None:
    """The row of estimate_quality for cells of employees by the pension association."""
    frame = hidden_divisions(marts).fillna({"estimate": 0.0})
    miss = (frame["estimate"] - frame["truth"]).abs()
    relative = np.sort((miss / frame["truth"])[frame["truth"] > 0].to_numpy())
    ((tested, misplaced, median, ninetieth, covered),) = marts.execute("""
        select tested, misplaced_share, relative_error_median, relative_error_p90, coverage_80
        from estimate_quality
        where experiment = 'divisions_below_sections' and association = 'pension' and unit = 'cell'
          and measure = 'employees' and breakdown = 'all'
    """).fetchall()
    assert tested == len(frame)
    assert misplaced == pytest.approx(miss.sum() / 2 / frame["truth"].sum(), abs=1e-5)
    assert median == pytest.approx(_percentile(relative, 0.5), rel=1e-4)
    assert ninetieth == pytest.approx(_percentile(relative, 0.9), rel=1e-4)
    assert covered == pytest.approx(_coverage(frame, 0.1, 0.9), abs=0.002)


def _percentile(ordered: np.ndarray, part: float) -> float:
    return float(ordered[max(0, math.ceil(part * len(ordered)) - 1)])


def _coverage(frame: pd.DataFrame, low: float, high: float) -> float:
    """How often intervals made of a province's cells in other sections hold the truth."""
    share = frame["estimate"] / frame["whole"]
    scale = frame["estimate"] * (1 - share)
    scored = frame[(scale > 1e-9 * frame["estimate"]) & frame["has_figure"]].assign(
        score=lambda f: (
            (f["truth"] - f["estimate"]) / (f["estimate"] * (1 - f["estimate"] / f["whole"]))
        ).round(6),
        size=lambda f: np.digitize(f["estimate"], [1000, 10000]),
        part=lambda f: f["section"].map(ord) % 4,
    )
    inside = 0
    for _, own in scored.groupby(["size", "region"]):
        for part in own["part"].unique():
            others = own.loc[own["part"] != part, "score"]
            ends = [_conformal(others, end) for end in (low, high)]
            inside += int(own.loc[own["part"] == part, "score"].between(*ends).sum())
    return inside / len(scored)


def _conformal(scores: pd.Series, part: float) -> float:
    """The quantile at place (n + 1) `part`, and no limit where there are too few scores."""
    place = (len(scores) + 1) * part
    if not 1 <= place <= len(scores):
        return math.copysign(math.inf, part - 0.5)
    return float(np.quantile(scores, part, method="weibull"))


def test_the_association_that_is_used_is_the_best_that_is_there(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = marts.execute("""
        select measure, association, association_period, misplaced_share from estimate_quality
        where experiment = 'divisions_below_sections' and unit = 'cell' and breakdown = 'all'
        order by measure, misplaced_share
    """).fetchall()
    for measure in ("employees", "establishments"):
        best_first = [(a, p) for m, a, p, _ in rows if m == measure]
        assert best_first[0] == ("census", "previous_year")
        assert next(a for a, _ in best_first if a != "census") == "pension"
        assert best_first[-1] == ("none", "none")


def test_nothing_is_estimated_for_suppressed_cells(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute("""
        select count(distinct (share.year, share.region_code, share.ksic_code)), count(estimate.estimate)
        from industry_share as share
        left join industry_estimate as estimate
            on share.series = estimate.series and share.year = estimate.year
            and share.measure = estimate.measure
            and estimate.region_code in (share.region_code, '00')
            and starts_with(estimate.ksic_code, share.ksic_code)
        where share.status = 'suppressed'
    """).fetchall()
    assert rows == [(109, 0)]


def test_the_reports_question_has_an_answer(marts: duckdb.DuckDBPyConnection) -> None:
    """Seoul's share of the employees of 2023, as an independent calculation has it."""
    rows = dict(
        marts.execute("""
            select layer, share_estimate from smart_city_estimate
            where taxonomy_id = 'smart_city_2021' and year = 2023 and region_code = '11'
              and measure = 'employees' and overlap_rule = 'two_or_more' and counting = 'inclusive'
        """).fetchall()
    )
    expected = {
        "total": 0.252,
        "infrastructure": 0.443,
        "general_purpose": 0.429,
        "application": 0.214,
    }
    assert {layer: rows[layer] for layer in expected} == pytest.approx(expected, abs=0.02)


@pytest.fixture(scope="module")
def with_leaves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The bundled data, and synthetic five-digit cells of division 62.

    In 2023 of Seoul and the nation, in 2022 and 2023 of one district of Seoul with a twentieth of its
    division.
    """
    staged = stage_bundled(tmp_path_factory.mktemp("leaves"))
    connection = bundled_warehouse(staged, ())
    connection.execute("create table published as select * from census_cells")
    connection.execute("drop view census_cells")
    connection.execute("""
        create table census_cells as
        with leaves as (
            select ksic_code, row_number() over (order by ksic_code) as place, count(*) over () as leaves
            from ksic where ksic_revision = '10' and depth = 5 and ksic_code like '62%'
        )
        select * from published
        union all by name
        select cell.* replace (
            leaves.ksic_code as ksic_code, 'synthetic' as source_id, 'synthetic' as snapshot_id,
            cell.value // leaves.leaves
                + case when leaves.place = 1 then cell.value % leaves.leaves else 0 end as value)
        from published as cell cross join leaves
        where cell.ksic_code = '62' and cell.year = 2023 and cell.region_code in ('00', '11')
        union all by name
        select cell.* replace (
            '11010' as region_code, 'city' as source_id, 'city' as snapshot_id,
            leaves.ksic_code as ksic_code,
            cell.value // 20 // leaves.leaves as value)
        from published as cell cross join leaves
        where cell.ksic_code = '62' and cell.year in (2022, 2023) and cell.region_code = '11'
        union all by name
        select cell.* replace (
            '11010' as region_code, 'city' as source_id, 'city' as snapshot_id,
            cell.value // 20 // (select count(*) from leaves) * (select count(*) from leaves) as value)
        from published as cell
        where cell.ksic_code = '62' and cell.year in (2022, 2023) and cell.region_code = '11'
    """)
    run_models(connection, MARTS)
    yield connection
    connection.close()


def test_leaf_data_become_a_test_of_the_estimates(with_leaves: duckdb.DuckDBPyConnection) -> None:
    rows = with_leaves.execute("""
        select association, misplaced_share, tested from estimate_quality
        where experiment = 'leaves_below_divisions' and unit = 'cell' and measure = 'employees'
          and breakdown = 'region' and breakdown_value = '11' order by association
    """).fetchall()
    assert [r[0] for r in rows] == ["none", "pension", "pension_nation", "pension_region"]
    # the synthetic truth is in equal parts, which no pension figure knows
    assert rows[0][1] < 0.001 < rows[1][1]
    assert all(tested == 4 for _, _, tested in rows)


def test_leaves_of_one_city_are_a_test_of_their_own(
    with_leaves: duckdb.DuckDBPyConnection,
) -> None:
    """Each association by the figures of the province, with its intervals; no nation and no sets."""
    rows = with_leaves.execute("""
        select association, count(*), count(distinct ksic_code), any_value(source_id), count(is_inside_80)
        from estimate_test
        where experiment = 'leaves_below_divisions' and region_code = '11010' and year = 2022
        group by all order by all
    """).fetchall()
    leaves = rows[0][2]
    assert leaves >= 4
    assert [r[0] for r in rows] == ["none", "pension", "pension_nation", "pension_region"]
    assert {r[1:4] for r in rows} == {(2 * leaves, leaves, "city")}
    assert {r[0]: r[4] for r in rows}["pension"] == 2 * leaves
    quality = with_leaves.execute("""
        select unit, breakdown_value, tested from estimate_quality
        where experiment = 'leaves_below_divisions' and association = 'pension' and measure = 'employees'
          and (breakdown = 'source' or (breakdown, breakdown_value) = ('year', '2022')
               or breakdown_value in ('11010', '32030'))
        order by breakdown_value
    """).fetchall()
    assert quality == [
        ("cell", "11010", leaves),
        ("cell", "2022", leaves),
        ("cell", "city", leaves),
        ("cell", "synthetic", leaves),
    ]


def test_a_district_is_not_tested_where_its_province_is(
    with_leaves: duckdb.DuckDBPyConnection,
) -> None:
    rows = with_leaves.execute("""
        select year, list(distinct region_code order by region_code) from estimate_test
        where experiment = 'leaves_below_divisions' group by year order by year
    """).fetchall()
    assert rows == [(2022, ["11010"]), (2023, ["11"])]


def test_the_intervals_are_those_without_the_city(
    marts: duckdb.DuckDBPyConnection, with_leaves: duckdb.DuckDBPyConnection
) -> None:
    """Leaves are compared with the estimates; they change no error that intervals are made of."""
    sql = "select * from int_estimate_errors order by all"
    without = marts.execute(sql).df()
    pd.testing.assert_frame_equal(without, with_leaves.execute(sql).df())


def test_what_is_published_finer_has_no_estimate(with_leaves: duckdb.DuckDBPyConnection) -> None:
    """Seoul and the nation are known by leaf; other provinces share their division as before."""
    rows = with_leaves.execute("""
        select region_code in ('00', '11') as is_known, count(*),
               max(case when estimate < value_low or estimate > value_high then 1 else 0 end)
        from industry_estimate
        where year = 2023 and level = 'subclass' and ksic_code like '62%' group by all order by all
    """).fetchall()
    assert [r[0] for r in rows] == [False]
    assert rows[0][1] > 20
    assert rows[0][2] == 0


def test_estimates_add_up_to_the_leaves_of_the_nation(
    with_leaves: duckdb.DuckDBPyConnection,
) -> None:
    """Only Seoul and the nation have leaves: other provinces add up to the rest and to their division."""
    rows = with_leaves.execute("""
        with estimates as (
            select region_code, ksic_code, measure, estimate, value_low, value_high from industry_estimate
            where year = 2023 and level = 'subclass' and ksic_code like '62%'
        ),
        published as (
            select region_code, ksic_code, measure, value from industry_share
            where year = 2023 and ksic_code like '62%'
        ),
        leaves as (
            select measure, ksic_code,
                   max(value) filter (region_code = '00') - max(value) filter (region_code = '11') as rest
            from published group by all
        )
        select 'nation', abs(sum(estimate) - any_value(rest)), count(*)
        from estimates join leaves using (measure, ksic_code) group by measure, ksic_code
        union all
        select 'province', abs(sum(estimate) - any_value(value)), count(*)
        from estimates join published using (measure, region_code)
        where published.ksic_code = '62' group by measure, region_code
    """).fetchall()
    by_kind = {kind: [r[1] for r in rows if r[0] == kind] for kind in ("nation", "province")}
    assert len(by_kind["nation"]) == 2 * 4
    assert len(by_kind["province"]) == 2 * 16
    assert max(by_kind["nation"]) < 0.5
    assert max(by_kind["province"]) < 0.01


def raked_in_numpy(start: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Iterative proportional fitting until nothing changes."""
    fitted = start
    for _ in range(500):
        fitted = fitted * _factors(columns, fitted.sum(0))
        fitted = fitted * _factors(rows, fitted.sum(1))[:, None]
    return fitted


def test_divisions_of_a_known_nation_in_numpy(marts: duckdb.DuckDBPyConnection) -> None:
    """Section M of 2023: national values times the quotient of insured persons to the power 0.6, raked."""
    cells = (
        marts.execute("""
        select region_code, ksic_code, value from int_cells
        where year = 2023 and measure = 'establishments' and length(region_code) = 2 and ksic_code like '7%'
          and depth = 2 and ksic_code < '74'
    """)
        .df()
        .pivot(index="region_code", columns="ksic_code", values="value")
    )
    figures = (
        marts.execute("""
        select region_code, ksic_code, insured / national_insured as quotient from int_pension_figures
        where ksic_revision = '10'
    """)
        .df()
        .pivot(index="region_code", columns="ksic_code", values="quotient")
    )
    provinces = cells.drop(index="00")
    quotient = figures.loc[provinces.index, provinces.columns].to_numpy()
    nation = cells.loc["00"].to_numpy(dtype=float)
    rows = provinces.sum(axis=1).to_numpy(dtype=float)
    expected = raked_in_numpy(nation * quotient**0.6, rows, nation)
    found = (
        marts.execute("""
        select region_code, ksic_code, estimate from estimate_test
        where experiment = 'divisions_of_known_nation' and association = 'pension' and year = 2023
          and measure = 'establishments'
    """)
        .df()
        .pivot(index="region_code", columns="ksic_code", values="estimate")
    )
    same = found.loc[provinces.index, provinces.columns].to_numpy()
    assert np.allclose(same, expected, rtol=1e-4, atol=0.1)


def test_known_values_of_the_nation_lower_the_error(marts: duckdb.DuckDBPyConnection) -> None:
    """Every association, and the pension figures beat the proportional division."""
    rows = marts.execute("""
        select experiment, association, measure, misplaced_share from estimate_quality
        where unit = 'cell' and breakdown = 'all'
          and association_period in ('none', '2026-06', 'previous_year')
    """).fetchall()
    found = {tuple(row[:3]): row[3] for row in rows}
    for measure, most in (("employees", 0.062), ("establishments", 0.042)):
        known = {
            a: found["divisions_of_known_nation", a, measure] for a in ("none", "pension", "census")
        }
        for association, share in known.items():
            assert share < found["divisions_below_sections", association, measure]
        assert known["census"] < known["pension"] < known["none"]
        assert known["pension"] <= most
