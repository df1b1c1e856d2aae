"""Fetch one period of one source again and activate it; the next refresh publishes it.

Unlike a refresh this builds no release, so that many periods can be filled before one is built.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.window import Window
from orchestration.errors import PeriodMissing
from orchestration.ingest.collect import collect, is_live
from orchestration.ingest.staging import Partitions, StagingArea
from orchestration.lake.lock import lake_lock
from orchestration.lake.raw_store import RawStore
from orchestration.services import SERVICES
from orchestration.settings import Settings


@dataclass(frozen=True)
class BackfilledPeriod:
    """Number of snapshots and staged rows of a period."""

    period: str
    snapshots: int
    rows: int


def backfill(
    settings: Settings, source_id: str, period: str, *, wait_seconds: float = 0
) -> BackfilledPeriod:
    """Fetch `period` (2020, 2023-11) of `source_id` again, also where it is stored.

    A period of dropped files, which cannot be fetched, is staged again. Raises `PeriodMissing` where the
    source does not have the period, `LakeLocked` where another run holds the lake for longer than
    `wait_seconds`, and the errors of `collect` and `stage`; the active snapshots are then unchanged.
    """
    declarations = load_declarations()
    declaration = declarations[source_id]
    store = RawStore(settings.raw, settings.quarantine)
    window = Window(period, period)
    with lake_lock(settings.lake, wait_seconds):
        found: Partitions = collect(declaration, settings, store, window=window, force=True)
        if not found and declaration.provider not in SERVICES:
            active = store.active(source_id)
            found = {key: snapshots for key, snapshots in active.items() if window.contains(key)}
        if not found:
            raise _missing(declaration, settings, store, period)
        area = StagingArea(settings.staged, store)
        rows = area.stage(declaration, found)
        area.finish(declarations)
    return BackfilledPeriod(
        period,
        snapshots=sum(len(snapshots) for snapshots in found.values()),
        rows=sum(count for partition, count in rows.items() if partition in found),
    )


def _missing(
    declaration: Declaration, settings: Settings, store: RawStore, period: str
) -> PeriodMissing:
    """Why there is no such period: no key, a service without it, or no file."""
    active = list(store.active(declaration.source_id))
    service = SERVICES.get(declaration.provider)
    has = f"the lake has {active[0]} to {active[-1]}" if active else "the lake has no period of it"
    if service is None:
        why, remedy = "no file of it was dropped", "put the file into data_lake/landing/"
    elif is_live(declaration, settings):
        why, remedy = "the service does not have it", "choose a period that the service lists"
    else:
        why, remedy = "skipped: no key", f"set {service.key_variable} to fetch it"
    return PeriodMissing(
        f"{declaration.source_id} {period}: {why}; {has}",
        where=f"backfill of {declaration.source_id}",
        remedy=remedy,
    )
