"""Months of hourly readings over the network: the hours that are new, and young ones once more.

The service keeps about a month. Hours that are in force stay there when the service forgot them.
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
from orchestration.sources.provider import Ask
from orchestration.sources.seoul import hours as clock
from orchestration.sources.seoul.client import RawPage, SeoulClient
from orchestration.sources.seoul.service import SensorService

Pages = dict[str, list[Snapshot]]
"""The pages of each hour, in order."""

RESUMED_WITHIN = timedelta(hours=6)
"""What an unfinished run fetched longer ago than this may have gained rows since."""


@dataclass(frozen=True)
class Month:
    """What the lake has of a month, what an unfinished run left, and the hours to ask for."""

    name: str
    known: Pages
    left: Pages
    wanted: frozenset[str]


def fetch(declaration: Declaration, settings: Settings, ask: Ask) -> Iterator[Payload | Snapshot]:
    """Every month in which an hour is new or not settled yet, with all its pages in order."""
    service = SensorService.of(declaration)
    at = clock.now()
    hours = clock.kept_hours(service, ask.window, at)
    months = [
        _month(name, hours, service, ask, at) for name in sorted({*map(clock.month_of, hours)})
    ]
    total = sum(len(month.wanted) for month in months)
    with (
        stage(f"fetch {declaration.source_id}") as progress,
        SeoulClient(declaration.source_id, service, settings) as client,
    ):
        done = found = 0
        for month in (m for m in months if m.wanted):
            for hour in sorted(month.known.keys() | month.wanted):
                if hour not in month.wanted:
                    yield from month.known[hour]
                    continue
                progress.advance(hour, done, total)
                offers = month.left.get(hour) or _payloads(hour, client.hour(hour))
                yield from offers or month.known.get(hour, [])
                done, found = done + 1, found + bool(offers)
        if total and not found and not any(month.known for month in months):
            raise ArrivalRefused(
                f"no hour from {hours[0]} to {hours[-1]} has any data",
                where=declaration.source_id,
                remedy="check request.service and request.district of the declaration",
            )
        progress.detail = f"{found} of {total} hours have data, {client.calls} calls"


def _month(
    name: str, hours: Iterable[str], service: SensorService, ask: Ask, at: datetime
) -> Month:
    known = by_hour(ask.state.active(name))
    waiting = by_hour(ask.state.fetched_parts(name, "").values())
    wanted = {
        hour
        for hour in hours
        if clock.month_of(hour) == name
        and (ask.force or not _settled(hour, known, service, ask.state))
    }
    left = {
        hour: pages
        for hour, pages in waiting.items()
        if len(pages) == int(pages[0].manifest.request["pages"])
        and (_settled(hour, waiting, service, ask.state) or _fresh(pages, ask.state, at))
    }
    return Month(name, known, left, frozenset(wanted))


def by_hour(snapshots: Iterable[Snapshot]) -> Pages:
    """Snapshots of pages by the hour that they belong to."""
    hours: Pages = {}
    for page in sorted(snapshots, key=lambda s: s.manifest.part):
        hours.setdefault(str(page.manifest.request["hour"]), []).append(page)
    return hours


def _settled(hour: str, pages: Pages, service: SensorService, state: SourceState) -> bool:
    """Whether the pages of `hour` were given late enough that no row is still to come."""
    times = [state.last_seen_at(page) for page in pages.get(hour, [])]
    settled = clock.settles_at(hour, service)
    return bool(times) and all(t is not None and t >= settled for t in times)


def _fresh(pages: Iterable[Snapshot], state: SourceState, at: datetime) -> bool:
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
