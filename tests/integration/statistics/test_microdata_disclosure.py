"""An attack on a release made from microdata: dropped file, refresh, all marts, linear programming.

Nobody else publishes these cells, so that the bound is our own rule: whatever the marts say together,
the interval of a cell on one or two establishments stays as wide as the rule wants.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import duckdb
import numpy as np
import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.lake.reference import ksic_parents
from orchestration.release.catalog import ReleaseCatalog
from orchestration.settings import PROJECT_ROOT
from orchestration.sources.confidentiality.rule import ProtectionRule
from orchestration.sources.confidentiality.table import Table
from orchestration.sources.mdis.layout import Microdata
from tests.conftest import run_smartcity
from tests.support.cell_attack import Attacker, by_subtraction
from tests.support.file_gallery import microdata, microdata_row

PROVINCES = ("11", *map(str, range(21, 27)), "29", *map(str, range(31, 40)))
"""Those of 2019. The gate wants all of them; most have one district, a few three."""
DISTRICTS = sorted(
    [f"{province}010" for province in PROVINCES]
    + [f"{province}0{n}0" for province in ("11", "21", "31") for n in (2, 3)]
)
LEAVES = (
    *("26111", "26112", "26121", "26410", "27211", "41121", "41122", "42311", "47111", "47112"),
    *("56111", "58211", "58221", "58222", "62010", "62021", "72129", "86101"),
)
TAXONOMIES = PROJECT_ROOT / "data_lake" / "sample" / "taxonomies"
FILE = "사업체조사_2019_attack.csv"
ROUNDING = 1e-3
"""Employees; shares are doubles, and the solver has a tolerance of its own."""
Sets = dict[tuple[str, str], set[str]]


def establishments(seed: int = 2019) -> list[tuple[str, str, int]]:
    """Synthetic: district, leaf, employees of each; many cells of one or two, a few large ones."""
    rng = np.random.default_rng(seed)
    rows = []
    for district in DISTRICTS:
        empty = 0.25 if district[:2] in ("11", "21", "31") else 0.55
        for leaf in LEAVES:
            count = 0 if rng.random() < empty else int(rng.geometric(0.3))
            count += int(rng.integers(5, 40)) if rng.random() < 0.25 else 0
            sizes = 1 + rng.poisson(rng.choice([0.3, 2.0, 12.0]), count)
            rows += [(district, leaf, int(size)) for size in sizes]
    return rows


def table_of(rows: list[tuple[str, str, int]]) -> Table:
    """The truth, counted here."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for district, leaf, employees in rows:
        places[district, leaf].append(employees)
    return Table.of(
        {
            "region_code": [district for district, _ in places],
            "ksic_code": [leaf for _, leaf in places],
            "establishments": np.array([len(sizes) for sizes in places.values()]),
            "employees": np.array([sum(sizes) for sizes in places.values()]),
            "without_employees": np.zeros(len(places), dtype=np.int64),
        },
        ksic_parents("10"),
    )


@pytest.fixture(scope="module")
def rule() -> ProtectionRule:
    return Microdata.of(load_declarations()["mdis_census"]).rule


@pytest.fixture(scope="module")
def truth() -> Table:
    return table_of(establishments())


