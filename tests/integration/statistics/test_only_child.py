"""A suppressed cell under another name: the only district, the only province, the only child.

One province with one district. In the province leaf 01111 has three establishments and is suppressed,
its sibling 01112 is empty, so that subtraction gives its 20 employees. The district is published down
to the division, the nation too.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from tests.support.leaf_census import Tree
from tests.support.random_worlds import fill, taxonomy_rows
from tests.support.sql_models import load_seeds, run_models

TREE = Tree(
    "10",
    {
        "A": "TOTAL",
        "01": "A",
        "011": "01",
        "0111": "011",
        "01111": "0111",
        "01112": "0111",
        "02": "A",
        "021": "02",
        "0211": "021",
        "02111": "0211",
    },
)
WHOLE = {"TOTAL": (13, 100), "A": (13, 100), "01": (3, 20), "02": (10, 80)}
PROVINCE = {
    **WHOLE,
    "011": (3, 20),
    "0111": (3, 20),
    "01111": (3, None),
    "021": (10, 80),
    "0211": (10, 80),
    "02111": (10, 80),
}


def cells() -> pd.DataFrame:
    rows = []
    for region, listed in (("00", WHOLE), ("11", PROVINCE), ("11010", WHOLE)):
        for code, (establishments, employees) in listed.items():
            base = ("synthetic", "synthetic", 1, "T", "register", 2020, region, "10", code)
            rows.append((*base, "establishments", establishments, "observed"))
            status = "suppressed" if employees is None else "observed"
            rows.append((*base, "employees", employees, status))
    names = "source_id snapshot_id raw_row table_id series year region_code ksic_revision ksic_code"
    frame = pd.DataFrame(rows, columns=[*names.split(), "measure", "value", "status"])
    return frame.assign(value=frame["value"].astype("Int64"))


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        load_seeds(connection)
        connection.execute("delete from regions where region_code not in ('00', '11')")
        connection.register("tree", TREE.seed_rows())
        connection.execute("""
            create or replace table ksic as
            select * replace (cast(depth as integer) as depth) from tree
        """)
        fill(connection, "census_cells", cells())
        fill(
            connection,
            "taxonomies",
            taxonomy_rows(
                ("t", layer, "any", "10", code)
                for layer, code in (("one_leaf", "01111"), ("class", "0111"), ("other", "02111"))
            ),
        )
        run_models(connection, ["smart_city_share", "smart_city_industry", "shift_share"])
        yield connection


def told(marts: duckdb.DuckDBPyConnection, region: str, layer: str) -> list[tuple[object, ...]]:
    return marts.execute(
        """select status, value_low, value_high, share_low, share_high from smart_city_share
           where region_code = ? and layer = ? and counting = 'inclusive'
             and overlap_rule = 'two_or_more' and measure = 'employees'""",
        [region, layer],
    ).fetchall()


@pytest.mark.parametrize("region", ["00", "11", "11010"])
def test_the_leaf_is_silent_in_every_region(marts: duckdb.DuckDBPyConnection, region: str) -> None:
    assert told(marts, region, "one_leaf") == [("suppressed", None, None, None, None)]


@pytest.mark.parametrize("region", ["00", "11", "11010"])
def test_the_class_around_it_is_silent(marts: duckdb.DuckDBPyConnection, region: str) -> None:
    """The class has the same three establishments: it is the leaf under another name."""
    assert told(marts, region, "class")[0][0] == "suppressed"


def test_what_has_nothing_to_do_with_it_is_told(marts: duckdb.DuckDBPyConnection) -> None:
    for region in ("00", "11"):
        assert told(marts, region, "other")[0][:3] == ("exact", 80, 80)
    low, high = told(marts, "11010", "other")[0][1:3]
    assert low == high == 80


def test_unlisted_cells_are_silent(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute("""
        select region_code, status, value from int_cells
        where ksic_code = '01111' and measure = 'employees' order by region_code
    """).fetchall()
    assert rows == [(r, "suppressed", None) for r in ("00", "11", "11010")]
    industry = marts.execute("""
        select count(*) from smart_city_industry
        where layer = 'one_leaf' and measure = 'employees' and value_high is not null
    """).fetchall()
    assert industry == [(0,)]


def test_combinations_do_not_tell_it_either(marts: duckdb.DuckDBPyConnection) -> None:
    run_models(marts, ["technology_overlap", "taxonomy_sensitivity"])
    rows = marts.execute("""
        select combination, region_code, value_low, value_high from technology_overlap
        where measure = 'employees' and combination like '%one_leaf%' and value_high is not null
    """).fetchall()
    assert rows == []
