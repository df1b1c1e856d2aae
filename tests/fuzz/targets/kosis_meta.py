"""The metadata of a KOSIS table: its codes (ITM), and when each year was changed (NCD)."""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.window import Window
from orchestration.errors import SmartCityError
from orchestration.sources.kosis.live import note_limits_of_hints, years_with_versions
from orchestration.sources.kosis.meta import read_changes, read_codes, select
from orchestration.sources.kosis.plan import plan_year
from orchestration.sources.kosis.response import read_rows
from orchestration.sources.kosis.table import CensusTable

CORPUS = ("kosis/meta*", "kosis/changes*")


@cache
def _table() -> CensusTable:
    return CensusTable.of(load_declarations()["kosis_census"])


def run(data: bytes) -> None:
    """Read `data` as both responses."""
    with suppress(SmartCityError):
        changes = read_changes(read_rows(data, "fuzz"))
        note_limits_of_hints("fuzz", _table(), changes)
        years_with_versions(_table(), changes, Window())
    with suppress(SmartCityError):
        selection = select(_table(), read_codes(read_rows(data, "fuzz"), "fuzz"), "fuzz")
        plan_year(2023, selection, 40_000)
