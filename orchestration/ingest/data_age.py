"""Judge how old the data of a source are: bundled data are never fresh, however often they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.lake.raw_store import RawStore
from orchestration.lake.source_state import SourceState
from orchestration.services import SERVICES

OVERDUE = {
    "weekly": timedelta(days=10),
    "monthly": timedelta(days=35),
    "yearly": timedelta(days=400),
}
"""By cadence of the source, a little more than one period: data that are older are overdue."""


@dataclass(frozen=True)
class DataAge:
    """The age of the newest data of a source. `seen_at` is None for bundled data."""

    is_fresh: bool
    reason: str
    newest_period: str
    seen_at: datetime | None


def data_age(declaration: Declaration, store: RawStore, now: datetime) -> DataAge | None:
    """The age of the active snapshots of a source at `now`, a time with a time zone.

    None for a source without data, and for one whose data do not change at regular times.
    """
    active = store.active(declaration.source_id)
    limit = OVERDUE.get(declaration.cadence)
    if limit is None or not active:
        return None
    newest = max(active)
    state = SourceState(store, declaration.source_id)
    times = [_seen_at(state, s) for snapshots in active.values() for s in snapshots]
    seen_at = max((time for time in times if time is not None), default=None)
    if seen_at is None:
        return DataAge(False, _bundled(declaration, newest), newest, None)
    days = (now.astimezone(UTC) - seen_at.astimezone(UTC)).days
    reason = f"last received {days} days ago; overdue after {limit.days} days"
    return DataAge(days <= limit.days, reason, newest, seen_at)


def _seen_at(state: SourceState, snapshot: Snapshot) -> datetime | None:
    return None if snapshot.manifest.origin == "bundled" else state.last_seen_at(snapshot)


def _bundled(declaration: Declaration, newest: str) -> str:
    service = SERVICES.get(declaration.provider)
    remedy = f"; set {service.key_variable} to fetch newer periods" if service else ""
    return f"bundled data up to {newest}, which a refresh does not renew{remedy}"
