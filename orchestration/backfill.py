"""Fetch one period of one source again and activate it; the next refresh publishes it.

Unlike a refresh this builds no release, so that many periods can be filled before one is built.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.window import Window
from orchestration.ingest.collect import collect
from orchestration.ingest.staging import StagingArea
from orchestration.lake.lock import lake_lock
from orchestration.lake.raw_store import RawStore
from orchestration.settings import Settings


@dataclass(frozen=True)
class BackfilledPeriod:
    """Number of snapshots and staged rows of a period; both 0 where the source offers nothing."""

    period: str
    snapshots: int
    rows: int


def backfill(
    settings: Settings, source_id: str, period: str, *, wait_seconds: float = 0
) -> BackfilledPeriod:
    """Fetch `period` (2020, 2023-11) of `source_id` again, also where it is stored.

    Raises `LakeLocked` where another run holds the lake for longer than `wait_seconds`, and the errors
    of `collect` and `stage`; the active snapshots are then unchanged.
    """
    declarations = load_declarations()
    declaration = declarations[source_id]
    store = RawStore(settings.raw, settings.quarantine)
    with lake_lock(settings.lake, wait_seconds):
        arrived = collect(declaration, settings, store, window=Window(period, period), force=True)
        area = StagingArea(settings.staged, store)
        rows = area.stage(declaration, arrived)
        area.finish(declarations)
    return BackfilledPeriod(
        period,
        snapshots=sum(len(snapshots) for snapshots in arrived.values()),
        rows=sum(count for partition, count in rows.items() if partition in arrived),
    )
