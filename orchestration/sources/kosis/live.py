"""Years of a census table over the network: only those that are new or changed, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from orchestration.errors import ArrivalRefused, ConfigurationError
from orchestration.lake.manifest import Payload, Snapshot
from orchestration.progress import Stage, stage
from orchestration.settings import Settings
from orchestration.sources.declaration import Declaration
from orchestration.sources.kosis.client import KosisClient, TooManyCells
from orchestration.sources.kosis.meta import select
from orchestration.sources.kosis.plan import Piece, plan_year, split
from orchestration.sources.kosis.table import CensusTable
from orchestration.sources.provider import Ask
from orchestration.sources.window import Window


def fetch(declaration: Declaration, settings: Settings, ask: Ask) -> Iterator[Payload | Snapshot]:
    """All pieces of every year in the window that the service changed since it came into force."""
    table = CensusTable.of(declaration)
    assert settings.kosis_api_key is not None
    key = settings.kosis_api_key.get_secret_value()
    with (
        stage(f"fetch {declaration.source_id}") as progress,
        KosisClient(declaration.source_id, table, settings.kosis_url, key) as client,
    ):
        versions = _versions(table, client.changes(), ask.window)
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
        yield from _pieces(client, pieces, wanted, ask, progress)


def _versions(table: CensusTable, changes: dict[str, str], window: Window) -> dict[int, str]:
    """The years to look at, each with the date of its last change ('' when nobody knows).

    The years are those that the service lists. Where it lists the newest alone, or none, the declared
    range counts, and any change of the table counts as one of every year.
    """
    listed = {int(p): changed for p, changed in changes.items() if len(p) == 4 and p.isdigit()}
    newest = max(listed, default=table.last_year)
    if newest is None:
        raise ConfigurationError(
            f"table {table.table_id} does not list its years",
            where="request.last_year",
            remedy="declare the last year",
        )
    last = newest if table.last_year is None else min(newest, table.last_year)
    years = [
        year
        for year in range(table.first_year, last + 1)
        if window.contains(str(year)) and (len(listed) < 2 or year in listed)
    ]
    if not years:
        raise ConfigurationError(
            f"no year of table {table.table_id} lies in the range asked for",
            where=f"{window.first or '…'} to {window.last or '…'}",
            remedy=f"ask within {table.first_year} to {last}, which the service has and we declare",
        )
    otherwise = max(listed.values(), default="")
    return {year: listed.get(year, otherwise) for year in years}


def _pieces(
    client: KosisClient, pieces: list[Piece], versions: dict[int, str], ask: Ask, progress: Stage
) -> Iterator[Payload | Snapshot]:
    """Each piece from the lake where an unfinished run left it there, else from the service."""
    kept = {year: ask.ledger.kept(str(year), version) for year, version in versions.items()}
    total, done, asked = len(pieces), 0, 0
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
            parts = split(piece)
            if not parts:
                raise _cannot_split(piece, str(error)) from None
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
    return Payload(
        partition=str(piece.year),
        part=piece.part,
        file_name=f"{piece.part}.json",
        content=body,
        origin="fetched",
        request={**client.parameters(piece), "changed_at_source": version},
        retrieved_at=datetime.now(UTC),
        version=version,
    )


def _cannot_split(piece: Piece, said: str) -> ArrivalRefused:
    return ArrivalRefused(
        f"{said}, for a single cell",
        where=f"{piece.year} {piece.part}",
        remedy="the service limits more than cells: ask it, or declare fewer regions",
    )
