"""Provider `seoul`: hourly sensor readings from the OpenAPI of the Seoul Open Data Plaza."""

from __future__ import annotations

from orchestration.sources.bundled import collect
from orchestration.sources.seoul.live import fetch
from orchestration.sources.seoul.parse import parse

__all__ = ["collect", "fetch", "parse"]
