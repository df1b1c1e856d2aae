"""Collect what a source offers now and put it into the raw store.

A source with a key is fetched from its service if the settings have the key; otherwise its bundled data are
used. Bundled data never replace a period that was fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.contracts.window import Window
from orchestration.errors import ArrivalRefused
from orchestration.lake.checks.refusal import AnswerRefused
from orchestration.lake.raw_store import RawStore
from orchestration.lake.source_state import SourceState
from orchestration.services import SERVICES
from orchestration.settings import Settings
from orchestration.sources.provider import FetchContext, live_provider_of, provider_of


def is_live(declaration: Declaration, settings: Settings) -> bool:
    """Whether the source is fetched from its service: it needs a key, and the settings have it."""
    return declaration.provider in settings.api_keys


def collect(
    declaration: Declaration,
    settings: Settings,
    store: RawStore,
    *,
    window: Window | None = None,
    force: bool = False,
) -> dict[str, list[Snapshot]]:
    """Put what the source offers into the raw store; returns the snapshots by partition.

    A live source fetches only periods that are new or changed; with `force` it fetches all periods of
    `window` again. Periods outside `window` are not collected. Raises the errors of the provider; the
    body of a refused response goes to quarantine first.
    """
    window = window or Window()
    state = SourceState(store, declaration.source_id)
    offered: Iterable[Payload | Snapshot]
    if is_live(declaration, settings):
        context = FetchContext(state, window, force)
        offered = live_provider_of(declaration).fetch(declaration, settings, context)
    else:
        offered = _collect_files(declaration, settings, store, window)
    collected: dict[str, list[Snapshot]] = {}
    try:
        for offer in offered:
            if isinstance(offer, Snapshot):
                _add(collected, offer)
                continue
            snapshot = store.put(declaration, offer)
            _add(collected, snapshot)
            if offer.origin == "fetched":
                state.record_part(snapshot, offer.part, offer.version, offer.retrieved_at)
    except AnswerRefused as refused:
        store.quarantine_response(declaration.source_id, refused.name, refused.body, str(refused))
        raise
    return collected


def _add(collected: dict[str, list[Snapshot]], snapshot: Snapshot) -> None:
    manifest = snapshot.manifest
    partition = collected.setdefault(manifest.partition, [])
    if any(s.snapshot_id == snapshot.snapshot_id for s in partition):
        raise ArrivalRefused(
            "duplicate page: two requests returned the same bytes",
            where=f"{manifest.source_id} {manifest.partition} {manifest.part}",
            remedy="run again; if it stays, the service ignores a part of the request",
        )
    partition.append(snapshot)


def _collect_files(
    declaration: Declaration, settings: Settings, store: RawStore, window: Window
) -> Iterator[Payload]:
    """The bundled or dropped payloads in `window`, without periods that were fetched from the service."""
    if declaration.provider in SERVICES and declaration.bundled is None:
        return
    fetched = {
        partition
        for partition, snapshots in store.active(declaration.source_id).items()
        if any(s.manifest.origin == "fetched" for s in snapshots)
    }
    for payload in provider_of(declaration).collect(declaration, settings):
        if payload.partition not in fetched and (
            window.is_open or window.contains(payload.partition)
        ):
            yield payload
