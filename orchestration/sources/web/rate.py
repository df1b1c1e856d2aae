"""The rate limit: a token bucket of `burst` calls, refilled every 60 / calls_per_minute seconds."""

from __future__ import annotations

import threading
import time
from functools import cache

from orchestration.services import Limits


class TokenBucket:
    """`take()` returns at once while tokens are left; otherwise it sleeps until the next one."""

    def __init__(self, calls_per_minute: float, burst: int) -> None:
        """A full bucket of `burst` tokens."""
        self._per_second = calls_per_minute / 60
        self._burst = float(burst)
        self._tokens = float(burst)
        self._at = time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> float:
        """Take one token; returns the seconds that it slept."""
        with self._lock:
            now = time.monotonic()
            self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
            self._at = now
            self._tokens -= 1
            pause = max(0.0, -self._tokens / self._per_second)
        time.sleep(pause)
        return pause


@cache
def bucket_of(provider: str, limits: Limits) -> TokenBucket:
    """The bucket that all clients of `provider` in this process share."""
    return TokenBucket(limits.calls_per_minute, limits.burst)
