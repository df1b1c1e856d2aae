"""polars, lazily."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.engines import COLUMNS, LEVELS, USED, Outcome
from benchmarks.engines.leaves import known_leaves

_KEYS = ("province", "region", *LEVELS)


def cells(csv: Path) -> Outcome:
    names = [f"c{i}" for i in range(COLUMNS)]
    c = {name: pl.col(f"c{i}") for name, i in USED.items()}
    rows = pl.scan_csv(
        csv, has_header=False, new_columns=names, schema=dict.fromkeys(names, pl.String),
        quote_char=None,
    ).select(
        c["province"].alias("province"),
        (c["province"] + c["district"]).alias("region"),
        c["section"].alias("code_1"),
        c["division"].alias("code_2"),
        (c["division"] + c["group"]).alias("code_3"),
        (c["division"] + c["group"] + c["class"]).alias("code_4"),
        (c["division"] + c["group"] + c["class"] + c["subclass"]).alias("code_5"),
        c["employees"].cast(pl.Int64, strict=False).alias("employees"),
    )  # fmt: skip
    leaves = pl.from_arrow(known_leaves())
    assert isinstance(leaves, pl.DataFrame)
    finest = (
        rows.join(leaves.lazy(), left_on="code_5", right_on="leaf", how="semi")
        .group_by(_KEYS)
        .agg(pl.len().cast(pl.Int64).alias("establishments"), pl.col("employees").sum())
        .collect(engine="streaming")
    )
    sums = (pl.col("establishments").sum(), pl.col("employees").sum())
    parts = []
    for region in ((), ("province",), ("province", "region")):
        for depth in range(6):
            keys = [*region, *LEVELS[:depth]]
            grouped = finest.group_by(keys).agg(sums) if keys else finest.select(sums)
            code = pl.col(LEVELS[depth - 1]) if depth else pl.lit("TOTAL")
            place = pl.col(region[-1]) if region else pl.lit("00")
            parts.append(
                grouped.select(
                    place.alias("region_code"),
                    code.alias("ksic_code"),
                    "establishments",
                    pl.when(pl.col("establishments") >= 3).then(pl.col("employees")),
                )
            )
    found = pl.concat(parts)
    return Outcome(found.height, found["establishments"].sum(), found["employees"].sum())


def shares(staged: Path) -> Outcome:
    cells = (
        pl.scan_parquet(f"{staged}/*.parquet")
        .filter(pl.col("status") == "observed")
        .select("year", "region_code", "ksic_code", "measure", "value")
    )
    nation = cells.filter(pl.col("region_code") == "00").drop("region_code")
    region = cells.filter(pl.col("ksic_code") == "TOTAL").drop("ksic_code")
    total = nation.filter(pl.col("ksic_code") == "TOTAL").drop("ksic_code")
    when = ["year", "measure"]
    joined = (
        cells.join(nation, on=[*when, "ksic_code"], how="left", suffix="_nation")
        .join(region, on=[*when, "region_code"], how="left", suffix="_region")
        .join(total, on=when, how="left", suffix="_total")
    )
    value, whole = pl.col("value"), pl.col("value_nation")
    found = joined.select(
        "year",
        "region_code",
        "ksic_code",
        "measure",
        share=value / whole,
        location_quotient=(value / pl.col("value_region")) / (whole / pl.col("value_total")),
    ).collect()
    return Outcome(found.height, _sum(found["share"]), _sum(found["location_quotient"]))


def _sum(column: pl.Series) -> float:
    return float(column.fill_nan(None).sum())
