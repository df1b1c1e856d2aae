"""What arrives: the payloads that a source offers now, put into the raw store.

With its key in the settings a source is asked over the network, without it the bundled data stand in.
Bundled data never replace a period that was fetched: the last good snapshot stays in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from orchestration.errors import ArrivalRefused
from orchestration.lake.checks.refusal import AnswerRefused
from orchestration.lake.ledger import Ledger
from orchestration.lake.manifest import Payload, Snapshot
from orchestration.lake.raw_store import RawStore
from orchestration.settings import Settings
from orchestration.sources.declaration import Declaration
from orchestration.sources.provider import Ask, live_provider_of, provider_of
from orchestration.sources.window import Window


def is_live(declaration: Declaration, settings: Settings) -> bool:
    """Whether the source is asked over the network: it wants a key and the settings have it."""
    return declaration.key is not None and getattr(settings, declaration.key) is not None


def collect(
    declaration: Declaration,
    settings: Settings,
    store: RawStore,
    *,
    window: Window | None = None,
    force: bool = False,
    named: bool = True,
) -> dict[str, list[Snapshot]]:
    """Put all that the source offers into the raw store; returns the snapshots by partition.

    A live source is asked for what is new or changed alone; `force` asks for all of `window` again.
    One that was not `named` may have nothing in the window.
    Periods outside `window` are left as they are. Raises what the provider raises; an answer that is
    no data is kept aside first.
    """
    window = window or Window()
    ledger = Ledger(store, declaration.source_id)
    offered: Iterable[Payload | Snapshot]
    if is_live(declaration, settings):
        offered = live_provider_of(declaration).fetch(
            declaration, settings, Ask(ledger, window, force, named)
        )
    else:
        offered = _without_network(declaration, settings, store, window)
    arrived: dict[str, list[Snapshot]] = {}
    try:
        for offer in offered:
            if isinstance(offer, Snapshot):
                _add(arrived, offer)
                continue
            snapshot = store.put(declaration, offer)
            _add(arrived, snapshot)
            if offer.origin == "fetched":
                ledger.keep(snapshot, offer.part, offer.version, offer.retrieved_at)
    except AnswerRefused as refused:
        store.put_aside(declaration.source_id, refused.name, refused.body, str(refused))
        raise
    return arrived


def _add(arrived: dict[str, list[Snapshot]], snapshot: Snapshot) -> None:
    partition = arrived.setdefault(snapshot.manifest.partition, [])
    if any(s.snapshot_id == snapshot.snapshot_id for s in partition):
        raise ArrivalRefused(
            "duplicate page: two requests gave the same bytes",
            where=f"{snapshot.manifest.source_id} {snapshot.manifest.partition} "
            f"{snapshot.manifest.part}",
            remedy="ask again; if it stays, the service ignores a part of the request",
        )
    partition.append(snapshot)


def _without_network(
    declaration: Declaration, settings: Settings, store: RawStore, window: Window
) -> Iterator[Payload]:
    if declaration.key is not None and declaration.bundled is None:
        return
    fetched = {
        partition
        for partition, snapshots in store.in_force(declaration.source_id).items()
        if any(s.manifest.origin == "fetched" for s in snapshots)
    }
    for payload in provider_of(declaration).collect(declaration, settings):
        if payload.partition not in fetched and (
            window.is_open or window.contains(payload.partition)
        ):
            yield payload
