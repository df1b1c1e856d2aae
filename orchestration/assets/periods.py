"""The periods of a source as partitions."""

from __future__ import annotations

import dagster as dg

from orchestration.contracts.declaration import Declaration

_FIRST_MONTH = "2020-01"
"""First partition of monthly sources; an earlier month can still be loaded by a refresh."""


def partitions_of(declaration: Declaration) -> dg.TimeWindowPartitionsDefinition | None:
    """Years for a yearly service, months for monthly and weekly data, None for a source without periods."""
    if declaration.cadence == "yearly" and "first_year" in declaration.request:
        return dg.TimeWindowPartitionsDefinition(
            start=str(declaration.request["first_year"]),
            end=str(int(last) + 1) if (last := declaration.request.get("last_year")) else None,
            fmt="%Y",
            cron_schedule="0 0 1 1 *",
            timezone="Asia/Seoul",
        )
    if declaration.cadence in ("monthly", "weekly"):
        return dg.TimeWindowPartitionsDefinition(
            start=_FIRST_MONTH, fmt="%Y-%m", cron_schedule="0 0 1 * *", timezone="Asia/Seoul"
        )
    return None
