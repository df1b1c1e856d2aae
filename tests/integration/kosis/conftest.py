"""A small synthetic table served by a loopback KOSIS, and a lake that fetches it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.kosis_service import KosisService
from tests.support.kosis_table import KosisTable, census_table
from tests.support.live_lake import LiveLake, live_lake
from tests.support.loopback import Loopback, serving

KEY = "c3ludGhldGlj+a2V5/=="
"""Invented; it has the characters that must be encoded."""


@dataclass
class Kosis:
    """The lake, the server that it uses, and the table that is served."""

    lake: LiveLake
    server: Loopback
    service: KosisService
    table: KosisTable

    def declare(self, **request: Any) -> None:
        """Change the declaration's request."""
        declaration = self.lake.declaration
        changed = {**declaration.request, **request}
        self.lake.declaration = declaration.model_copy(update={"request": changed})


@pytest.fixture
def kosis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kosis]:
    """Sections and divisions of 2022 and 2023 for the nation and 17 provinces."""
    table = census_table(depth=2)
    service = KosisService(table, KEY)
    with serving(service) as server:
        environment = {"KOSIS_API_KEY": KEY, "SMARTCITY_KOSIS_URL": server.url}
        lake = live_lake(tmp_path, monkeypatch, "kosis_census", environment)
        yield Kosis(lake, server, service, table)
