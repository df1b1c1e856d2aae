"""Provider `kosis`: the live service with a key, bundled responses without one; one parser for both."""

from __future__ import annotations

from orchestration.sources.bundled import collect
from orchestration.sources.kosis.live import fetch
from orchestration.sources.kosis.parse import parse

__all__ = ["collect", "fetch", "parse"]
