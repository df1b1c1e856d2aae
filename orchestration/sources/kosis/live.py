"""Fetch the years of a census table that are new or changed, in chunks of cells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.contracts.window import Window
from orchestration.errors import ArrivalRefused, ConfigurationError, SourceUnavailable
from orchestration.progress import Stage, note, stage
from orchestration.settings import Settings
from orchestration.sources.kosis.client import KosisClient, TooManyCells
from orchestration.sources.kosis.meta import Changes, select
from orchestration.sources.kosis.plan import RequestChunk, plan_year, split
from orchestration.sources.kosis.table import CensusTable
from orchestration.sources.provider import FetchContext
from orchestration.sources.web.web_service import open_service


def fetch(
    declaration: Declaration, settings: Settings, context: FetchContext
) -> Iterator[Payload | Snapshot]:
    """All chunks of every year in the window that the service changed since the active snapshot."""
    table = CensusTable.of(declaration)
    with (
        stage(f"fetch {declaration.source_id}") as progress,
        open_service("kosis", settings) as web,
    ):
        client = KosisClient(declaration.source_id, table, web)
        changes = client.fetch_changes()
        versions = years_with_versions(table, changes, context.window)
        if not versions:
            if context.is_named or context.window.is_open:
                raise _outside(table, context.window)
            progress.detail = "no year in the requested range"
            return
        note_limits_of_hints(declaration.source_id, table, changes)
        wanted = {
            year: version
            for year, version in versions.items()
            if context.force or not version or context.state.active_version(str(year)) != version
        }
        if not wanted:
            progress.detail = f"{len(versions)} years, none changed"
            return
        selection = select(
            table,
            client.fetch_codes(),
            f"declaration {declaration.source_id}.yml, {table.table_id}",
        )
        chunks = [p for y in wanted for p in plan_year(y, selection, table.cells_per_call)]
        if len(chunks) > web.limits.most_calls:
            raise ConfigurationError(
                f"{len(chunks):,} requests are needed, the limit of a refresh is {web.limits.most_calls:,}",
                where=f"request.cells_per_call of declaration {declaration.source_id}.yml",
                remedy="raise it, or fetch fewer years with --from and --to",
            )
        yield from _fetch_chunks(client, chunks, wanted, context, progress)


def years_with_versions(table: CensusTable, changes: Changes, window: Window) -> dict[int, str]:
    """The years of the window to consider, each with the date of its last change ('' where not known).

    These are the years that the service lists. If it lists only the newest year, or not all of its years,
    they are the declared years. If it lists only the newest, any change of the table counts for every year.
    """
    listed = changes.dates
    newest = max(listed, default=table.last_year) if changes.is_complete else table.last_year
    if newest is None:
        raise ConfigurationError(
            f"table {table.table_id} does not list its years",
            where=f"request.last_year; {changes.why_unknown}"
            if changes.why_unknown
            else "request.last_year",
            remedy="declare the last year",
        )
    all_listed = changes.is_complete and len(listed) > 1
    last = newest if table.last_year is None else min(newest, table.last_year)
    years = [
        year
        for year in range(table.first_year, last + 1)
        if window.contains(str(year)) and (not all_listed or year in listed)
    ]
    otherwise = max(listed.values(), default="") if changes.is_complete else ""
    return {year: listed.get(year, otherwise) for year in years}


def _outside(table: CensusTable, window: Window) -> ConfigurationError:
    last = f"to {table.last_year}" if table.last_year else "or later"
    return ConfigurationError(
        f"no year of table {table.table_id} is in the requested range",
        where=f"{window.first or '…'} to {window.last or '…'}",
        remedy=f"use years from {table.first_year} {last}, which are declared and available",
    )


def note_limits_of_hints(source_id: str, table: CensusTable, changes: Changes) -> None:
    """Note in the summary that dates of change are missing, and years that are not declared."""
    if changes.why_unknown or not changes.is_complete:
        why = f": {changes.why_unknown}" if changes.why_unknown else ""
        note(
            f"{source_id}: the service does not list when each year was changed{why}; "
            "all years are requested"
        )
    last = table.last_year or max(changes.dates, default=table.first_year)
    left_out = [year for year in sorted(changes.dates) if not table.first_year <= year <= last]
    if left_out:
        note(
            f"{source_id}: the service has {_as_ranges(left_out)}, which the declaration does not include"
            f" (request.first_year {table.first_year}, last_year {last})"
        )


def _as_ranges(years: list[int]) -> str:
    """Sorted years as text, consecutive years as a range: 1993–2019, 2024."""
    ranges: list[list[int]] = []
    for year in years:
        if ranges and ranges[-1][-1] == year - 1:
            ranges[-1].append(year)
        else:
            ranges.append([year])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in ranges)


def _fetch_chunks(
    client: KosisClient,
    chunks: list[RequestChunk],
    versions: dict[int, str],
    context: FetchContext,
    progress: Stage,
) -> Iterator[Payload | Snapshot]:
    """Each chunk: from the lake if an unfinished run fetched it, otherwise from the service."""
    stored = {
        year: context.state.fetched_parts(str(year), version) for year, version in versions.items()
    }
    most_splits = client.web.limits.most_splits
    total, done, requested, splits = len(chunks), 0, 0, 0
    queue = list(reversed(chunks))
    while queue:
        chunk = queue.pop()
        progress.advance(f"{chunk.year} from region {chunk.regions[0]}", done, total)
        snapshot = stored[chunk.year].get(chunk.part)
        try:
            if snapshot is None and _was_split(chunk, stored[chunk.year]):
                raise TooManyCells("KOSIS error 31 in the last run")
            if snapshot is None:
                body = client.fetch_cells(chunk)
        except TooManyCells as error:
            parts, splits = split(chunk), splits + 1
            if not parts:
                raise _cannot_split(chunk, error.what) from None
            if splits > most_splits:
                raise _too_many_splits(chunk, error.what, most_splits) from None
            queue += reversed(parts)
            total += len(parts) - 1
            continue
        if snapshot is None:
            requested += 1
            yield _payload(client, chunk, versions[chunk.year], body)
        else:
            yield snapshot
        done += 1
    progress.detail = (
        f"{done} parts of {len(versions)} years, {requested} requested, {client.web.calls} calls"
    )


def _was_split(chunk: RequestChunk, stored: dict[str, Snapshot]) -> bool:
    """Whether an unfinished run stored a smaller part of `chunk`: then the service answered error 31."""
    first = split(chunk)[:1] if stored else []
    return any(p.part in stored or _was_split(p, stored) for p in first)


def _payload(client: KosisClient, chunk: RequestChunk, version: str, body: bytes) -> Payload:
    # the gate expects all provinces of a year unless its snapshots say which regions were chosen
    chosen = {"regions": "+".join(client.table.regions)} if client.table.regions else {}
    return Payload(
        partition=str(chunk.year),
        part=chunk.part,
        file_name=f"{chunk.part}.json",
        content=body,
        origin="fetched",
        request={**client.parameters(chunk), **chosen, "changed_at_source": version},
        retrieved_at=datetime.now(UTC),
        version=version,
    )


def _too_many_splits(chunk: RequestChunk, what: str, most: int) -> SourceUnavailable:
    return SourceUnavailable(
        f"{what}, again after {most:,} splits of the requests",
        where=f"{chunk.year} {chunk.part}",
        remedy="run again later; if it stays, lower request.cells_per_call or contact the service",
    )


def _cannot_split(chunk: RequestChunk, what: str) -> ArrivalRefused:
    return ArrivalRefused(
        f"{what}, for a single cell",
        where=f"{chunk.year} {chunk.part}",
        remedy="the service limits more than cells: contact it, or declare fewer regions",
    )
