"""What estimate_quality says, computed again in pandas from the published cells and the pension file."""

from __future__ import annotations

import math

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.support.pension_fit import PENSION, fitted_in_numpy


def hidden_divisions(estimate_marts: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Employees of divisions as estimated from sections and pension figures, in pandas, with the truth."""
    cells = estimate_marts.execute("""
        select year, region_code, ksic_code, level, value, status from industry_share
        where measure = 'employees' and region_code <> '00' and ksic_revision = '10'
    """).df()
    parents = dict(
        estimate_marts.execute(
            "select ksic_code, parent_code from ksic where ksic_revision = '10' and depth = 2"
        ).fetchall()
    )
    leaf_names = estimate_marts.execute(
        "select industry_name, ksic_code, workplaces, insured from stg_pension__published_nation"
        " where ksic_code is not null"
    ).df()
    leaf_counts = dict(
        estimate_marts.execute("""
            select substr(ksic_code, 1, 2), count(*) from ksic
            where ksic_revision = '10' and depth = 5 group by 1
        """).fetchall()
    )
    table = fitted_in_numpy(PENSION, 8).loc[leaf_names["industry_name"]]
    division = leaf_names["ksic_code"].str[:2].to_numpy()
    missing = pd.Series(leaf_counts) / pd.Series(division).value_counts()
    insured = table.groupby(division).sum().mul(missing, axis=0)
    workplaces = leaf_names.groupby(division)["workplaces"].sum() * missing
    rows = []
    listed = cells.set_index(["year", "region_code", "ksic_code"])
    for (year, region), own in cells.groupby(["year", "region_code"]):
        place = "12" if region in ("24", "36") else region
        weights = np.sqrt(workplaces * insured[place])
        for section, value in own.loc[own["level"] == "section", ["ksic_code", "value"]].to_numpy():
            codes = sorted(d for d, parent in parents.items() if parent == section)
            own_weights = weights.reindex(codes)
            own_weights = own_weights.fillna(own_weights.mean())
            for code, weight in own_weights.items():
                key = (year, region, code)
                truth = listed.loc[key, "value"] if key in listed.index else 0
                part = weight / own_weights.sum() if own_weights.sum() else np.nan
                rows.append((year, region, section, code, value, part * value, truth))
    columns = ["year", "region", "section", "code", "whole", "estimate", "truth"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["has_figure"] = frame["code"].isin(weights.dropna().index)
    return frame.dropna(subset=["truth"]).astype({"truth": float, "whole": float})


def test_hide_and_measure_in_pandas(estimate_marts: duckdb.DuckDBPyConnection) -> None:
    """The row of estimate_quality for cells of employees by the pension association."""
    frame = hidden_divisions(estimate_marts).fillna({"estimate": 0.0})
    miss = (frame["estimate"] - frame["truth"]).abs()
    relative = np.sort((miss / frame["truth"])[frame["truth"] > 0].to_numpy())
    ((tested, misplaced, median, ninetieth, covered),) = estimate_marts.execute("""
        select tested, misplaced_share, relative_error_median, relative_error_p90, coverage_80
        from estimate_quality
        where experiment = 'divisions_below_sections' and association = 'pension' and unit = 'cell'
          and measure = 'employees' and breakdown = 'all'
    """).fetchall()
    assert tested == len(frame)
    assert misplaced == pytest.approx(miss.sum() / 2 / frame["truth"].sum(), abs=1e-5)
    assert median == pytest.approx(_percentile(relative, 0.5), rel=1e-4)
    assert ninetieth == pytest.approx(_percentile(relative, 0.9), rel=1e-4)
    assert covered == pytest.approx(_coverage(frame, 0.1, 0.9), abs=0.002)


def _percentile(ordered: np.ndarray, part: float) -> float:
    return float(ordered[max(0, math.ceil(part * len(ordered)) - 1)])


def _coverage(frame: pd.DataFrame, low: float, high: float) -> float:
    """How often intervals made of a province's cells in other sections hold the truth."""
    share = frame["estimate"] / frame["whole"]
    scale = frame["estimate"] * (1 - share)
    scored = frame[(scale > 1e-9 * frame["estimate"]) & frame["has_figure"]].assign(
        score=lambda f: (
            (f["truth"] - f["estimate"]) / (f["estimate"] * (1 - f["estimate"] / f["whole"]))
        ).round(6),
        size=lambda f: np.digitize(f["estimate"], [1000, 10000]),
        part=lambda f: f["section"].map(ord) % 4,
    )
    inside = 0
    for _, own in scored.groupby(["size", "region"]):
        for part in own["part"].unique():
            others = own.loc[own["part"] != part, "score"]
            ends = [_conformal(others, end) for end in (low, high)]
            inside += int(own.loc[own["part"] == part, "score"].between(*ends).sum())
    return inside / len(scored)


def _conformal(scores: pd.Series, part: float) -> float:
    """The quantile at place (n + 1) `part`, and no limit where there are too few scores."""
    place = (len(scores) + 1) * part
    if not 1 <= place <= len(scores):
        return math.copysign(math.inf, part - 0.5)
    return float(np.quantile(scores, part, method="weibull"))


def test_the_association_that_is_used_is_the_best_that_is_there(
    estimate_marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = estimate_marts.execute("""
        select measure, association, association_period, misplaced_share from estimate_quality
        where experiment = 'divisions_below_sections' and unit = 'cell' and breakdown = 'all'
        order by measure, misplaced_share
    """).fetchall()
    for measure in ("employees", "establishments"):
        best_first = [(a, p) for m, a, p, _ in rows if m == measure]
        assert best_first[0] == ("census", "previous_year")
        assert next(a for a, _ in best_first if a != "census") == "pension"
        assert best_first[-1] == ("none", "none")
