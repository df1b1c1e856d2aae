"""The bounds of cells by rounds over every cell, open or closed: what `int_cell_bounds` has to equal.

The model leaves out closed cells and families without an open one. This does not: it is slower and simpler.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

UNBOUNDED = 10**12
ENDS = ["e_lo", "e_hi", "x_lo", "x_hi"]
PARENTS = ("parent_code_cell_id", "parent_region_cell_id")


def bounds_by_every_cell(connection: duckdb.DuckDBPyConnection, rounds: int) -> pd.DataFrame:
    """`cell_id`, `e_lo`, `e_hi`, `x_lo`, `x_hi` after `rounds`, from the values of published cells only."""
    cells = connection.execute("""
        select
            cell_id, parent_code_cell_id, parent_region_cell_id, regions_complete,
            case when has_establishments then e_lo end as establishments,
            case when has_employees and not is_suppressed_by_agency then w_lo end as employees
        from int_cell_bounds
    """).df()
    e, w = cells["establishments"].astype("float64"), cells["employees"].astype("float64")
    state = pd.DataFrame(
        {
            "cell_id": cells["cell_id"],
            **{name: cells[name].astype("Int64").fillna(-1).astype("int64") for name in PARENTS},
            "regions_complete": cells["regions_complete"].astype(bool),
            "e_lo": e.fillna(0),
            "e_hi": e.fillna(w).fillna(UNBOUNDED),
            "x_lo": (w - e).fillna(0),
            "x_hi": (w - e.fillna(0)).fillna(UNBOUNDED),
        }
    ).astype(dict.fromkeys(ENDS, "int64"))
    for _ in range(rounds):
        state = _round(state)
    return state[["cell_id", *ENDS]]


def _round(state: pd.DataFrame) -> pd.DataFrame:
    """Every cell against the sum below it and its parent less its siblings, by code and by region."""
    by_id = state.set_index("cell_id")[ENDS]
    found = {name: [state[name].to_numpy()] for name in ENDS}
    for parents in PARENTS:
        sums = state.groupby(parents)[ENDS].sum()
        sums = sums[sums.index != -1]
        below = sums.reindex(state["cell_id"]).to_numpy("float64")
        siblings = sums.reindex(state[parents]).to_numpy("float64")
        parent = by_id.reindex(state[parents]).to_numpy("float64")
        complete = np.ones(len(state), dtype=bool)
        below_complete = np.ones(len(state), dtype=bool)
        if parents == "parent_region_cell_id":
            complete = state["regions_complete"].to_numpy()
            all_known = state.groupby(parents)["regions_complete"].all()
            below_complete = all_known.reindex(state["cell_id"]).fillna(False).to_numpy(dtype=bool)
        x_lo, x_hi = state["x_lo"].to_numpy(), state["x_hi"].to_numpy()
        for m, lo, hi in (("e", 0, 1), ("x", 2, 3)):
            own_lo, own_hi = state[f"{m}_lo"].to_numpy(), state[f"{m}_hi"].to_numpy()
            rest = siblings[:, lo] - own_lo
            if m == "e":  # where employees remain for the others, they have an establishment
                remain = (parent[:, 2] > x_hi) & (parent[:, 2] <= parent[:, 3]) & (x_lo <= x_hi)
                rest = np.maximum(rest, remain)
            found[f"{m}_lo"] += [
                below[:, lo],
                np.where(complete, parent[:, lo] - (siblings[:, hi] - own_hi), 0),
            ]
            found[f"{m}_hi"] += [
                np.where(below_complete, below[:, hi], UNBOUNDED),
                parent[:, hi] - rest,
            ]
    found["e_lo"].append(((state["x_lo"] > 0) & (state["x_lo"] <= state["x_hi"])).to_numpy())
    found["x_hi"].append(np.where(state["e_hi"] == 0, 0, UNBOUNDED))
    tightened = {}
    for name, candidates in found.items():
        table = np.array([np.asarray(c, dtype="float64") for c in candidates])
        if name.endswith("lo"):
            tightened[name] = np.minimum(UNBOUNDED, np.nanmax(table, axis=0))
        else:
            tightened[name] = np.maximum(-1, np.nanmin(table, axis=0))
    return state.assign(**{name: values.astype("int64") for name, values in tightened.items()})
