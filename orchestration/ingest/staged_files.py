"""The staged Parquet files of each partition, and the index of the active ones.

    staged/<data set>/<source_id>__<partition>__<digest>.parquet
    staged/index.json       the active batches: snapshots, files and their sha256
    staged/verified.json    files that need not be read again (`ChecksumCache`)

Staged files are a cache. They are parsed again when the snapshots, the declaration or the code of the
parsers change, or when a file is damaged. A provider with `PARSED_ALONE = True` gets one snapshot at a
time, so that a weekly file that is added to a month costs one week.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.ingest.preparsed_files import PreparsedFiles
from orchestration.ingest.staged_batch import INDEX, StagedBatch, StagedBatches
from orchestration.lake.raw_store import RawStore
from orchestration.settings import CODE_ROOT, PROJECT_ROOT
from orchestration.sources.provider import Batches, provider_of
from orchestration.storage.checksum_cache import ChecksumCache
from orchestration.storage.files import sha256_of, tree_digest, write_atomic_with, write_json

_PARSER_FILES = (
    "orchestration/sources/**/*.py",
    "orchestration/lake/checks/*.py",
    "orchestration/lake/reference.py",
    "orchestration/lake/suppression_counts.py",
    "orchestration/contracts/*.py",
    "dbt_project/seeds/ksic.csv",
    "dbt_project/seeds/regions.csv",
    "dbt_project/seeds/districts.csv",
    "dbt_project/seeds/region_admin_codes.csv",
)


class StagedFiles:
    """The staged files below the folder `root`, made from the snapshots in `store`."""

    def __init__(self, root: Path, store: RawStore) -> None:
        self._root = root
        self._store = store
        self._checksums = ChecksumCache(root / "verified.json")
        self._preparsed = PreparsedFiles(root)
        # without a valid index the files are written again
        self._index = INDEX.read_if_valid(root / "index.json") or {}

    def preparse(self, declaration: Declaration, snapshot: Snapshot) -> int:
        """Parse one snapshot and store the files for `get_or_parse`; returns the number of rows.

        Raises `ArrivalRefused` where the snapshot cannot be accepted.
        """
        name = _batch_name(declaration, snapshot.manifest.partition, [snapshot])
        batch = self._parse(name, declaration, [snapshot], self._preparsed.folder)
        self._preparsed.add(batch)
        return int(batch["rows"])

    def get_or_parse(
        self, declaration: Declaration, partition: str, snapshots: Sequence[Snapshot]
    ) -> StagedBatches:
        """The batches of `snapshots`; those that are not staged or damaged are parsed.

        Raises `StorageError` for a damaged snapshot and `ArrivalRefused` for one that is not accepted.
        """
        for snapshot in snapshots:
            self._store.verify(snapshot, use_cache=True)
        active = {batch["name"]: batch for batch in self.active_batches(declaration, partition)}
        batches = []
        for group in _group_snapshots(declaration, snapshots):
            name = _batch_name(declaration, partition, group)
            batch = active.get(name)
            if batch is None or not self._is_intact(batch):
                batch = self._preparsed.claim(name)
            batches.append(batch or self._parse(name, declaration, group, self._root))
        return batches

    def active_batches(self, declaration: Declaration, partition: str) -> StagedBatches:
        """The active batches of a partition, in order."""
        return self._index.get(_index_key(declaration, partition), [])

    def activate(self, declaration: Declaration, staged: Mapping[str, StagedBatches]) -> None:
        """Make these the active batches of their partitions and remove the files that they replace."""
        entries = {_index_key(declaration, p): batches for p, batches in staged.items()}
        changed = {k: batches for k, batches in entries.items() if self._index.get(k) != batches}
        if not changed:
            return
        replaced = {file for key in changed for file in _files(self._index.get(key, []))}
        self._index |= changed
        self._write_index()
        for file in replaced - {f for batches in changed.values() for f in _files(batches)}:
            (self._root / file).unlink(missing_ok=True)

    def remove_inactive(self, declaration: Declaration, partition: str) -> None:
        """Remove the files of a partition that are not active, for example those of a refused snapshot."""
        active = _files(self.active_batches(declaration, partition))
        self._remove_files(f"*/{_index_key(declaration, partition)}__*.parquet", active)

    def remove_all_except(self, partitions: Iterable[tuple[str, str]]) -> None:
        """Remove all partitions but these (source_id, partition), all other files and preparsed files."""
        keys = {f"{source_id}__{partition}" for source_id, partition in partitions}
        self._index = {k: batches for k, batches in self._index.items() if k in keys}
        active = {file for batches in self._index.values() for file in _files(batches)}
        self._remove_files("*/*__*.parquet", active)
        self._preparsed.clear()
        self._write_index()
        self._checksums.save()

    def _parse(
        self, name: str, declaration: Declaration, snapshots: Sequence[Snapshot], folder: Path
    ) -> StagedBatch:
        """Parse `snapshots` into the files `<folder>/<data set>/<name>.parquet`."""
        files, rows = {}, 0
        for dataset, table in provider_of(declaration).parse(declaration, snapshots).items():
            path = folder / dataset / f"{name}.parquet"
            rows += write_rows(path, table)
            files[str(path.relative_to(folder))] = sha256_of(path)
        snapshot_ids = [snapshot.snapshot_id for snapshot in snapshots]
        return {"name": name, "snapshots": snapshot_ids, "rows": rows, "files": files}

    def _is_intact(self, batch: StagedBatch) -> bool:
        return all(
            self._checksums.matches(self._root / file, sha256)
            for file, sha256 in batch["files"].items()
        )

    def _remove_files(self, pattern: str, keep: Collection[str]) -> None:
        for path in self._root.glob(pattern):
            if str(path.relative_to(self._root)) not in keep:
                path.unlink()

    def _write_index(self) -> None:
        write_json(self._root / "index.json", self._index)


def write_rows(path: Path, rows: pa.Table | Batches) -> int:
    """Write a Parquet file atomically; returns the number of rows."""
    batches = rows if isinstance(rows, Batches) else Batches(rows.schema, [rows])
    row_count = 0

    def write(temporary: Path) -> None:
        nonlocal row_count
        with pq.ParquetWriter(temporary, batches.schema, compression="zstd") as writer:
            for table in batches.tables:
                writer.write_table(table)
                row_count += table.num_rows

    write_atomic_with(path, write)
    return row_count


def _group_snapshots(
    declaration: Declaration, snapshots: Sequence[Snapshot]
) -> list[Sequence[Snapshot]]:
    """The snapshots that are parsed together: all, or each by itself."""
    is_single = getattr(provider_of(declaration), "PARSED_ALONE", False)
    return [[snapshot] for snapshot in snapshots] if is_single else [snapshots]


def _index_key(declaration: Declaration, partition: str) -> str:
    return f"{declaration.source_id}__{partition}"


def _batch_name(declaration: Declaration, partition: str, snapshots: Sequence[Snapshot]) -> str:
    """The name of the staged files; it changes with snapshots, declaration and parsers."""
    digest = hashlib.sha256(_parser_digest().encode())
    digest.update(declaration.model_dump_json().encode())
    for snapshot in snapshots:
        digest.update(snapshot.snapshot_id.encode())
    return f"{_index_key(declaration, partition)}__{digest.hexdigest()[:12]}"


@cache
def _parser_digest() -> str:
    """One sha256 over the code and seeds that decide what a snapshot is parsed to."""
    roots = dict.fromkeys((CODE_ROOT, PROJECT_ROOT))
    return "".join(tree_digest(root, _PARSER_FILES) for root in roots)


def _files(batches: StagedBatches) -> set[str]:
    return {file for batch in batches for file in batch["files"]}
