"""The pension table of the estimates, fitted in numpy, without the SQL of the models."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from orchestration.settings import PROJECT_ROOT

PENSION = PROJECT_ROOT / "data_lake" / "sample" / "nps_published" / "2026-06.csv"


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
    fitted = fitted * factors(rows, fitted.sum(1))[:, None]
    for _ in range(rounds):
        fitted = np.minimum(fitted * factors(column_rest, fitted.sum(0)), most)
        fitted = np.minimum(fitted * factors(rows, fitted.sum(1))[:, None], most)
    return pd.DataFrame(listed + fitted, index=frame.index, columns=frame.columns)


def factors(wanted: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """By how much sums have to grow; 0 where there is nothing."""
    return np.divide(wanted, sums, out=np.zeros_like(wanted), where=sums > 0)


def _is_name(record: dict[str, str]) -> bool:
    return record["kind"] == "industry" and record["region_code"] == "00"


def _is_province(record: dict[str, str]) -> bool:
    return record["kind"] == "total" and record["region_code"] not in ("00", "UNPLACED")
