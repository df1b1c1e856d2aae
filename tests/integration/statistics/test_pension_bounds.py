"""Bounds of the pension figures: sound for invented truths, tight for the bundled month."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.optimize import linprog

from orchestration.contracts.datasets import NPS_PUBLISHED, NPS_WORKPLACES
from orchestration.lake.reference import ksic_parents
from orchestration.settings import PROJECT_ROOT
from tests.support.pension_world import (
    MONTH,
    PROVINCES,
    PUBLISHED_AS,
    PensionWorld,
    random_pension,
)
from tests.support.random_worlds import fill, taxonomy_rows
from tests.support.sql_models import load_seeds, run_models

SAMPLE = PROJECT_ROOT / "data_lake" / "sample"
LEAVES = sorted(c for c in ksic_parents("10") if len(c) == 5 and c.isdigit())
TAXONOMY = [
    *[("ten", layer, industry, "10", code) for layer, industry, code in (
        ("infrastructure", "a", "26"), ("infrastructure", "b", "6"), ("general_purpose", "c", "62"),
        ("general_purpose", "d", "1"), ("application", "e", "2"), ("application", "f", "4"))
      for code in ([code] if len(code) == 2 else sorted({leaf[:2] for leaf in LEAVES if leaf[0] == code}))],
    *[("nine", "application", "g", "9", code) for code in ("26", "29", "47", "58", "62", "63")],
    *[("eleven", "application", "h", "11", code) for code in ("28", "30", "58", "61", "62", "63")],
]  # fmt: skip


def marts_of(
    world: PensionWorld, *, with_file: bool, with_aggregates: bool = True
) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 2})
    load_seeds(connection)
    fill(connection, "taxonomies", taxonomy_rows(TAXONOMY))
    published, file = world.published_rows(), world.file_rows()
    for name, schema, rows, wanted in (
        ("nps_published", NPS_PUBLISHED, published, with_aggregates),
        ("nps_workplaces", NPS_WORKPLACES, file, with_file),
    ):
        connection.register("_empty", schema.empty_table())
        connection.execute(f"create table {name} as select * from _empty")
        if wanted:
            connection.register("_rows", rows.assign(snapshot_id="synthetic", raw_row=1))
            connection.execute(f"insert into {name} by name select * from _rows")
    run_models(connection, ["pension_share", "nps_monthly", "nps_unmatched_names"])
    return connection


def truth_of(world: PensionWorld, region: str) -> np.ndarray:
    """The insured of each name in a region."""
    if region == "00":
        return world.insured.sum(axis=1)
    own = [i for i, p in enumerate(PROVINCES) if region in (p, PUBLISHED_AS.get(p))]
    return world.insured[:, own].sum(axis=1)


@pytest.mark.parametrize("seed", range(12))
def test_bounds_hold_every_truth(seed: int) -> None:
    world = random_pension(seed, LEAVES)
    with marts_of(world, with_file=False) as marts:
        members = marts.execute(
            "select taxonomy_id, set_id, ksic_code, is_full from int_pension_set_leaves"
        ).fetchall()
        rows = marts.execute(
            "select taxonomy_id, set_id, region_code, value_low, value_high, share_low, share_high,"
            " national_value_low, national_value_high from pension_share where measure = 'insured'"
            " and status <> 'suppressed'"
        ).fetchall()
        classes = marts.execute(
            "select region_code, ksic_code, insured_low, insured_high from nps_monthly"
            " where layer = 'all' and region_code <> 'UNPLACED' and status <> 'suppressed'"
        ).fetchall()
    assert {row[2] for row in rows} == {"00", "12", *PROVINCES}
    full = {(t, s): {c for a, b, c, f in members if (a, b) == (t, s) and f} for t, s, *_ in rows}
    part = {
        (t, s): {c for a, b, c, f in members if (a, b) == (t, s) and not f} for t, s, *_ in rows
    }
    assert any(part.values()), "taxonomies of other revisions have classes that belong in part"
    for taxonomy, set_id, region, low, high, share_low, share_high, n_low, n_high in rows:
        here, everywhere = truth_of(world, region), truth_of(world, "00")
        f = np.array([c in full[taxonomy, set_id] for c in world.codes])
        p = np.array([c in part[taxonomy, set_id] for c in world.codes])
        at = (seed, taxonomy, set_id, region)
        # classes in part may be inside the set here, elsewhere, in both or nowhere
        for inside_here, inside_there in product((0, 1), (0, 1)):
            value = here @ f + inside_here * (here @ p)
            others = (everywhere - here) @ f + inside_there * ((everywhere - here) @ p)
            assert low <= value <= high, at
            assert n_low <= value + others <= n_high, at
            if value + others:
                assert share_low - 1e-12 <= value / (value + others) <= share_high + 1e-12, at
    for region, code, low, high in classes:
        here = truth_of(world, region)
        named = [n for n, c in enumerate(world.codes) if code == "TOTAL" or c == code]
        if code == "UNMATCHED":
            named = [n for n, c in enumerate(world.codes) if c is None]
        assert low <= here[named].sum() <= high, (seed, region, code)


@pytest.mark.parametrize("seed", range(3))
def test_a_monthly_file_makes_the_month_exact_and_counts_nobody_twice(seed: int) -> None:
    world = random_pension(seed, LEAVES)
    with (
        marts_of(world, with_file=True) as both,
        marts_of(world, with_file=True, with_aggregates=False) as alone,
    ):
        for mart in ("pension_share", "nps_monthly"):
            # the merged province of the aggregates stays, as the sum of its parts
            query = (
                f"select * exclude (whole_region_code) from {mart}"
                " where region_code <> '12' order by all"
            )
            assert both.execute(query).fetchall() == alone.execute(query).fetchall(), mart
        names = "select * from nps_unmatched_names order by all"
        assert both.execute(names).fetchall() == alone.execute(names).fetchall()
        bounded = both.execute(
            "select count(*) from pension_share where taxonomy_id = 'ten' and status = 'bounded'"
        ).fetchall()
        assert bounded == [(0,)]
        totals = both.execute(
            "select region_code, insured, whole_region_code from nps_monthly"
            " where layer = 'all' and ksic_code = 'TOTAL' order by 1"
        ).fetchall()
    expected = {r: int(truth_of(world, r).sum()) for r in ("00", "12", *PROVINCES)}
    expected["UNPLACED"] = int(world.insured[:, -1].sum())
    whole = {"24": "12", "36": "12"}
    assert totals == [
        (r, expected[r] if expected[r] >= 3 else None, whole.get(r)) for r in sorted(expected)
    ]


@pytest.fixture(scope="module")
def bundled() -> pd.DataFrame:
    """The bundled month, read without our code."""
    return pd.read_csv(
        SAMPLE / "nps_published" / "2026-06.csv",
        dtype={"region_code": str, "industry_name": str},
        keep_default_na=False,
    ).assign(insured=lambda f: f["insured"].astype(int))


@pytest.fixture(scope="module")
def classes() -> dict[str, str]:
    """The class of each industry name: the names of KSIC 10 without blanks, commas and dots."""
    ksic = pd.read_csv(PROJECT_ROOT / "dbt_project" / "seeds" / "ksic.csv", dtype=str)
    leaves = ksic[(ksic.ksic_revision == "10") & (ksic.depth == "5")]
    plain = leaves.name_ko.str.replace(r"[\s,·․ㆍ]", "", regex=True)
    return dict(zip(plain, leaves.ksic_code, strict=True))


def members(classes: dict[str, str], names: list[str], chosen: pd.DataFrame) -> np.ndarray:
    """Which of the names have a class below one of the chosen taxonomy rows."""
    codes = tuple(chosen.ksic_code)
    found = [classes.get(name.translate({ord(c): None for c in " ,·․ㆍ"}), "-") for name in names]
    return np.array([code.startswith(codes) for code in found])


class Programme:
    """All tables of pairs and provinces that agree with the published month, as a linear programme.

    Unknown are the pairs, the persons without a province of each name, and what each province has in no
    listed name.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        nation = rows[(rows.kind == "industry") & (rows.region_code == "00")]
        self.names = nation.industry_name.tolist()
        totals = rows[rows.kind == "total"].set_index("region_code").insured
        self.unplaced = int(totals["UNPLACED"])
        self.regions = sorted(set(totals.index) - {"00", "UNPLACED"})
        pairs = rows[(rows.kind == "industry") & (rows.region_code != "00")]
        table = pairs.pivot(index="industry_name", columns="region_code", values="insured")
        known = table.reindex(index=self.names, columns=self.regions).to_numpy()
        n, r = known.shape
        self.shape = (n, r)
        low = np.where(np.isnan(known), 0, known).ravel()
        high = np.where(np.isnan(known), 999, known).ravel()
        by_name = sparse.hstack(
            [sparse.kron(sparse.eye(n), np.ones((1, r))), sparse.eye(n), sparse.csr_matrix((n, r))]
        )
        by_region = sparse.hstack(
            [
                sparse.kron(np.ones((1, n)), sparse.eye(r)),
                sparse.csr_matrix((r, n)),
                sparse.eye(r),
            ]
        )
        self.equal = sparse.vstack([by_name, by_region]).tocsr()
        self.values = np.concatenate([nation.insured, totals[self.regions]])
        self.most = sparse.csr_matrix(
            np.concatenate([np.zeros(n * r), np.ones(n), np.zeros(r)])[None]
        )
        free = [(0, None)] * (n + r)
        self.bounds = [*zip(low, high, strict=True), *free]
        self.nation = nation.insured.to_numpy()

        self.told_most: list[float] = [self.unplaced]

    def tell(self, facts: list[tuple[np.ndarray, float, float]]) -> None:
        """Add what a release says: each function lies between two limits."""
        rows = [sparse.csr_matrix(sign * aim[None]) for aim, _, _ in facts for sign in (1, -1)]
        self.most = sparse.vstack([self.most, *rows]).tocsr()
        self.told_most += [limit for _, low, high in facts for limit in (high, -low)]

    def aim(self, inside: np.ndarray, region: str) -> np.ndarray:
        """The function that counts the insured of the names `inside` in a region."""
        n, r = self.shape
        column = np.zeros(r)
        column[self.regions.index(region)] = 1
        return np.concatenate([np.kron(inside, column), np.zeros(n + r)])

    def ends(self, inside: np.ndarray, region: str) -> tuple[float, float]:
        """Least and greatest insured of the names `inside` in a region."""
        aim = self.aim(inside, region)
        found = []
        for sign in (1, -1):
            solved = linprog(
                sign * aim, A_ub=self.most, b_ub=self.told_most, A_eq=self.equal,
                b_eq=self.values, bounds=self.bounds, method="highs",
            )  # fmt: skip
            assert solved.status == 0, solved.message
            found.append(sign * solved.fun)
        return found[0], found[1]


