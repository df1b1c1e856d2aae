"""Validates a published release again: checksums, schema, and the suites of its marts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from expectations.client import GateProcess
from expectations.result import SuiteResult, first_failure
from expectations.suite import load_suites
from orchestration.errors import GateFailed, ReleaseError
from orchestration.foreign_text import first_line
from orchestration.release.catalog import ReleaseCatalog, read_record
from orchestration.release.checksums import is_intact, verify_checksums
from orchestration.release.datapackage import Resource, field_type, read_datapackage
from orchestration.release.query import connect
from orchestration.storage.sql import column_types, count_rows, quote_name, quote_text


@dataclass(frozen=True)
class Revalidation:
    """What was checked: the numbers of files and marts, and the results of the suites."""

    release_id: str
    files: int
    marts: int
    suites: list[SuiteResult]
    skipped: list[str]
    """Marts of the release that no longer have a suite."""


def revalidate(folder: Path) -> Revalidation:
    """Validate the release in `folder` again; returns what was checked.

    Raises `ReleaseError` at the first damaged file or mart whose schema differs, and `GateFailed` with the
    first failed check. Checks that hold a release are ignored: its changes were accepted when it was
    published.
    """
    files = verify_checksums(folder)
    record = read_record(folder)
    for problem in _problems(folder, record.marts):
        raise ReleaseError(
            problem,
            where=str(folder),
            remedy="run `smartcity refresh --force` to build it again, or `smartcity rollback ID`",
        )
    suites = load_suites()
    known = sorted(record.marts.keys() & suites.keys())
    with GateProcess() as gate:
        results = gate.validate(
            folder / "marts.duckdb", known, previous_marts(folder, record.previous_id)
        )
    if failure := first_failure(results):
        raise GateFailed(
            f"release {record.release_id} does not pass its suites; first failure: {failure}",
            where=str(folder),
            remedy="run `smartcity refresh`, or `smartcity rollback ID` to an older release",
        )
    skipped = sorted(record.marts.keys() - suites.keys())
    return Revalidation(record.release_id, files, len(record.marts), results, skipped)


def previous_marts(folder: Path, previous_id: str | None) -> Path | None:
    """marts.duckdb of the release that this one was compared with, if that is still intact."""
    if previous_id is None:
        return None
    previous = ReleaseCatalog(folder.parent).root / previous_id
    return previous / "marts.duckdb" if is_intact(previous) else None


def _problems(folder: Path, rows: dict[str, int]) -> Iterator[str]:
    """The differences between the files and datapackage.json or release.json, one line each."""
    described = {r.title: _described(r) for r in read_datapackage(folder)}
    if odd := sorted(described.keys() ^ rows.keys()):
        yield f"mart {odd[0]} is not both in datapackage.json and in release.json"
    with connect(folder / "marts.duckdb") as marts, duckdb.connect(":memory:") as files:
        for mart, fields in described.items():
            parquet = f"read_parquet({quote_text(folder / 'parquet' / f'{mart}.parquet')})"
            sources = (
                ("marts.duckdb", marts, quote_name(mart)),
                ("its Parquet file", files, parquet),
            )
            for where, connection, relation in sources:
                yield from _differences(connection, relation, mart, where, fields, rows.get(mart))


def _differences(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    mart: str,
    where: str,
    fields: list[tuple[str, str]],
    rows: int | None,
) -> Iterator[str]:
    try:
        columns = column_types(connection, relation)
        counted = count_rows(connection, relation)
    except duckdb.Error as error:
        yield f"mart {mart} cannot be read from {where}: {first_line(error)}"
        return
    if [(column, field_type(kind.lower())) for column, kind in columns.items()] != fields:
        yield f"mart {mart} has other columns in {where} than in datapackage.json"
    if counted != rows:
        yield f"mart {mart} has {counted} rows in {where}, but {rows} in release.json"


def _described(resource: Resource) -> list[tuple[str, str]]:
    return [(field.name, field.type) for field in resource.table.fields]
