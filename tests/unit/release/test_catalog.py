"""The releases of a lake: published, held, accepted, rolled back, pinned, removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from expectations.result import CheckResult, SuiteResult
from orchestration.errors import ConfigurationError, ReleaseError, ReleaseHeld
from orchestration.release import publish as publishing
from orchestration.release.candidate import Candidate
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.release.folders import create_building_folder, remove_unfinished
from orchestration.release.held_release import accept, held_folder
from orchestration.release.identity import identify
from orchestration.release.publish import publish
from orchestration.release.retention import pin, prune, unpin
from orchestration.release.rollback import rollback
from orchestration.storage.files import write_json

_HELD = SuiteResult(
    "industry_share",
    "purpose",
    [CheckResult("value_revised", "no value moved by more than 10%", "held", "3 rows")],
)
_PASSED = SuiteResult("industry_share", "purpose", [CheckResult("key", "one row", "passed")])


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReleaseCatalog:
    monkeypatch.setattr(publishing, "read_inputs", lambda _: [])
    return ReleaseCatalog(tmp_path / "releases")


def candidate(
    catalog: ReleaseCatalog, name: str, *, held: bool = False, day: date = date(2026, 1, 1)
) -> Candidate:
    folder = create_building_folder(catalog.root, name)
    (folder / "marts.duckdb").write_text(name)
    return Candidate(
        release_id=name,
        is_new=not catalog.is_current_and_intact(name),
        previous_id=catalog.latest_intact_id(),
        folder=folder,
        marts=[],
        sources=[],
        validation=[_HELD if held else _PASSED],
        identity=identify(name, day, catalog),
    )


def release(catalog: ReleaseCatalog, name: str, *, held: bool = False, minute: int = 0) -> bool:
    at = datetime(2026, 1, 1, 0, minute, tzinfo=UTC)
    return publish(
        candidate(catalog, name, held=held), catalog, fingerprint=f"f-{name}", published_at=at
    )


def test_a_published_release_is_current_and_intact(catalog: ReleaseCatalog) -> None:
    assert catalog.current_id() is None
    assert release(catalog, "r-1")
    assert catalog.current_id() == "r-1"
    assert (catalog.root / "current").readlink() == Path("r-1"), "a relative link"
    verify_checksums(catalog.current())
    assert catalog.record("r-1").previous_id is None


def test_same_content_is_not_published_again(catalog: ReleaseCatalog) -> None:
    release(catalog, "r-1")
    again = replace(candidate(catalog, "r-1"))
    assert not publish(again, catalog, fingerprint="other", published_at=datetime.now(UTC))
    assert catalog.fingerprints() == {"f-r-1", "other"}
    assert list(catalog.root.glob(".*")) == []


def test_a_held_release_is_accepted(catalog: ReleaseCatalog) -> None:
    release(catalog, "r-1")
    with pytest.raises(
        ReleaseHeld, match=r"SC502 release r-2 is held: industry_share: no value moved"
    ):
        release(catalog, "r-2", held=True)
    assert catalog.current_id() == "r-1"
    assert remove_unfinished(catalog.root) == 0, "what waits for a person survives cleaning up"
    folder = held_folder(catalog)
    assert folder is not None
    verify_checksums(folder)
    with pytest.raises(ReleaseError, match="with a reason"):
        accept(catalog, "  ", datetime.now(UTC))
    accepted = accept(catalog, "KOSIS revised 2022", datetime(2026, 2, 1, tzinfo=UTC))
    assert catalog.current_id() == "r-2"
    assert accepted.accepted == "KOSIS revised 2022"
    assert catalog.record("r-2") == accepted
    assert accepted.held_by == [
        "industry_share: no value moved by more than 10% (value_revised: 3 rows)"
    ]
    verify_checksums(catalog.current())
    assert held_folder(catalog) is None
    with pytest.raises(ReleaseError, match="no release is held"):
        accept(catalog, "again", datetime.now(UTC))


def test_a_later_refresh_removes_the_held_release(catalog: ReleaseCatalog) -> None:
    release(catalog, "r-1")
    with pytest.raises(ReleaseHeld):
        release(catalog, "r-2", held=True)
    with pytest.raises(ReleaseHeld):
        release(catalog, "r-3", held=True)
    assert [p.name for p in catalog.root.glob(".held-*")] == [".held-r-3"]
    release(catalog, "r-1")
    assert held_folder(catalog) is None


def test_a_held_release_is_accepted_only_against_the_release_it_was_compared_with(
    catalog: ReleaseCatalog,
) -> None:
    release(catalog, "r-1")
    release(catalog, "r-2", minute=1)
    with pytest.raises(ReleaseHeld):
        release(catalog, "r-3", held=True)
    rollback(catalog, "r-1")
    with pytest.raises(ReleaseError, match="compared with r-2, which is no longer the current one"):
        accept(catalog, "reason", datetime.now(UTC))


def test_rollback_lasts_until_something_changes(catalog: ReleaseCatalog) -> None:
    release(catalog, "r-1")
    release(catalog, "r-2", minute=1)
    assert rollback(catalog, "r-1").release_id == "r-1"
    assert catalog.current_id() == "r-1"
    assert "f-r-2" in catalog.fingerprints(), (
        "the inputs of the release that was left count as seen"
    )
    assert rollback(catalog, "r-2").release_id == "r-2"
    assert "f-r-2" in catalog.fingerprints()


def spoil(path: Path) -> None:
    path.chmod(0o644)  # released files are read-only
    path.write_text("{damaged")


def test_rollback_refuses_a_damaged_release(catalog: ReleaseCatalog) -> None:
    release(catalog, "r-1")
    release(catalog, "r-2", minute=1)
    spoil(catalog.root / "r-1" / "marts.duckdb")
    with pytest.raises(ReleaseError, match=r"marts\.duckdb is damaged"):
        rollback(catalog, "r-1")
    with pytest.raises(ReleaseError, match=r"there is no release r-9 .* use one of: r-2, r-1"):
        rollback(catalog, "r-9")
    assert catalog.current_id() == "r-2"


@pytest.mark.parametrize("name", ["..", ".held-r-1", "r-1/..", "/tmp", ""])
def test_only_names_of_releases_are_accepted(catalog: ReleaseCatalog, name: str) -> None:
    release(catalog, "r-1")
    with pytest.raises(ReleaseError, match="there is no release"):
        catalog.folder(name)


def test_retention_keeps_the_latest_the_current_and_the_pinned(catalog: ReleaseCatalog) -> None:
    for number in range(6):
        release(catalog, f"r-{number}", minute=number)
    pin(catalog, "r-1", "cited in a paper")
    rollback(catalog, "r-2")
    assert prune(catalog, keep=2) == ["r-3", "r-0"]
    assert [r.release_id for r in catalog.all()] == ["r-5", "r-4", "r-2", "r-1"]
    unpin(catalog, "r-1")
    assert prune(catalog, keep=2) == ["r-1"]
    with pytest.raises(ConfigurationError):
        prune(catalog, keep=0)
    with pytest.raises(ReleaseError, match="is not pinned"):
        unpin(catalog, "r-5")
    with pytest.raises(ReleaseError, match="there is no release"):
        pin(catalog, "r-0", "gone")


def test_a_damaged_record_hides_no_other_release(catalog: ReleaseCatalog) -> None:
    release(catalog, "r-1")
    release(catalog, "r-2", minute=1)
    spoil(catalog.root / "r-1" / "release.json")
    assert [r.release_id for r in catalog.all()] == ["r-2"]
    assert catalog.damaged() == ["r-1"]


def test_older_content_can_become_current_again(catalog: ReleaseCatalog) -> None:
    for minute, name in enumerate(["r-1", "r-2", "r-1"]):
        assert release(catalog, name, minute=minute)
    assert catalog.current_id() == "r-1"
    assert catalog.record("r-1").previous_id == "r-2"
    assert len(catalog.all()) == 2
    verify_checksums(catalog.current())


def test_damaged_pins_stop_retention(catalog: ReleaseCatalog) -> None:
    from orchestration.errors import StorageError

    release(catalog, "r-1")
    write_json(catalog.root / "pins.json", {})
    (catalog.root / "pins.json").write_text("{")
    with pytest.raises(StorageError, match="SC301"):
        prune(catalog, keep=1)
