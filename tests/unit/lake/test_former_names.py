"""A lake whose records have former names continues to work, and no record is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.snapshot import Payload
from orchestration.ingest.collect import collect
from orchestration.ingest.staging import StagingArea
from orchestration.lake.former_names import rename_former_files
from orchestration.lake.lock import lake_lock
from orchestration.lake.raw_store import RawStore
from orchestration.lake.source_state import SourceState
from orchestration.settings import Settings

SOURCE = "report_table_8"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SMARTCITY_LAKE", str(tmp_path / "lake"))
    return Settings(_env_file=None)


@pytest.fixture
def declarations() -> dict[str, Declaration]:
    return {SOURCE: load_declarations()[SOURCE]}


def store_of(settings: Settings) -> RawStore:
    return RawStore(settings.raw, settings.quarantine)


def refresh(settings: Settings, declarations: dict[str, Declaration]) -> None:
    """Collect, stage and finish as a refresh does."""
    store = store_of(settings)
    area = StagingArea(settings.staged, store)
    with lake_lock(settings.lake):
        for declaration in declarations.values():
            area.stage(declaration, collect(declaration, settings, store))
        area.finish(declarations)


def age(settings: Settings) -> Iterator[Path]:
    """Give the records the names that older versions wrote; yields each."""
    source = settings.raw / SOURCE
    for present, former in (("active.json", "in_force.json"), ("handoff.json", "arrived.json")):
        if (source / present).exists():
            os.replace(source / present, source / former)
            yield source / former
    snapshots = settings.staged / "snapshots"
    os.replace(snapshots / "active.parquet", snapshots / "in_force.parquet")
    yield snapshots / "in_force.parquet"


def test_an_older_lake_continues(settings: Settings, declarations: dict[str, Declaration]) -> None:
    """The active snapshots, the ledger and the staged rows are those of before."""
    refresh(settings, declarations)
    store = store_of(settings)
    partition, snapshots = next(iter(store.active(SOURCE).items()))
    SourceState(store, SOURCE).record_part(snapshots[0], "whole", "2024-01-01")
    active, ledger = store.active_ids(SOURCE), (settings.raw / SOURCE / "ledger.json").read_bytes()
    staged = {p.name: p.read_bytes() for p in settings.staged.glob("*/*.parquet")}
    former = list(age(settings))
    assert store_of(settings).active(SOURCE) == {}, "the older record is not read"

    with lake_lock(settings.lake):
        assert store_of(settings).active_ids(SOURCE) == active
        assert (settings.raw / SOURCE / "ledger.json").read_bytes() == ledger
        state = SourceState(store_of(settings), SOURCE)
        assert state.fetched_parts(partition, "2024-01-01") == {"whole": snapshots[0]}
    refresh(settings, declarations)

    assert not any(path.exists() for path in former)
    assert store_of(settings).active_ids(SOURCE) == active
    assert {p.name: p.read_bytes() for p in settings.staged.glob("*/*.parquet")} == staged


def test_a_dropped_file_of_an_older_lake_stays_active(
    settings: Settings, declarations: dict[str, Declaration]
) -> None:
    """It is not in the bundled data: only the record of active snapshots knows that it is active."""
    declaration = declarations[SOURCE]
    refresh(settings, declarations)
    store = store_of(settings)
    (bundled,) = store.active(SOURCE).values()
    content = bundled[0].path.read_bytes()
    dropped = store.put(
        declaration,
        Payload(
            "user", "whole", "user.csv", content, "dropped", request={"dropped_as": "user.csv"}
        ),
    )
    SourceState(store, SOURCE).activate({"user": [dropped]})
    list(age(settings))
    refresh(settings, declarations)
    assert store_of(settings).active_ids(SOURCE)["user"] == [dropped.snapshot_id]
    assert (settings.staged / "snapshots" / "active.parquet").exists()


def test_a_record_with_the_present_name_wins(settings: Settings) -> None:
    """Where both exist, a newer version wrote the present one: the former one is removed."""
    source = settings.raw / SOURCE
    source.mkdir(parents=True)
    (source / "active.json").write_text(json.dumps({"2023": ["5f" * 32]}))
    (source / "in_force.json").write_text("{}")
    rename_former_files(settings.lake)
    assert [p.name for p in source.iterdir()] == ["active.json"]
    assert store_of(settings).active_ids(SOURCE) == {"2023": ["5f" * 32]}


def test_a_new_lake_is_left_as_it_is(settings: Settings) -> None:
    rename_former_files(settings.lake)
    assert not settings.lake.exists()
