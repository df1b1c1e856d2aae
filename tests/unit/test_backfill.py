"""A period that no source has fails with the reason; one that is there is staged and counted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.backfill import backfill
from orchestration.errors import PeriodMissing
from orchestration.lake.raw_store import RawStore
from orchestration.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, SMARTCITY_LAKE=tmp_path)


@pytest.mark.parametrize(
    ("source_id", "period", "why"),
    [
        ("sdot_api", "2024-01", "skipped: no key"),
        ("kosis_census", "2030", "skipped: no key"),
        ("nps_workplaces", "2024-01", "no file of it was dropped"),
        ("sdot_weekly", "2024-01", "no file of it was dropped"),
    ],
)
def test_a_missing_period_fails_with_its_reason(
    settings: Settings, source_id: str, period: str, why: str
) -> None:
    with pytest.raises(PeriodMissing) as raised:
        backfill(settings, source_id, period)
    assert f"{source_id} {period}: {why}" in raised.value.what
    assert raised.value.remedy
    store = RawStore(settings.raw, settings.quarantine)
    assert store.active(source_id) == {}


def test_a_bundled_period_is_staged(settings: Settings) -> None:
    filled = backfill(settings, "kosis_census", "2023")
    assert (filled.snapshots, filled.rows) == (1, 3302)


def test_a_bundled_period_can_be_filled_again(settings: Settings) -> None:
    first = backfill(settings, "kosis_census", "2022")
    shutil.rmtree(settings.staged)
    assert backfill(settings, "kosis_census", "2022") == first
