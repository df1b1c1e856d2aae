"""Provider `seoul`: hourly sensor readings of the Seoul Open Data Plaza. Nothing without a key."""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload
from orchestration.settings import Settings
from orchestration.sources.seoul.live import fetch
from orchestration.sources.seoul.parse import parse

__all__ = ["collect", "fetch", "parse"]


def collect(declaration: Declaration, settings: Settings) -> Iterable[Payload]:
    """Nothing: the service keeps a month and none of it is bundled."""
    return ()
