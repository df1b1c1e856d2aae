"""The same inputs give the same bytes, for any number of threads and order of rows."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.release import export
from orchestration.release.content_id import CONTENT, content_id
from orchestration.release.datapackage import write_datapackage
from orchestration.release.export import export_marts
from orchestration.release.identity import ReleaseIdentity
from orchestration.release.source_inputs import credited_sources
from orchestration.release.workbook.workbook import write_workbook
from orchestration.storage.files import tree_digest
from orchestration.warehouse.build import build_warehouse
from orchestration.warehouse.manifest import mart_models
from orchestration.warehouse.project import DATABASE

_SOURCES = [d for d in load_declarations().values() if d.bundled]


def exported(target: Path, warehouse: Path, threads: int = 2) -> Path:
    """Write the files that determine the content id below `target`."""
    real = duckdb.connect
    target.mkdir()
    with pytest.MonkeyPatch.context() as patch:

        def connect(database: str, **options: object) -> duckdb.DuckDBPyConnection:
            connection = real(database, **options)
            connection.execute(f"set threads = {threads}")
            return connection

        patch.setattr(duckdb, "connect", connect)
        marts = export_marts(warehouse, target, mart_models())
    write_datapackage(target, marts, mart_models(), credited_sources(warehouse, _SOURCES))
    return target


def permuted(source: Path, target: Path) -> Path:
    """The same tables with their rows in another order."""
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"attach '{source}' as source (read_only)")
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'source'"
        ).fetchall()
        for (table,) in tables:
            connection.execute(
                f'create table "{table}" as select * from source.main."{table}" order by hash(columns(*))'
            )
    return target


def test_same_bytes_for_any_number_of_threads_and_row_order(
    marts_file: Path, tmp_path: Path
) -> None:
    other = permuted(marts_file, tmp_path / "permuted.duckdb")
    folders = [
        exported(tmp_path / "two", marts_file, threads=2),
        exported(tmp_path / "one", marts_file, threads=1),
        exported(tmp_path / "other", other, threads=2),
    ]
    assert len({tree_digest(folder, CONTENT) for folder in folders}) == 1
    assert content_id(folders[0]) == content_id(marts_file.parent), "and as in the release itself"


def test_workbook_has_the_same_bytes(marts_file: Path, tmp_path: Path) -> None:
    made = exported(tmp_path / "made", marts_file)
    rows = duckdb.connect(str(made / "marts.duckdb"), read_only=True)
    marts = [
        export.ExportedMart(m, rows.execute(f'select count(*) from "{m}"').fetchall()[0][0])
        for m in mart_models()
    ]
    rows.close()
    contents = []
    for _ in range(2):
        identity = ReleaseIdentity("r-1", "2026-01-02.1", date(2026, 1, 2), "author")
        path = write_workbook(made, marts, mart_models(), _SOURCES, identity)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]


def _shuffle_staged(staged: Path) -> None:
    for path in staged.glob("*/*.parquet"):
        aside = path.with_suffix(".aside")
        duckdb.sql(
            f"copy (select * from '{path}' order by hash(columns(*)) desc) to '{aside}' (format parquet)"
        )
        os.replace(aside, path)


@pytest.mark.faults
def test_warehouse_from_permuted_rows_and_one_thread(
    lake: Path, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of dbt on staged rows in another order, one thread, year by year: the release's content."""
    _shuffle_staged(lake / "staged")
    monkeypatch.setenv("SMARTCITY_DBT_THREADS", "1")
    monkeypatch.setenv("SMARTCITY_SLICE_CELLS", "1")
    warehouse = tmp_path / DATABASE
    build_warehouse(warehouse, lake / "staged")
    made = exported(tmp_path / "made", warehouse)
    differing = [
        path.name
        for path in sorted((release / "parquet").iterdir())
        if path.read_bytes() != (made / "parquet" / path.name).read_bytes()
    ]
    assert differing == []
    assert content_id(made) == content_id(release)
