"""polars, lazily."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.engines import COLUMNS, LEVELS, MART, NAMED, SUMMED, USED, Outcome
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
    return tuple(
        map(float, (found.height, *found.select("establishments", "employees").sum().row(0)))
    )


def shares(folder: Path) -> Outcome:
    cells = pl.scan_parquet(f"{folder}/staged/*.parquet").filter(
        pl.col("status").is_in(["observed", "suppressed"])
    )
    codes = pl.scan_parquet(folder / "codes.parquet").rename(
        {"name_ko": "industry_name_ko", "name_en": "industry_name_en"}
    )
    regions = pl.scan_parquet(folder / "regions.parquet").rename(
        {"name_ko": "region_name_ko", "name_en": "region_name_en"}
    )
    when = ["series", "year", "measure"]
    slim = cells.select(*when, "region_code", "ksic_code", "value")
    nation = slim.filter(pl.col("region_code") == "00").drop("region_code")
    region = slim.filter(pl.col("ksic_code") == "TOTAL").drop("ksic_code")
    total = nation.filter(pl.col("ksic_code") == "TOTAL").drop("ksic_code")
    value, whole = pl.col("value"), pl.col("national_value")
    rank = value.rank("min", descending=True).over([*when, "ksic_code", "region_level"])
    found = (
        cells.join(codes, on=["ksic_revision", "ksic_code"])
        .join(regions, on="region_code", how="left")
        .join(nation.rename({"value": "national_value"}), on=[*when, "ksic_code"], how="left")
        .join(region.rename({"value": "region_total"}), on=[*when, "region_code"], how="left")
        .join(total.rename({"value": "national_total"}), on=when, how="left")
        .with_columns(
            share_of_nation=value / whole,
            share_of_region=value / pl.col("region_total"),
            location_quotient=(value / pl.col("region_total")) / (whole / pl.col("national_total")),
            rank_in_nation=pl.when(pl.col("region_level") != "nation").then(rank),
        )
        .select(MART)
        .collect()
    )
    sums = [float(found[name].fill_nan(None).sum()) for name in SUMMED]
    return found.height, *sums, *(float(found[name].str.len_chars().sum()) for name in NAMED)
