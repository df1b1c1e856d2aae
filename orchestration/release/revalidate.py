"""A release checked again, at any time: its bytes, its form, and the suites on its marts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from expectations.client import GateProcess
from expectations.result import SuiteResult, first_failure
from expectations.suite import load_suites
from orchestration.errors import GateFailed, ReleaseError
from orchestration.release.catalog import ReleaseCatalog, read_record
from orchestration.release.checksums import is_whole, verify_checksums
from orchestration.release.datapackage import Resource, field_type, read_datapackage
from orchestration.release.query import connect
from orchestration.storage.sql import column_types, count_rows, quote_name, quote_text


@dataclass(frozen=True)
class Revalidation:
    """What was checked: files by checksum, marts by form, and the suites' results."""

    release_id: str
    files: int
    marts: int
    suites: list[SuiteResult]
    skipped: list[str]
    """Marts of the release for which there is no suite any more."""


def revalidate(folder: Path) -> Revalidation:
    """Check the release in `folder`; returns what was checked.

    Raises `ReleaseError` at the first file that is damaged or mart that is not as described, and
    `GateFailed` with the first check that refuses. What the release before it changed may be held, but
    was accepted when it was published; it does not count here.
    """
    files = verify_checksums(folder)
    record = read_record(folder)
    for problem in _problems(folder, record.marts):
        raise ReleaseError(
            problem,
            where=str(folder),
            remedy="run `smartcity refresh --force` to make it again, or `smartcity rollback ID`",
        )
    suites = load_suites()
    known = sorted(record.marts.keys() & suites.keys())
    with GateProcess() as gate:
        results = gate.validate(folder / "marts.duckdb", known, _before(folder, record.previous_id))
    if failure := first_failure(results):
        raise GateFailed(
            f"release {record.release_id} does not fulfil its suites, first {failure}",
            where=str(folder),
            remedy="run `smartcity refresh`, or `smartcity rollback ID` to an older release",
        )
    skipped = sorted(record.marts.keys() - suites.keys())
    return Revalidation(record.release_id, files, len(record.marts), results, skipped)


def _before(folder: Path, previous_id: str | None) -> Path | None:
    """The marts of the release that this one was compared with, where they are still there."""
    if previous_id is None:
        return None
    previous = ReleaseCatalog(folder.parent).root / previous_id
    return previous / "marts.duckdb" if is_whole(previous) else None


def _problems(folder: Path, rows: dict[str, int]) -> Iterator[str]:
    """Where the files differ from what datapackage.json and release.json say, one line each."""
    described = {r.title: _described(r) for r in read_datapackage(folder)}
    if odd := sorted(described.keys() ^ rows.keys()):
        yield f"mart {odd[0]} is not both in datapackage.json and in release.json"
    with connect(folder / "marts.duckdb") as marts, duckdb.connect(":memory:") as files:
        for mart, fields in described.items():
            parquet = f"read_parquet({quote_text(folder / 'parquet' / f'{mart}.parquet')})"
            sources = (("marts.duckdb", marts, quote_name(mart)), ("its Parquet", files, parquet))
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
        yield f"mart {mart} cannot be read from {where}: {str(error).splitlines()[0]}"
        return
    if [(column, field_type(kind.lower())) for column, kind in columns.items()] != fields:
        yield f"mart {mart} has other columns in {where} than datapackage.json says"
    if counted != rows:
        yield f"mart {mart} has {counted} rows in {where}, release.json says {rows}"


def _described(resource: Resource) -> list[tuple[str, str]]:
    return [(field.name, field.type) for field in resource.table.fields]
