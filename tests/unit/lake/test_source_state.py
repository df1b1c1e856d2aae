"""The active snapshots and the ledger of a source change together."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import orchestration.lake.ledger
import orchestration.lake.raw_store
from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.lake.raw_store import RawStore
from orchestration.lake.source_state import SourceState

DECLARATION = load_declarations()["kosis_census"]
SOURCE = DECLARATION.source_id
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "raw", tmp_path / "quarantine")


def put(store: RawStore, part: str, content: bytes, partition: str = "2023") -> Snapshot:
    payload = Payload(partition, part, f"{part}.json", content, "fetched", retrieved_at=FETCHED)
    return store.put(DECLARATION, payload)


def test_ledger_and_raw_store_do_not_know_each_other() -> None:
    names = {"Ledger", "LEDGER", "RawStore", "SourceState"}
    assert names & vars(orchestration.lake.ledger).keys() == {"Ledger", "LEDGER"}
    assert names & vars(orchestration.lake.raw_store).keys() == {"RawStore"}


def test_an_interrupted_fetch_continues(store: RawStore) -> None:
    """A later run finds the parts of the same version, and only those that are intact."""
    first, second = put(store, "a", b"1"), put(store, "b", b"2")
    state = SourceState(store, SOURCE)
    state.record_part(first, "a", "v1")
    state.record_part(second, "b", "v1")
    later = SourceState(store, SOURCE)
    assert later.pending_partitions() == ["2023"]
    assert later.fetched_parts("2023", "v1") == {"a": first, "b": second}
    assert later.fetched_parts("2023", "v2") == {}
    second.path.write_bytes(b"x")
    assert later.fetched_parts("2023", "v1") == {"a": first}
    assert later.has("2023", first.snapshot_id, "v1")
    assert not later.has("2023", second.snapshot_id, "v1")


def test_another_version_discards_the_parts_of_the_first(store: RawStore) -> None:
    state = SourceState(store, SOURCE)
    state.record_part(put(store, "a", b"1"), "a", "v1")
    new = put(store, "b", b"2")
    state.record_part(new, "b", "v2")
    assert SourceState(store, SOURCE).fetched_parts("2023", "v2") == {"b": new}
    assert SourceState(store, SOURCE).fetched_parts("2023", "v1") == {}


def test_activation_commits_the_version(store: RawStore) -> None:
    snapshot = put(store, "a", b"1")
    state = SourceState(store, SOURCE)
    state.record_part(snapshot, "a", "v1")
    assert state.active_version("2023") is None
    state.activate({"2023": [snapshot]})
    for current in (state, SourceState(store, SOURCE)):
        assert current.active("2023") == [snapshot]
        assert current.active_version("2023") == "v1"
        assert current.pending_partitions() == []
        assert current.has("2023", snapshot.snapshot_id, "another version")


def test_snapshots_that_were_not_fetched_have_no_version(store: RawStore) -> None:
    """The version belongs to the committed snapshots: others have to be fetched again."""
    fetched, bundled = put(store, "a", b"1"), put(store, "b", b"2")
    state = SourceState(store, SOURCE)
    state.record_part(fetched, "a", "v1")
    state.activate({"2023": [fetched]})
    state.activate({"2023": [bundled]})
    assert SourceState(store, SOURCE).active_version("2023") is None


def test_a_refused_snapshot_is_quarantined_and_fetched_again(store: RawStore) -> None:
    active, refused = put(store, "a", b"1"), put(store, "a", b"2")
    state = SourceState(store, SOURCE)
    state.record_part(active, "a", "v1")
    state.activate({"2023": [active]})
    state.record_part(refused, "a", "v2")
    folder = state.refuse(refused, "it is broken")
    assert (folder / "reason.txt").read_text() == "it is broken\n"
    assert (folder / "a.json").read_bytes() == b"2"
    later = SourceState(store, SOURCE)
    assert (later.active("2023"), later.active_version("2023")) == ([active], "v1")
    assert later.pending_partitions() == []


def test_the_last_time_that_the_source_returned_the_same_bytes(store: RawStore) -> None:
    snapshot = put(store, "a", b"1")
    state = SourceState(store, SOURCE)
    assert state.last_seen_at(snapshot) == FETCHED
    state.record_part(snapshot, "a", "v1", LATER)
    assert SourceState(store, SOURCE).last_seen_at(snapshot) == LATER


def test_parts_without_save_are_written_together(store: RawStore) -> None:
    state = SourceState(store, SOURCE)
    for part in ("a", "b"):
        state.record_part(put(store, part, part.encode()), part, "v1", save=False)
    assert SourceState(store, SOURCE).pending_partitions() == []
    state.save()
    assert SourceState(store, SOURCE).fetched_parts("2023", "v1").keys() == {"a", "b"}
