"""pandas, as one would write it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from benchmarks.engines import LEVELS, USED, Outcome
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
    return Outcome(len(found), found["establishments"].sum(), found["employees"].sum())


def shares(staged: Path) -> Outcome:
    files = sorted(staged.glob("*.parquet"))
    cells = pd.concat([pd.read_parquet(f) for f in files])
    keys = ["year", "measure", "region_code", "ksic_code"]
    cells = cells.loc[cells["status"] == "observed", [*keys, "value"]]
    nation = cells[cells["region_code"] == "00"].drop(columns="region_code")
    region = cells[cells["ksic_code"] == "TOTAL"].drop(columns="ksic_code")
    total = nation[nation["ksic_code"] == "TOTAL"].drop(columns="ksic_code")
    joined = (
        cells.merge(nation, "left", ["year", "measure", "ksic_code"], suffixes=("", "_nation"))
        .merge(region, "left", ["year", "measure", "region_code"], suffixes=("", "_region"))
        .merge(total, "left", ["year", "measure"], suffixes=("", "_total"))
    )
    share = joined["value"] / joined["value_nation"]
    quotient = (joined["value"] / joined["value_region"]) / (
        joined["value_nation"] / joined["value_total"]
    )
    return Outcome(len(joined), share.sum(), quotient.sum())
