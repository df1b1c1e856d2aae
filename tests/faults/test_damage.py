"""Damaged bytes: one line says where and what to do, and the next refresh restores the file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.errors import ReleaseError, StorageError
from orchestration.lake.raw_store import RawStore
from orchestration.release.catalog import RECORD, ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from tests.faults.conftest import require_sound
from tests.support.quick_releases import publish_once, refresh_quickly
from tests.support.slow import slow

pytestmark = pytest.mark.faults


def flip(path: Path) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.chmod(0o644)  # released files are read-only
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"")


def one_of(folder: Path, pattern: str) -> Path:
    return next(p for p in sorted(folder.glob(pattern)) if not p.name.startswith("_"))


def verify_all(store: RawStore) -> None:
    for snapshots in store.active("kosis_census").values():
        for snapshot in snapshots:
            store.verify(snapshot)


def healed(processes, lake: Path, prepared: Path) -> str:
    process = processes.Process(target=refresh_quickly, args=(lake, prepared))
    process.start()
    process.join(120)
    assert process.exitcode == 0
    return require_sound(lake)


def test_raw_file(processes, warehouses, lake: Path) -> None:
    """The error names the damaged file until the bundled bytes are stored again."""
    path = one_of(lake, "raw/kosis_census/*/*/*.gz")
    flip(path)
    store = RawStore(lake / "raw", lake / "quarantine")
    with pytest.raises(StorageError, match="raw snapshot is damaged") as caught:
        verify_all(store)
    assert str(path) in str(caught.value)
    healed(processes, lake, warehouses(1)[0])
    verify_all(store)


@pytest.mark.parametrize("damage", [flip, empty, Path.unlink])
def test_staged_file(processes, warehouses, lake: Path, damage: Callable[[Path], object]) -> None:
    """Staged files are a cache: a damaged file is written again with the same bytes."""
    path = one_of(lake, "staged/census_cells/*.parquet")
    before = path.read_bytes()
    damage(path)
    healed(processes, lake, warehouses(1)[0])
    assert one_of(lake, "staged/census_cells/*.parquet").read_bytes() == before


@pytest.mark.parametrize(
    ("file", "damage", "said"),
    [
        ("marts.duckdb", flip, "file marts.duckdb is damaged"),
        slow(
            "parquet/industry_share.parquet", flip, "file parquet/industry_share.parquet is damaged"
        ),
        slow("csv/industry_share.csv", Path.unlink, "file csv/industry_share.csv is missing"),
        slow("SHA256SUMS", Path.unlink, "SHA256SUMS is missing"),
        slow("datapackage.json", empty, "file datapackage.json is damaged"),
        slow(RECORD, empty, "file release.json is damaged"),
    ],
)
def test_release(
    tmp_path: Path, warehouses, file: str, damage: Callable[[Path], object], said: str
) -> None:
    """A damaged release is replaced by its equal; a refresh with other content compares with the last
    whole one. The pointer always leads somewhere.
    """
    lake, (first, second) = tmp_path / "lake", warehouses(2)
    publish_once(lake, first)
    catalog = ReleaseCatalog(lake / "releases")
    older = require_sound(lake)
    publish_once(lake, second)
    current = catalog.current()
    damage(current / file)
    with pytest.raises(ReleaseError, match=said):
        verify_checksums(current)
    assert catalog.fingerprints() == set(), "a refresh must not think that nothing is new"
    assert catalog.latest_intact_id() == older
    assert publish_once(lake, second)
    assert require_sound(lake) == current.name
    assert catalog.record(current.name).previous_id == older
    assert not publish_once(lake, second), "healed: nothing new"


def test_damaged_release_and_other_content(tmp_path: Path, warehouses) -> None:
    """The changes are told against the latest release that is whole, and say so."""
    lake, made = tmp_path / "lake", warehouses(3)
    publish_once(lake, made[0])
    older = require_sound(lake)
    publish_once(lake, made[1])
    catalog = ReleaseCatalog(lake / "releases")
    damaged = catalog.current()
    flip(damaged / "parquet" / "industry_share.parquet")
    publish_once(lake, made[2])
    text = (lake / "releases" / "current" / "CHANGES.md").read_text(encoding="utf-8")
    assert f"The current release {damaged.name} is damaged; {older} is the latest" in text


def test_pointer_that_leads_nowhere(tmp_path: Path, warehouses) -> None:
    """Somebody removed the current release by hand: the next refresh makes it again."""
    lake, (first, _) = tmp_path / "lake", warehouses(2)
    publish_once(lake, first)
    catalog = ReleaseCatalog(lake / "releases")
    shutil.rmtree(catalog.current())
    with pytest.raises(ReleaseError, match=r"points to r-\w+, which does not exist"):
        catalog.current()
    assert publish_once(lake, first)
    require_sound(lake)
