"""Provider `kosis`: bundled answers without a key, the live service with one; one parser for both."""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload
from orchestration.settings import Settings
from orchestration.sources.bundled import bundled_payloads
from orchestration.sources.kosis.live import fetch
from orchestration.sources.kosis.parse import parse

__all__ = ["collect", "fetch", "parse"]


def collect(declaration: Declaration, settings: Settings) -> Iterable[Payload]:
    """The recorded answers; `lake.arrival` calls `fetch` instead when the settings have the key."""
    return bundled_payloads(declaration, settings)
