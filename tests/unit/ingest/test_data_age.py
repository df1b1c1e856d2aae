"""Bundled data are never fresh; received data are until a little more than their cadence has passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.snapshot import Origin, Payload
from orchestration.ingest.data_age import OVERDUE, DataAge, data_age
from orchestration.lake.raw_store import RawStore

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def age_after(
    lake: Path, source_id: str, received: timedelta | None, origin: Origin = "fetched"
) -> DataAge | None:
    """The age of a source with one snapshot of 2023 that was received so long ago."""
    declaration, store = load_declarations()[source_id], RawStore(lake / "raw", lake / "quarantine")
    at = None if received is None else NOW - received
    payload = Payload("2023", "whole", "a.csv", b"x", origin, retrieved_at=at)
    store.activate(source_id, {"2023": [store.put(declaration, payload)]})
    return data_age(declaration, store, NOW)


def test_bundled_data_are_not_fresh_and_name_the_key(tmp_path: Path) -> None:
    age = age_after(tmp_path, "kosis_census", None, "bundled")
    assert age is not None
    assert not age.is_fresh
    assert age.seen_at is None
    assert age.reason == (
        "bundled data up to 2023, which a refresh does not renew;"
        " set KOSIS_API_KEY to fetch newer periods"
    )


@pytest.mark.parametrize("source_id", ["kosis_census", "nps_workplaces", "sdot_weekly"])
def test_received_data_are_fresh_until_the_limit(tmp_path: Path, source_id: str) -> None:
    limit = OVERDUE[load_declarations()[source_id].cadence]
    fresh = age_after(tmp_path / "a", source_id, limit)
    overdue = age_after(tmp_path / "b", source_id, limit + timedelta(days=1))
    assert fresh is not None
    assert overdue is not None
    assert (fresh.is_fresh, overdue.is_fresh) == (True, False)
    assert overdue.reason == (
        f"last received {limit.days + 1} days ago; overdue after {limit.days} days"
    )


def test_dropped_files_count_as_received(tmp_path: Path) -> None:
    age = age_after(tmp_path, "mdis_census", timedelta(days=3), "dropped")
    assert age is not None
    assert age.is_fresh


@pytest.mark.parametrize("source_id", ["kosis_census", "report_figures"])
def test_without_data_or_without_cadence_there_is_no_age(tmp_path: Path, source_id: str) -> None:
    declaration: Declaration = load_declarations()[source_id]
    assert data_age(declaration, RawStore(tmp_path / "raw", tmp_path / "q"), NOW) is None


def test_data_that_never_change_have_no_age(tmp_path: Path) -> None:
    assert age_after(tmp_path, "report_figures", None, "bundled") is None