def test_bundled_bounds_are_those_of_a_linear_programme(
    marts_file: Path, bundled: pd.DataFrame, classes: dict[str, str]
) -> None:
    programme = Programme(bundled)
    taxonomy = pd.read_csv(SAMPLE / "taxonomies" / "smart_city_2021.csv", dtype=str)
    sets = {"total": taxonomy} | {
        f"layer/{layer}": rows for layer, rows in taxonomy.groupby("layer")
    }
    with duckdb.connect(str(marts_file), read_only=True) as marts:
        told = {
            (s, r): rest
            for s, r, *rest in marts.execute(
                "select set_id, region_code, value_low, value_high, share_low, share_high,"
                " national_value_low from pension_share"
                " where taxonomy_id = 'smart_city_2021' and measure = 'insured'"
            ).fetchall()
        }
    equal, ends = 0, 0
    for set_id, rows in sets.items():
        inside = members(classes, programme.names, rows)
        nation = programme.nation[inside].sum()
        for region in ("11", "31", "12", "29"):
            low, high, share_low, share_high, national = told[set_id, region]
            least, most = programme.ends(inside.astype(float), region)
            assert low <= least + 1e-6, (set_id, region)
            assert high >= most - 1e-6, (set_id, region)
            assert national == nation
            assert share_low == pytest.approx(low / nation)
            assert share_high == pytest.approx(high / nation)
            equal += (abs(low - least) < 0.5) + (abs(high - most) < 0.5)
            ends += 2
        for part in ("24", "36"):
            assert told[set_id, part][0] == 0
            assert told[set_id, part][1] == told[set_id, "12"][1]
    assert equal / ends >= 0.95, f"{equal} of {ends} ends are as tight as possible"


