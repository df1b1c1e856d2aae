"""Fixtures: an empty lake per test, with the declarations of the dropped sources."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.ingest.collect import collect
from orchestration.ingest.drop_folder.receive import Receipt, receive
from orchestration.ingest.staging import StagingArea
from orchestration.lake.raw_store import RawStore
from orchestration.settings import Settings
from tests.support.file_gallery import GALLERY

FILE_SOURCES = ("mdis_census", "city_workbooks", "sdot_weekly", "nps_workplaces")


@dataclass
class FileLake:
    """A lake with a drop folder."""

    settings: Settings
    declarations: dict[str, Declaration]

    @property
    def store(self) -> RawStore:
        return RawStore(self.settings.raw, self.settings.quarantine)

    def drop(self, content: bytes | Path, name: str) -> Path:
        """Put a file into the drop folder."""
        path = self.settings.landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.copyfile(content, path)
        else:
            path.write_bytes(content)
        return path

    def receive(self, settle_seconds: float = 0) -> list[Receipt]:
        """Receive the dropped files as a refresh does: they are preparsed for staging."""
        parse = StagingArea(self.settings.staged, self.store).preparse
        return receive(
            self.settings, self.store, self.declarations, parse=parse, settle_seconds=settle_seconds
        )

    def stage(self) -> dict[str, dict[str, int]]:
        """Collect and stage every file source; returns rows by source and partition."""
        area = StagingArea(self.settings.staged, self.store)
        rows = {
            source_id: area.stage(declaration, collect(declaration, self.settings, self.store))
            for source_id, declaration in self.declarations.items()
        }
        area.finish(self.declarations)
        return rows

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """`query` over the staged data sets, each as a view; `readings` has one row per sensor reading."""
        with duckdb.connect() as connection:
            for folder in self.settings.staged.iterdir():
                if folder.is_dir():
                    connection.execute(
                        f"create view {folder.name} as from read_parquet('{folder}/*.parquet')"
                    )
            connection.execute(
                "create view readings as select * exclude (readings), unnest(readings, recursive := true) "
                "from sdot_readings"
            )
            return connection.execute(query).fetchall()


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileLake:
    monkeypatch.setenv("SMARTCITY_LAKE", str(tmp_path / "lake"))
    declarations = load_declarations()
    return FileLake(Settings(_env_file=None), {name: declarations[name] for name in FILE_SOURCES})


@pytest.fixture
def gallery() -> Callable[[str, str], Path]:
    return lambda source, name: GALLERY / source / name
