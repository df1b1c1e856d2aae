"""Years of a census table over the network: only those that are new or changed, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from orchestration.errors import ArrivalRefused, ConfigurationError, SourceUnavailable
from orchestration.lake.manifest import Payload, Snapshot
from orchestration.progress import Stage, note, stage
from orchestration.settings import Settings
from orchestration.sources.declaration import Declaration
from orchestration.sources.kosis.client import KosisClient, TooManyCells
from orchestration.sources.kosis.meta import Changes, select
from orchestration.sources.kosis.plan import Piece, plan_year, split
from orchestration.sources.kosis.table import CensusTable
from orchestration.sources.provider import Ask
from orchestration.sources.window import Window


def fetch(declaration: Declaration, settings: Settings, ask: Ask) -> Iterator[Payload | Snapshot]:
    """All pieces of every year in the window that the service changed since it came into force."""
    table = CensusTable.of(declaration)
    with (
        stage(f"fetch {declaration.source_id}") as progress,
        KosisClient(declaration.source_id, table, settings) as client,
    ):
        changes = client.changes()
        versions = _versions(table, changes, ask.window)
        if not versions:
            if ask.named or ask.window.is_open:
                raise _outside(table, ask.window)
            progress.detail = "no year in the range asked for"
            return
        _disclose(declaration.source_id, table, changes)
        wanted = {
            year: version
            for year, version in versions.items()
            if ask.force or not version or ask.ledger.version_of(str(year)) != version
        }
        if not wanted:
            progress.detail = f"{len(versions)} years, none changed"
            return
        selection = select(
            table, client.codes(), f"declaration {declaration.source_id}.yml, {table.table_id}"
        )
        pieces = [p for y in wanted for p in plan_year(y, selection, table.cells_per_call)]
        if len(pieces) > client.limits.most_calls:
            raise ConfigurationError(
                f"{len(pieces):,} requests are needed, a refresh makes {client.limits.most_calls:,}",
                where=f"request.cells_per_call of declaration {declaration.source_id}.yml",
                remedy="raise it, or ask for fewer years with --from and --to",
            )
        yield from _pieces(client, pieces, wanted, ask, progress)


def _versions(table: CensusTable, changes: Changes, window: Window) -> dict[int, str]:
    """The years of the window to look at, each with the date of its last change ('' when nobody knows).

    The years are those that the service lists. Where it lists the newest alone, or not all that it has,
    the declared range counts. Of the newest alone, any change of the table counts as one of every year.
    """
    listed = changes.dates
    newest = max(listed, default=table.last_year) if changes.is_whole else table.last_year
    if newest is None:
        raise ConfigurationError(
            f"table {table.table_id} does not list its years",
            where=f"request.last_year; {changes.unknown}"
            if changes.unknown
            else "request.last_year",
            remedy="declare the last year",
        )
    all_listed = changes.is_whole and len(listed) > 1
    last = newest if table.last_year is None else min(newest, table.last_year)
    years = [
        year
        for year in range(table.first_year, last + 1)
        if window.contains(str(year)) and (not all_listed or year in listed)
    ]
    otherwise = max(listed.values(), default="") if changes.is_whole else ""
    return {year: listed.get(year, otherwise) for year in years}


def _outside(table: CensusTable, window: Window) -> ConfigurationError:
    last = f"to {table.last_year}" if table.last_year else "on"
    return ConfigurationError(
        f"no year of table {table.table_id} lies in the range asked for",
        where=f"{window.first or '…'} to {window.last or '…'}",
        remedy=f"ask within {table.first_year} {last}, which we declare and the service may have",
    )


def _disclose(source_id: str, table: CensusTable, changes: Changes) -> None:
    """Say what the service does not tell, and which of its years the declaration leaves out."""
    if changes.unknown or not changes.is_whole:
        why = f": {changes.unknown}" if changes.unknown else ""
        note(
            f"{source_id}: the service does not say when each year was changed{why}; all are asked for"
        )
    last = table.last_year or max(changes.dates, default=table.first_year)
    left_out = [year for year in sorted(changes.dates) if not table.first_year <= year <= last]
    if left_out:
        note(
            f"{source_id}: the service has {_as_runs(left_out)}, which the declaration does not take"
            f" (request.first_year {table.first_year}, last_year {last})"
        )


def _as_runs(years: list[int]) -> str:
    """Sorted years as text, neighbours as a range: 1993–2019, 2024."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)


def _pieces(
    client: KosisClient, pieces: list[Piece], versions: dict[int, str], ask: Ask, progress: Stage
) -> Iterator[Payload | Snapshot]:
    """Each piece from the lake where an unfinished run left it there, else from the service."""
    kept = {year: ask.ledger.kept(str(year), version) for year, version in versions.items()}
    total, done, asked, splits = len(pieces), 0, 0, 0
    queue = list(reversed(pieces))
    while queue:
        piece = queue.pop()
        progress.advance(f"{piece.year} region {piece.regions[0]} on", done, total)
        snapshot = kept[piece.year].get(piece.part)
        try:
            if snapshot is None and _was_split(piece, kept[piece.year]):
                raise TooManyCells("as the last run found")
            if snapshot is None:
                body = client.cells(piece)
        except TooManyCells as error:
            parts, splits = split(piece), splits + 1
            if not parts:
                raise _cannot_split(piece, error.what) from None
            if splits > client.limits.most_splits:
                raise _too_many_splits(piece, error.what, client.limits.most_splits) from None
            queue += reversed(parts)
            total += len(parts) - 1
            continue
        if snapshot is None:
            asked += 1
            yield _payload(client, piece, versions[piece.year], body)
        else:
            yield snapshot
        done += 1
    progress.detail = (
        f"{done} parts of {len(versions)} years, {asked} asked for, {client.calls} calls"
    )


def _was_split(piece: Piece, kept: dict[str, Snapshot]) -> bool:
    """Whether an unfinished run has a smaller part of `piece`: then the service said 31 before."""
    first = split(piece)[:1] if kept else []
    return any(p.part in kept or _was_split(p, kept) for p in first)


def _payload(client: KosisClient, piece: Piece, version: str, body: bytes) -> Payload:
    # the gate expects all provinces of a year unless its snapshots say which regions were chosen
    chosen = {"regions": "+".join(client.table.regions)} if client.table.regions else {}
    return Payload(
        partition=str(piece.year),
        part=piece.part,
        file_name=f"{piece.part}.json",
        content=body,
        origin="fetched",
        request={**client.parameters(piece), **chosen, "changed_at_source": version},
        retrieved_at=datetime.now(UTC),
        version=version,
    )


def _too_many_splits(piece: Piece, said: str, most: int) -> SourceUnavailable:
    return SourceUnavailable(
        f"{said}, again after {most:,} splits of the requests",
        where=f"{piece.year} {piece.part}",
        remedy="run again later; if it stays, lower request.cells_per_call or ask the service",
    )


def _cannot_split(piece: Piece, said: str) -> ArrivalRefused:
    return ArrivalRefused(
        f"{said}, for a single cell",
        where=f"{piece.year} {piece.part}",
        remedy="the service limits more than cells: ask it, or declare fewer regions",
    )