def test_pension_share_tells_no_more_about_unlisted_pairs(
    marts_file: Path, bundled: pd.DataFrame, classes: dict[str, str]
) -> None:
    """The attack on the release: every set, region and share of it narrows no pair below the threshold."""
    programme = Programme(bundled)
    taxonomy = pd.read_csv(SAMPLE / "taxonomies" / "smart_city_2021.csv", dtype=str)
    sets = {"total": taxonomy} | {
        f"layer/{layer}": rows for layer, rows in taxonomy.groupby("layer")
    }
    sets |= {
        f"industry/{layer}/{industry}": rows
        for (layer, industry), rows in taxonomy.groupby(["layer", "industry"])
    }
    with duckdb.connect(str(marts_file), read_only=True) as marts:
        told = marts.execute(
            "select set_id, region_code, value_low, value_high, share_low, share_high from pension_share"
            " where taxonomy_id = 'smart_city_2021' and measure = 'insured'"
            " and value_low is not null"
        ).fetchall()
    inside = {name: members(classes, programme.names, rows) for name, rows in sets.items()}
    facts = []
    for set_id, region, low, high, share_low, share_high in told:
        if set_id in inside and region in programme.regions:
            aim = programme.aim(inside[set_id].astype(float), region)
            nation = programme.nation[inside[set_id]].sum()
            facts += [
                (aim, low, high),
                (aim, share_low * nation - 1e-6, share_high * nation + 1e-6),
            ]
    assert len(facts) > 300
    listed = {(r.industry_name, r.region_code) for r in bundled.itertuples()}
    chosen = [
        (name, region)
        for name, belongs in zip(programme.names, inside["total"], strict=True)
        for region in ("21", "39")
        if belongs and (name, region) not in listed
    ][::80][:2]
    pairs = [
        (np.array([float(name == own) for own in programme.names]), region)
        for name, region in chosen
    ]
    before = [programme.ends(*pair) for pair in pairs]
    programme.tell(facts)
    after = [programme.ends(*pair) for pair in pairs]
    assert np.allclose(before, after, atol=1e-3)


