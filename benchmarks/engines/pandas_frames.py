"""pandas, as one would write it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from benchmarks.engines import LEVELS, MART, NAMED, SUMMED, USED, Outcome
from benchmarks.engines.leaves import known_leaves


def cells(csv: Path) -> Outcome:
    names = dict(zip(USED.values(), USED, strict=True))
    rows = pd.read_csv(csv, header=None, usecols=list(names), dtype=str).rename(columns=names)
    rows["region"] = rows["province"] + rows["district"]
    rows["code_1"], rows["code_2"] = rows["section"], rows["division"]
    rows["code_3"] = rows["code_2"] + rows["group"]
    rows["code_4"] = rows["code_3"] + rows["class"]
    rows["code_5"] = rows["code_4"] + rows["subclass"]
    rows["employees"] = pd.to_numeric(rows["employees"], errors="coerce")
    rows = rows[rows["code_5"].isin(known_leaves()["leaf"].to_pylist())]
    parts = []
    for region in ((), ("province",), ("province", "region")):
        for depth in range(6):
            keys = [*region, *LEVELS[:depth]]
            grouped = rows.assign(all="").groupby(keys or ["all"])["employees"]
            summed = grouped.agg(["size", "sum"]).reset_index()
            parts.append(
                pd.DataFrame(
                    {
                        "region_code": summed[region[-1]] if region else "00",
                        "ksic_code": summed[LEVELS[depth - 1]] if depth else "TOTAL",
                        "establishments": summed["size"],
                        "employees": summed["sum"].where(summed["size"] >= 3),
                    }
                )
            )
    found = pd.concat(parts)
    return len(found), found["establishments"].sum(), found["employees"].sum()


def shares(folder: Path) -> Outcome:
    cells = pd.concat([pd.read_parquet(f) for f in sorted(folder.glob("staged/*.parquet"))])
    codes = pd.read_parquet(folder / "codes.parquet").drop(columns="depth")
    regions = pd.read_parquet(folder / "regions.parquet")
    cells = cells[cells["status"].isin(["observed", "suppressed"])]
    when = ["series", "year", "measure"]
    slim = cells[[*when, "region_code", "ksic_code", "value"]]
    nation = slim[slim["region_code"] == "00"].drop(columns="region_code")
    region = slim[slim["ksic_code"] == "TOTAL"].drop(columns="ksic_code")
    total = nation[nation["ksic_code"] == "TOTAL"].drop(columns="ksic_code")
    found = (
        cells.merge(
            codes.rename(columns={"name_ko": "industry_name_ko", "name_en": "industry_name_en"}),
            on=["ksic_revision", "ksic_code"],
        )
        .merge(
            regions.rename(columns={"name_ko": "region_name_ko", "name_en": "region_name_en"}),
            "left",
            "region_code",
        )
        .merge(nation.rename(columns={"value": "national_value"}), "left", [*when, "ksic_code"])
        .merge(region.rename(columns={"value": "region_total"}), "left", [*when, "region_code"])
        .merge(total.rename(columns={"value": "national_total"}), "left", when)
    )
    found["share_of_nation"] = found["value"] / found["national_value"]
    found["share_of_region"] = found["value"] / found["region_total"]
    found["location_quotient"] = found["share_of_region"] / (
        found["national_value"] / found["national_total"]
    )
    ranks = found.groupby([*when, "ksic_code", "region_level"])["value"].rank(
        "min", ascending=False
    )
    found["rank_in_nation"] = ranks.where(found["region_level"] != "nation")
    found = found[list(MART)]
    sums = [float(found[name].sum()) for name in SUMMED]
    return len(found), *sums, *(float(found[name].str.len().sum()) for name in NAMED)
