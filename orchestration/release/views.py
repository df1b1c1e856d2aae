"""Creates views in marts.duckdb that show the latest period of each mart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from orchestration.storage.sql import quote_name, quote_text

PERIODS = ("year", "month", "to_year", "reference_year")
"""Names of period columns; the first one in a mart's key is its period."""


def period_of(model: Mapping[str, Any]) -> str | None:
    """The period column of a mart (a column of its key), or None."""
    key = model["config"]["meta"]["key"]
    return next((column for column in PERIODS if column in key), None)


def create_views(
    connection: duckdb.DuckDBPyConnection, models: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """Create `v_<mart>_latest` in the current database for each mart with a period; returns the names.

    The queries name only the mart, so that they work whatever name the file is attached under.
    """
    created = []
    for mart, model in sorted(models.items()):
        period = period_of(model)
        if period is None:
            continue
        view = f"v_{mart}_latest"
        connection.execute(
            f"create view {quote_name(view)} as select * from {quote_name(mart)}"
            f" where {quote_name(period)} = (select max({quote_name(period)}) from {quote_name(mart)})"
        )
        connection.execute(
            f"comment on view {quote_name(view)} is"
            f" {quote_text(f'The latest {period} of {mart} | {mart}의 최근 시점({period})')}"
        )
        created.append(view)
    return created
