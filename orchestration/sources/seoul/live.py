"""Fetch hours of sensor readings: those that are new, and recent ones again.

The service keeps about a month. Active hours stay active after the service has removed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.lake.source_state import SourceState
from orchestration.progress import stage
from orchestration.settings import Settings
from orchestration.sources.provider import FetchContext
from orchestration.sources.seoul import hours as clock
from orchestration.sources.seoul.client import RawPage, SeoulClient
from orchestration.sources.seoul.sensor_service import SensorService
from orchestration.sources.web.web_service import open_service

Pages = dict[str, list[Snapshot]]
"""The pages of each hour, in order."""

RESUMED_WITHIN = timedelta(hours=6)
"""Pages of an unfinished run are used for this long; later the hour may have new rows."""


@dataclass(frozen=True)
class Month:
    """A month: its active pages, usable pages of an unfinished run, and the hours to request."""

    name: str
    active: Pages
    unfinished: Pages
    wanted: frozenset[str]


def fetch(
    declaration: Declaration, settings: Settings, context: FetchContext
) -> Iterator[Payload | Snapshot]:
    """Every month with an hour that is new or may still get rows, with all its pages in order."""
    service = SensorService.of(declaration)
    at = clock.now()
    hours = clock.kept_hours(service, context.window, at)
    months = [
        _month(name, hours, service, context, at) for name in sorted({*map(clock.month_of, hours)})
    ]
    total = sum(len(month.wanted) for month in months)
    with (
        stage(f"fetch {declaration.source_id}") as progress,
        open_service("seoul", settings) as web,
    ):
        client = SeoulClient(declaration.source_id, service, web)
        done = with_data = 0
        for month in (m for m in months if m.wanted):
            for hour in sorted(month.active.keys() | month.wanted):
                if hour not in month.wanted:
                    yield from month.active[hour]
                    continue
                progress.advance(hour, done, total)
                pages = month.unfinished.get(hour) or _payloads(hour, client.fetch_hour(hour))
                yield from pages or month.active.get(hour, [])
                done, with_data = done + 1, with_data + bool(pages)
        if total and not with_data and not any(month.active for month in months):
            raise ArrivalRefused(
                f"no hour from {hours[0]} to {hours[-1]} has any data",
                where=declaration.source_id,
                remedy="check request.service and request.district of the declaration",
            )
        progress.detail = f"{with_data} of {total} hours have data, {web.calls} calls"


def _month(
    name: str, hours: Iterable[str], service: SensorService, context: FetchContext, at: datetime
) -> Month:
    state = context.state
    active = _by_hour(state.active(name))
    fetched = _by_hour(state.fetched_parts(name, "").values())
    wanted = {
        hour
        for hour in hours
        if clock.month_of(hour) == name
        and (context.force or not _is_settled(hour, active, service, state))
    }
    unfinished = {
        hour: pages
        for hour, pages in fetched.items()
        if len(pages) == int(pages[0].manifest.request["pages"])
        and (_is_settled(hour, fetched, service, state) or _is_recent(pages, state, at))
    }
    return Month(name, active, unfinished, frozenset(wanted))


def _by_hour(snapshots: Iterable[Snapshot]) -> Pages:
    """Snapshots of pages by their hour."""
    hours: Pages = {}
    for page in sorted(snapshots, key=lambda s: s.manifest.part):
        hours.setdefault(str(page.manifest.request["hour"]), []).append(page)
    return hours


def _is_settled(hour: str, pages: Pages, service: SensorService, state: SourceState) -> bool:
    """Whether the pages of `hour` were fetched so late that no further row is expected."""
    times = [state.last_seen_at(page) for page in pages.get(hour, [])]
    settled = clock.settles_at(hour, service)
    return bool(times) and all(t is not None and t >= settled for t in times)


def _is_recent(pages: Iterable[Snapshot], state: SourceState, at: datetime) -> bool:
    """Whether all of `pages` were fetched within `RESUMED_WITHIN` before `at`."""
    times = [state.last_seen_at(page) for page in pages]
    return all(t is not None and at - t < RESUMED_WITHIN for t in times)


def _payloads(hour: str, pages: list[RawPage]) -> list[Payload | Snapshot]:
    return [
        Payload(
            partition=clock.month_of(hour),
            part=f"{hour}-p{page.number:02d}",
            file_name=f"{hour}-p{page.number:02d}.json",
            content=page.body,
            origin="fetched",
            request={**page.request, "pages": str(len(pages))},
            retrieved_at=datetime.now(UTC),
        )
        for page in pages
    ]