KNOWN = {
    "total": (33.7, 35.3),
    "layer/infrastructure": (51.7, 53.4),
    "layer/general_purpose": (44.8, 46.0),
    "layer/application": (31.7, 32.9),
    "combination/infrastructure+general_purpose+application": (64.2, 64.4),  # J582
}
"""Seoul's share of the insured in per cent, from an independent calculation."""


@pytest.mark.parametrize("set_id", KNOWN)
def test_seoul_lies_within_the_independent_calculation(
    set_id: str, marts_file: Path, bundled: pd.DataFrame, classes: dict[str, str]
) -> None:
    taxonomy = pd.read_csv(SAMPLE / "taxonomies" / "smart_city_2021.csv", dtype=str)
    kind, _, name = set_id.partition("/")
    rows = taxonomy if kind == "total" else taxonomy[taxonomy.layer == name]
    if kind == "combination":
        rows = taxonomy[taxonomy.ksic_code.str.startswith("582")]
    industry = bundled[bundled.kind == "industry"].pivot(
        index="industry_name", columns="region_code", values="insured"
    )
    inside = industry[members(classes, industry.index.tolist(), rows)]
    provinces = inside.drop(columns="00")
    rest = inside["00"] - provinces.sum(axis=1)
    unlisted = provinces["11"].isna()
    others = provinces.drop(columns="11").isna().sum(axis=1)
    least = provinces["11"].fillna((rest - 999 * others).clip(lower=0)).sum()
    most = provinces["11"].fillna(rest.clip(upper=999)).sum()
    assert unlisted.any() or least == most
    with duckdb.connect(str(marts_file), read_only=True) as marts:
        low, high = marts.execute(
            "select share_low, share_high from pension_share where taxonomy_id = 'smart_city_2021'"
            " and region_code = '11' and measure = 'insured' and set_id = $set",
            {"set": set_id},
        ).fetchall()[0]
    assert (low, high) == pytest.approx((least / inside["00"].sum(), most / inside["00"].sum()))
    known_low, known_high = KNOWN[set_id]
    assert known_low <= round(100 * low, 1) <= round(100 * high, 1) <= known_high


def test_gwangju_and_jeonnam_are_published_together(marts_file: Path) -> None:
    with duckdb.connect(str(marts_file), read_only=True) as marts:
        rows = marts.execute(
            "select region_code, insured, insured_low, insured_high, whole_region_code from nps_monthly"
            " where month = $month and layer = 'all' and ksic_code = 'TOTAL'"
            " and region_code in ('12', '24', '36') order by 1",
            {"month": MONTH},
        ).fetchall()
    assert rows == [
        ("12", 553_898, 553_898, 553_898, None),
        ("24", None, 0, 553_898, "12"),
        ("36", None, 0, 553_898, "12"),
    ]
