"""Tables that describe raw snapshots: the staged one, and `source_snapshots` of each release."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.contracts.snapshot import Manifest
from orchestration.errors import SmartCityError
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.query import run_query
from orchestration.settings import Settings

_COLUMNS = (
    "source_id, partition_key, part, snapshot_id, origin, file_name, size_bytes, request,"
    " retrieved_at, licence_id, attribution_ko"
)


@dataclass(frozen=True)
class SnapshotTable:
    """The rows of one table of snapshots. `origin` names the table in messages."""

    origin: str
    rows: list[dict[str, Any]]


class KnownSnapshots:
    """The readable tables of snapshots: staged data first, then the current and the other releases."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def active(self, source_id: str) -> tuple[str, dict[str, list[str]]] | None:
        """The first table that lists the source: its name, and the ids of its snapshots by partition."""
        for table in self._tables:
            found: dict[str, list[str]] = {}
            for row in table.rows:
                if row["source_id"] == source_id:
                    found.setdefault(row["partition_key"], []).append(row["snapshot_id"])
            if found:
                return table.origin, found
        return None

    def manifest(self, source_id: str, partition: str, snapshot_id: str) -> Manifest | None:
        """The manifest of a snapshot, rebuilt from the first table that lists it; None where none does."""
        wanted = (source_id, partition, snapshot_id)
        for table in self._tables:
            for row in table.rows:
                if (row["source_id"], row["partition_key"], row["snapshot_id"]) == wanted:
                    return Manifest(
                        source_id=source_id,
                        partition=partition,
                        part=row["part"],
                        file_name=row["file_name"],
                        origin=row["origin"],
                        request=json.loads(row["request"]),
                        retrieved_at=row["retrieved_at"],
                        sha256=snapshot_id,
                        size=row["size_bytes"],
                        licence=row["licence_id"],
                        attribution=row["attribution_ko"],
                    )
        return None

    @cached_property
    def _tables(self) -> list[SnapshotTable]:
        return [*self._staged_table(), *self._release_tables()]

    def _staged_table(self) -> Iterator[SnapshotTable]:
        path = self._settings.staged / "snapshots" / "active.parquet"
        try:
            yield SnapshotTable("the staged data", pq.read_table(path).to_pylist())
        except (pa.ArrowException, OSError):
            return

    def _release_tables(self) -> Iterator[SnapshotTable]:
        catalog = ReleaseCatalog(self._settings.releases)
        current, others = catalog.current_id(), [r.release_id for r in catalog.all()]
        for release_id in dict.fromkeys([*([current] if current else []), *others]):
            try:
                names, rows = run_query(
                    catalog.root / release_id / "marts.duckdb",
                    f"select {_COLUMNS} from source_snapshots order by all",
                )
            except (SmartCityError, duckdb.Error):
                continue
            yield SnapshotTable(
                f"release {release_id}", [dict(zip(names, row, strict=True)) for row in rows]
            )
