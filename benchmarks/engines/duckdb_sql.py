"""DuckDB's SQL written by hand for this one question."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.engines import (
    USED,
    Outcome,
    cells_outcome_sql,
    cells_sql,
    shares_outcome_sql,
    shares_sql,
)
from benchmarks.engines.leaves import known_leaves


def cells(csv: Path) -> Outcome:
    c = {name: f"column{i:02}" for name, i in USED.items()}
    leaf = f"{c['division']} || {c['group']} || {c['class']} || {c['subclass']}"
    source = f"""
        select {c["province"]} as province, {c["province"]} || {c["district"]} as region,
            {c["section"]} as code_1, {c["division"]} as code_2,
            {c["division"]} || {c["group"]} as code_3,
            {c["division"]} || {c["group"]} || {c["class"]} as code_4,
            {leaf} as code_5, try_cast({c["employees"]} as bigint) as employees
        from read_csv('{csv}', header = false, all_varchar = true, delim = ',', quote = '')
        semi join leaves on leaves.leaf = {leaf}"""
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.register("leaves", known_leaves())
        connection.execute(f"create table cells as {cells_sql(source)}")
        return tuple(map(float, connection.execute(cells_outcome_sql("cells")).fetchall()[0]))


def shares(folder: Path) -> Outcome:
    with duckdb.connect(config={"threads": 2}) as connection:
        for name in ("codes", "regions"):
            connection.execute(f"create view {name} as from '{folder}/{name}.parquet'")
        connection.execute(f"create view census_cells as from '{folder}/staged/*.parquet'")
        connection.execute(f"create table shares as {shares_sql()}")
        return tuple(map(float, connection.execute(shares_outcome_sql("shares")).fetchall()[0]))
