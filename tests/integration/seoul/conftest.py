"""A few synthetic sensors served by a loopback Seoul Open Data Plaza, and a lake that fetches them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from orchestration.sources.seoul import hours
from tests.support.live_lake import LiveLake, live_lake
from tests.support.loopback import Loopback, serving
from tests.support.seoul_service import SeoulService, reading

KEY = "73796e746865746963+6b/79=="
"""Invented; it has the characters that must be encoded."""
NOW = datetime(2026, 3, 1, 4, 20, tzinfo=hours.SEOUL)


@dataclass
class Seoul:
    """The lake, the server that it uses, and the sensors that are served."""

    lake: LiveLake
    server: Loopback
    service: SeoulService
    patch: pytest.MonkeyPatch

    def declare(self, **request: Any) -> None:
        """Change the declaration's request."""
        changed = {**self.lake.declaration.request, **request}
        self.lake.declaration = self.lake.declaration.model_copy(update={"request": changed})

    def readings(self) -> pa.Table:
        """The staged readings, one row per sensor, hour and metric."""
        with duckdb.connect() as connection:
            connection.register("staged", self.lake.staged("sdot_readings"))
            return connection.sql(
                "select * exclude (readings), unnest(readings, recursive := true) from staged"
            ).to_arrow_table()

    def at(self, now: datetime) -> None:
        """Set the current time, which decides the hours that are requested."""
        self.patch.setattr(hours, "now", lambda: now)


@pytest.fixture
def seoul(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seoul]:
    """Seven sensors in the last hours of February and the first of March, pages of three."""
    named = ["2026-02-28_22", "2026-02-28_23", "2026-03-01_00", "2026-03-01_01", "2026-03-01_02"]
    service = SeoulService(KEY, {h: [reading(n, h) for n in range(7)] for h in named})
    with serving(service) as server:
        environment = {"SEOUL_API_KEY": KEY, "SMARTCITY_SEOUL_URL": server.url}
        request = {"rows_per_page": 3, "kept_days": 1}
        lake = live_lake(tmp_path, monkeypatch, "sdot_api", environment, request)
        stand = Seoul(lake, server, service, monkeypatch)
        stand.at(NOW)
        yield stand