@pytest.fixture(scope="module")
def microdata_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with a release made from a dropped file of synthetic microdata."""
    lake = tmp_path_factory.mktemp("microdata") / "lake"
    (lake / "landing").mkdir(parents=True)
    parents = ksic_parents("10")
    rows = [
        microdata_row(district[:2], district[2:], parents[leaf[:2]], leaf, str(employees))
        for district, leaf, employees in establishments()
    ]
    (lake / "landing" / FILE).write_bytes(microdata(rows))
    done = run_smartcity(lake, "refresh")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "secondary (they would reveal a primary cell)" in " ".join(done.stdout.split())
    return lake


@pytest.fixture(scope="module")
def marts(microdata_lake: Path) -> Path:
    return ReleaseCatalog(microdata_lake / "releases").current() / "marts.duckdb"


ATTACKED = ("smart_city_2021", "smart_city_divisions")
"""Taxonomies with the layers of the report; the others have codes in part, which are no sums of cells."""


def sets_of(taxonomy: str) -> Sets:
    """The five-digit codes of every set that a mart speaks of, worked out from the taxonomy alone."""
    layers: Sets = defaultdict(set)
    codes: dict[str, set[str]] = {}
    with (TAXONOMIES / f"{taxonomy}.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            inside = {leaf for leaf in LEAVES if leaf.startswith(row["ksic_code"])}
            layers["layer", row["layer"]] |= inside
            layers["industry", f"{row['layer']}/{row['industry']}"] |= inside
            codes[row["ksic_code"]] = inside
    names = ("infrastructure", "general_purpose", "application")
    infra, general, application = (layers["layer", name] for name in names)
    common = {
        "two_or_more": infra & general | general & application | infra & application,
        "table_8": general & (infra | application),
    }
    sets: Sets = dict(layers)
    total = infra | general | application
    sets["total", ""] = total
    for overlap, shared in common.items():
        sets["common", overlap] = shared
        for name in names:
            sets["exclusive", f"{overlap}/{name}"] = layers["layer", name] - shared
    for leaf in total:
        held = "+".join(name for name in names if leaf in layers["layer", name])
        sets.setdefault(("combination", held), set()).add(leaf)
    for code, inside in codes.items():
        elsewhere = set().union(*(other for name, other in codes.items() if name != code))
        sets["without", code] = total - (inside - elsewhere)
    return sets


def attack(marts: Path, truth: Table) -> Attacker:
    """Everything that the marts say of employees in 2019, as linear facts."""
    attacker = Attacker(truth)
    with duckdb.connect(str(marts), read_only=True) as connection:
        cells = connection.execute(
            "select region_code, ksic_code, value, national_value from industry_share"
            " where year = 2019 and measure = 'employees'"
        ).fetchall()
        bounds = connection.execute("""
            select taxonomy_id, region_code, 'industry', layer || '/' || industry, value_low, value_high,
                   share_low, share_high
            from smart_city_industry where year = 2019 and measure = 'employees'
            union
            select taxonomy_id, region_code, 'combination', combination, value_low, value_high,
                   share_of_nation_low, share_of_nation_high
            from technology_overlap where year = 2019 and measure = 'employees'
            union
            select taxonomy_id, region_code, 'without', dropped_code, null, null, share_low, share_high
            from taxonomy_sensitivity where year = 2019 and measure = 'employees'
            union
            select taxonomy_id, region_code,
                   case when layer in ('total', 'common') then layer
                        when counting = 'inclusive' then 'layer' else 'exclusive' end,
                   case when layer = 'total' then '' when layer = 'common' then overlap_rule
                        when counting = 'inclusive' then layer
                        else overlap_rule || '/' || layer end,
                   value_low, value_high, share_low, share_high
            from smart_city_share where year = 2019 and measure = 'employees'
        """).fetchall()
    for region, code, value, national in cells:
        for place, number in {(region, value), ("00", national)}:
            if number is not None:
                attacker.told(attacker.vector((place, code)), number, number)
    sets = {taxonomy: sets_of(taxonomy) for taxonomy in ATTACKED}
    for taxonomy, region, kind, name, low, high, share_low, share_high in bounds:
        if taxonomy not in sets:
            continue
        leaves = sets[taxonomy].get((kind, name), set())
        part = attacker.vector((region, ""), leaves)
        whole = attacker.vector(("00", ""), leaves)
        if low is not None and part.any():
            attacker.told(part, float(low), float(high))
        if share_low is not None and part.any():
            attacker.told(part - share_low * whole, -ROUNDING, np.inf)
            attacker.told(part - share_high * whole, -np.inf, ROUNDING)
    return attacker


def test_no_cell_is_narrower_than_the_rule(marts: Path, truth: Table, rule: ProtectionRule) -> None:
    """By linear programming over all marts; each eighth cell (the unit tests solve for every one)."""
    attacker = attack(marts, truth)
    upper, lower = rule.levels(truth.establishments, truth.excess)
    employees = truth.establishments + truth.excess
    primary = np.argwhere(rule.primary(truth.establishments))
    assert len(primary) > 100
    for region, code in primary[::8]:
        cell = truth.regions.codes[region], truth.industries.codes[code]
        low, high = attacker.interval(attacker.vector(cell))
        true = employees[region, code]
        assert low <= true - lower[region, code] + 1e-3, (cell, low, high, true)
        assert high >= true + upper[region, code] - 1e-3, (cell, low, high, true)


def test_no_cell_is_a_parent_less_its_other_children(
    marts: Path, truth: Table, rule: ProtectionRule
) -> None:
    """And most were so before: with primary suppression alone."""
    known = np.zeros(truth.establishments.shape, dtype=np.bool_)
    with duckdb.connect(str(marts), read_only=True) as connection:
        found = connection.execute(
            "select region_code, ksic_code from industry_share"
            " where year = 2019 and measure = 'employees' and value is not null"
        ).fetchall()
    for region, code in found:
        known[truth.regions.codes.index(region), truth.industries.codes.index(code)] = True
    primary = rule.primary(truth.establishments)
    assert known.sum() > 0.3 * (truth.establishments > 0).sum()
    assert not (known & primary).any()
    assert not (by_subtraction(truth, known) & primary).any()
    assert (by_subtraction(truth, ~primary) & primary).sum() > primary.sum() / 3


def test_the_release_counts_what_was_withheld(
    marts: Path, truth: Table, rule: ProtectionRule
) -> None:
    with duckdb.connect(str(marts), read_only=True) as connection:
        ((primary, secondary),) = connection.execute(
            "select primary_suppressed, secondary_suppressed from source_snapshots"
            " where source_id = 'mdis_census'"
        ).fetchall()
        ((suppressed,),) = connection.execute(
            "select count(*) from industry_share where year = 2019 and measure = 'employees'"
            " and status = 'suppressed'"
        ).fetchall()
    assert primary == rule.primary(truth.establishments).sum()
    assert suppressed == primary + secondary
    assert secondary > 0
    audit = json.loads((marts.parent / "validation" / "audit.json").read_text("utf-8"))
    (left_out,) = audit["left_out"].values()
    assert left_out["reason"].startswith("a proof for each of them was checked")
    assert left_out["suppressed"] > 0


def test_trace_and_whatif_say_no_more(microdata_lake: Path, marts: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(marts), read_only=True) as connection:
        ((region, code),) = connection.execute(
            "select w.region_code, w.ksic_code from industry_share as w join industry_share as e"
            " using (year, region_code, ksic_code) where year = 2019 and w.measure = 'employees'"
            " and w.status = 'suppressed' and e.measure = 'establishments' and e.value > 20 limit 1"
        ).fetchall()
    hidden = sum(
        n for d, leaf, n in establishments() if d.startswith(region) and leaf.startswith(code)
    )
    where = f"year = 2019 and region_code = '{region}' and ksic_code = '{code}'"
    traced = run_smartcity(
        microdata_lake, "trace", "industry_share", "--where", f"{where} and measure = 'employees'"
    )
    assert "suppressed" in traced.stdout
    assert str(hidden) not in traced.stdout.replace(",", "")
    one_code = tmp_path / "one.csv"
    one_code.write_text(
        "taxonomy_id,layer,industry,ksic_revision,ksic_code,evidence,note\n"
        f"one,infrastructure,one,10,{code},,\n",
        "utf-8",
    )
    asked = run_smartcity(microdata_lake, "whatif", str(one_code), "--json")
    assert asked.returncode == 0, asked.stderr
    assert f'"{hidden}"' not in asked.stdout
    assert f": {hidden}," not in asked.stdout
