"""One period of one source, fetched again and brought into force; the next refresh publishes it.

Unlike a refresh this builds no release: many periods can be filled in before one is made.
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
class Filled:
    """What a period gave: snapshots put (or found) and rows staged; both 0 where nothing is offered."""

    period: str
    snapshots: int
    rows: int


def backfill(settings: Settings, source_id: str, period: str, *, wait_seconds: float = 0) -> Filled:
    """Ask `source_id` for `period` (2020, 2023-11) again; a live service also where we have it.

    Raises `LakeLocked` where another run holds the lake for longer than `wait_seconds`, and what
    arrival and staging raise; then what was in force stays in force.
    """
    declarations = load_declarations()
    declaration = declarations[source_id]
    store = RawStore(settings.raw, settings.quarantine)
    with lake_lock(settings.lake, wait_seconds):
        arrived = collect(declaration, settings, store, window=Window(period, period), force=True)
        area = StagingArea(settings.staged, store)
        rows = area.stage(declaration, arrived)
        area.finish(declarations)
    return Filled(
        period,
        snapshots=sum(len(snapshots) for snapshots in arrived.values()),
        rows=sum(count for partition, count in rows.items() if partition in arrived),
    )
