"""What arrives: the payloads that a source offers now, put into the raw store."""

from __future__ import annotations

from orchestration.lake.manifest import Snapshot
from orchestration.lake.raw_store import RawStore
from orchestration.settings import Settings
from orchestration.sources.declaration import Declaration
from orchestration.sources.provider import provider_of


def collect(
    declaration: Declaration, settings: Settings, store: RawStore
) -> dict[str, list[Snapshot]]:
    """Put all that the source offers into the raw store; returns the snapshots by partition."""
    arrived: dict[str, list[Snapshot]] = {}
    for payload in provider_of(declaration).collect(declaration, settings):
        arrived.setdefault(payload.partition, []).append(store.put(declaration, payload))
    return arrived
