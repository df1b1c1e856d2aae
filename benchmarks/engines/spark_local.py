"""Spark in this process; the session is up before the clock starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.engines import (
    COLUMNS,
    USED,
    Outcome,
    cells_outcome_sql,
    cells_sql,
    shares_outcome_sql,
    shares_sql,
)
from benchmarks.engines.leaves import known_leaves


def session() -> Any:
    """Both cores and 3 GB."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.driver.memory", "3g")
    builder = builder.config("spark.sql.shuffle.partitions", "8").config(
        "spark.ui.enabled", "false"
    )
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    return builder.config("spark.sql.ansi.enabled", "false").getOrCreate()


def cells(csv: Path) -> Outcome:
    spark = session()
    names = ", ".join(f"c{i} string" for i in range(COLUMNS))
    spark.read.csv(str(csv), schema=names).createOrReplaceTempView("microdata")
    leaves = [(leaf,) for leaf in known_leaves()["leaf"].to_pylist()]
    spark.createDataFrame(leaves, "leaf string").createOrReplaceTempView("leaves")
    c = {name: f"c{i}" for name, i in USED.items()}
    leaf = f"{c['division']} || {c['group']} || {c['class']} || {c['subclass']}"
    source = f"""
        select {c["province"]} as province, {c["province"]} || {c["district"]} as region,
            {c["section"]} as code_1, {c["division"]} as code_2,
            {c["division"]} || {c["group"]} as code_3,
            {c["division"]} || {c["group"]} || {c["class"]} as code_4,
            {leaf} as code_5, cast({c["employees"]} as bigint) as employees
        from microdata left semi join leaves on leaves.leaf = {leaf}"""
    return _outcome(spark.sql(cells_sql(source)), cells_outcome_sql("found"))


def shares(folder: Path) -> Outcome:
    spark = session()
    for name, files in (("census_cells", "staged"), ("codes",) * 2, ("regions",) * 2):
        path = folder / (files if files == "staged" else f"{files}.parquet")
        spark.read.parquet(str(path)).createOrReplaceTempView(name)
    return _outcome(spark.sql(shares_sql()), shares_outcome_sql("found"))


def _outcome(frame: Any, sql: str) -> Outcome:
    frame.cache().createOrReplaceTempView("found")
    return tuple(map(float, frame.sparkSession.sql(sql).collect()[0]))
