"""The current release, opened for one call: a call never mixes two releases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb

from orchestration.agents.withheld import withhold
from orchestration.release.catalog import ReleaseCatalog, ReleaseRecord
from orchestration.release.citation import Citation, read_citation
from orchestration.release.query import connect
from orchestration.settings import Settings

_LIMITS = {"memory_limit": "1GB", "max_temp_directory_size": "0KiB", "threads": "2"}
"""A query of a model is stopped rather than spilled to the disk."""


class OpenRelease:
    """A release with record, citation and a read-only connection; `raw` is the raw folder of the lake."""

    def __init__(self, folder: Path, raw: Path, record: ReleaseRecord, citation: Citation) -> None:
        self.folder = folder
        self.raw = raw
        self.record = record
        self.citation = citation
        self._open = ExitStack()
        self._connection: duckdb.DuckDBPyConnection | None = None

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection to the marts, opened when it is needed."""
        if self._connection is None:
            marts = self.folder / "marts.duckdb"
            self._connection = self._open.enter_context(connect(marts, _LIMITS))
            withhold(self._connection)
        return self._connection

    def close(self) -> None:
        """Close the connection: DuckDB opens a file with one configuration at a time."""
        self._connection = None
        self._open.close()

    def rows(self, sql: str, parameters: object = None) -> list[dict[str, Any]]:
        """The rows of our own query, by column name."""
        cursor = self.connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def open_current(settings: Settings) -> Iterator[OpenRelease]:
    """Open the release that is current now; raises `ReleaseError` where there is none."""
    catalog = ReleaseCatalog(settings.releases)
    folder = catalog.current()
    release = OpenRelease(folder, settings.raw, catalog.record(folder.name), read_citation(folder))
    try:
        yield release
    finally:
        release.close()
