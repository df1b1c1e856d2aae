"""What a KOSIS table says of itself: its codes (ITM), and when each year was changed (NCD)."""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.window import Window
from orchestration.errors import SmartCityError
from orchestration.sources.kosis.answer import read_answer
from orchestration.sources.kosis.live import _disclose, _versions
from orchestration.sources.kosis.meta import read_changes, read_codes, select
from orchestration.sources.kosis.plan import plan_year
from orchestration.sources.kosis.table import CensusTable

CORPUS = ("kosis/meta*", "kosis/changes*")


@cache
def _table() -> CensusTable:
    return CensusTable.of(load_declarations()["kosis_census"])


def run(data: bytes) -> None:
    """Read `data` as both answers."""
    with suppress(SmartCityError):
        changes = read_changes(read_answer(data, "fuzz"))
        _disclose("fuzz", _table(), changes)
        _versions(_table(), changes, Window())
    with suppress(SmartCityError):
        selection = select(_table(), read_codes(read_answer(data, "fuzz"), "fuzz"), "fuzz")
        plan_year(2023, selection, 40_000)
