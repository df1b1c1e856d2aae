"""The warehouse of the last refresh is used while the data and the models are those it was built from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.settings import Settings
from orchestration.warehouse.kept import keep_warehouse, kept_warehouse


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A lake with two staged files and a kept warehouse."""
    settings = Settings(_env_file=None, SMARTCITY_LAKE=tmp_path / "lake")  # type: ignore[call-arg]
    for name in ("census_cells", "taxonomies"):
        folder = settings.staged / name
        folder.mkdir(parents=True)
        (folder / "part.parquet").write_bytes(b"rows")
    keep(settings, b"first")
    return settings


def keep(settings: Settings, content: bytes) -> None:
    built = settings.warehouse / "run" / "smartcity.duckdb"
    built.parent.mkdir(parents=True, exist_ok=True)
    built.write_bytes(content)
    keep_warehouse(settings, built)
    assert not built.exists()


def test_the_last_one_is_kept(settings: Settings) -> None:
    keep(settings, b"second")
    found = kept_warehouse(settings)
    assert found is not None
    assert found.read_bytes() == b"second"


def change_cells(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (settings.staged / "census_cells" / "part.parquet").write_bytes(b"other rows")


def add_data(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (settings.staged / "census_cells" / "more.parquet").write_bytes(b"rows")


def change_models(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestration.warehouse.kept.project_digest", lambda: "others")


def remove_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (settings.kept / "built_from").unlink()


@pytest.mark.parametrize("change", [change_cells, add_data, change_models, remove_it])
def test_another_state_is_not_used(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Settings, pytest.MonkeyPatch], None],
) -> None:
    assert kept_warehouse(settings) is not None
    change(settings, monkeypatch)
    assert kept_warehouse(settings) is None


def test_other_taxonomies_do_not_matter(settings: Settings) -> None:
    (settings.staged / "taxonomies" / "part.parquet").write_bytes(b"others")
    assert kept_warehouse(settings) is not None


def test_a_lake_that_cannot_be_written_keeps_none(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr("orchestration.warehouse.kept.os.replace", refuse)
    keep_warehouse(settings, settings.staged / "census_cells" / "part.parquet")
    assert kept_warehouse(settings) is None
