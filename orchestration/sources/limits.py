"""How hard each provider may be asked: one entry a provider, kept well below what it publishes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Rate, patience and time limits of one provider. Times in seconds."""

    calls_per_minute: int
    burst: int = 10
    attempts: int = 6
    wait_initial: float = 1.0
    wait_max: float = 60.0
    patience: float = 900.0
    connect_timeout: float = 10.0
    read_timeout: float = 120.0


LIMITS: dict[str, Limits] = {
    # 1,000 calls a minute is the usual figure, one source says 200: stay below the smaller.
    "kosis": Limits(calls_per_minute=150),
    # No figure is published; pages are small and many.
    "seoul": Limits(calls_per_minute=300, burst=20, read_timeout=60.0),
}
