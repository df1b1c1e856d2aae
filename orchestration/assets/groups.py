"""The groups of assets; their numbers make Dagster list them in the order of the flow."""

from __future__ import annotations

BACKFILL = "0_backfill"
RAW = "1_raw"
STAGED = "2_staged"
RELEASE = "7_release"

_DBT = {
    "seeds": "3_seeds",
    "staging": "4_staging",
    "intermediate": "5_intermediate",
    "marts": "6_marts",
}
DBT_GROUPS = frozenset(_DBT.values())


def group_of_layer(layer: str) -> str:
    """The group of a layer of the dbt project."""
    return _DBT[layer]
