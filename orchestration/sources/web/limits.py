"""How hard each provider may be asked, and how long and how large its answers may be.

One entry a provider, kept well below what it publishes. Three limits can be set by the environment
(see `Settings`), for slow lines and larger tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from orchestration.settings import Settings

MEBIBYTE = 2**20
GIBIBYTE = 2**30


@dataclass(frozen=True)
class Limits:
    """Rate, patience and limits of one provider. Times in seconds, sizes in bytes."""

    calls_per_minute: int
    burst: int = 10
    attempts: int = 6
    wait_initial: float = 1.0
    wait_max: float = 60.0
    patience: float = 900.0
    """All attempts of one request and the waits between them."""
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    """Between two pieces of an answer."""
    call_timeout: float = 180.0
    """One attempt: connection, headers and body together."""
    refresh_timeout: float = 3600.0
    """All requests that a refresh makes to one source."""
    most_calls: int = 2_000
    """Attempts in one refresh of a source."""
    most_bytes: int = 64 * MEBIBYTE
    """One answer, unpacked."""
    most_bytes_in_all: int = 4 * GIBIBYTE
    """All answers to one refresh of a source."""
    most_pages: int = 300
    """Pages that a service may announce for one request."""
    most_splits: int = 500
    """How often a refresh may split a request because the service calls it too large."""


LIMITS: dict[str, Limits] = {
    # 1,000 calls a minute is the usual figure, one source says 200: stay below the smaller.
    "kosis": Limits(calls_per_minute=150),
    # No figure is published; pages are small and many: a first run makes 1,500 calls for 1 GB.
    "seoul": Limits(
        calls_per_minute=300,
        burst=20,
        call_timeout=60.0,
        refresh_timeout=7200.0,
        most_calls=10_000,
        most_bytes=8 * MEBIBYTE,
        most_bytes_in_all=8 * GIBIBYTE,
    ),
}


def limits_of(provider: str, settings: Settings) -> Limits:
    """The limits of `provider`, with those that the settings change."""
    given: dict[str, Any] = {
        "call_timeout": settings.call_seconds,
        "refresh_timeout": settings.source_seconds,
        "most_bytes": settings.answer_bytes,
    }
    return replace(LIMITS[provider], **{k: v for k, v in given.items() if v is not None})
