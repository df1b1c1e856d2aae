"""The staged files of a partition: made from its snapshots, by the code that there is.

    staged/<data set>/<source_id>__<partition>__<digest>.parquet
    staged/index.json                                       what each file is made of, and its sha256
    staged/verified.json                                    files that need not be read again

They are a cache: made again when the snapshots, the declaration or the parser's code change, or when a file
is damaged. A provider that says so (`PARSED_ALONE`) is given one snapshot at a time: the week that joins a
month then costs one week.
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
from orchestration.lake.raw_store import RawStore
from orchestration.settings import PROJECT_ROOT
from orchestration.sources.provider import Batches, provider_of
from orchestration.storage.checksum_cache import ChecksumCache
from orchestration.storage.files import (
    sha256_of,
    tree_digest,
    write_atomic_with,
    write_json,
)
from orchestration.storage.records import INDEX, StagedBatch

StagedBatches = list[StagedBatch]
"""What a partition is staged as: one batch, or one a snapshot."""


class StagedFiles:
    """The files below the folder `root`, and the index that says which of them count."""

    def __init__(self, root: Path, store: RawStore) -> None:
        self._root = root
        self._store = store
        self._checksums = ChecksumCache(root / "verified.json")
        self._ahead = PreparsedFiles(root)
        # without the index, or with one of an older form, the files are made again
        self._index = INDEX.read_if_whole(root / "index.json") or {}

    def preparse(self, declaration: Declaration, snapshot: Snapshot) -> int:
        """Parse a file that arrived and keep the outcome until it is asked for; returns its rows.

        Raises `ArrivalRefused` where the file cannot be accepted.
        """
        name = _name(declaration, snapshot.manifest.partition, [snapshot])
        batch = self._made(name, declaration, [snapshot], self._ahead.folder)
        self._ahead.keep(batch)
        return int(batch["rows"])

    def of(
        self, declaration: Declaration, partition: str, snapshots: Sequence[Snapshot]
    ) -> StagedBatches:
        """The files of `snapshots`: those that are there, or made now."""
        for snapshot in snapshots:
            self._store.verify(snapshot, read=False)
        there = {batch["name"]: batch for batch in self.counting(declaration, partition)}
        batches = []
        for part in _parts(declaration, snapshots):
            name = _name(declaration, partition, part)
            batch = there.get(name)
            if batch is None or not self._intact(batch):
                batch = self._ahead.take(name) or self._made(name, declaration, part, self._root)
            batches.append(batch)
        return batches

    def count_all(self, declaration: Declaration, staged: Mapping[str, StagedBatches]) -> None:
        """Make these batches the active ones, by partition; the files that they replace are removed."""
        entries = {_entry(declaration, p): batches for p, batches in staged.items()}
        changed = {e: batches for e, batches in entries.items() if self._index.get(e) != batches}
        if not changed:
            return
        replaced = {f for entry in changed for f in _files(self._index.get(entry, []))}
        self._index |= changed
        self._write_index()
        for file in replaced - {f for batches in changed.values() for f in _files(batches)}:
            (self._root / file).unlink(missing_ok=True)

    def counting(self, declaration: Declaration, partition: str) -> StagedBatches:
        """The batches that count."""
        return self._index.get(_entry(declaration, partition), [])

    def tidy(self, declaration: Declaration, partition: str) -> None:
        """Remove what was made for `partition` and does not count (superseded, refused)."""
        kept = _files(self.counting(declaration, partition))
        self._remove(f"*/{_entry(declaration, partition)}__*.parquet", kept)

    def keep_only(self, partitions: Iterable[tuple[str, str]]) -> None:
        """Forget all but these (source_id, partition); remove every other file."""
        entries = {f"{source_id}__{partition}" for source_id, partition in partitions}
        self._index = {k: batches for k, batches in self._index.items() if k in entries}
        self._remove(
            "*/*__*.parquet", {f for batches in self._index.values() for f in _files(batches)}
        )
        self._ahead.clear()
        self._write_index()
        self._checksums.save()

    def _made(
        self, name: str, declaration: Declaration, snapshots: Sequence[Snapshot], folder: Path
    ) -> StagedBatch:
        """Parse `snapshots` into files of that name below `folder`."""
        files, rows = {}, 0
        for dataset, table in provider_of(declaration).parse(declaration, snapshots).items():
            path = folder / dataset / f"{name}.parquet"
            rows += write_rows(path, table)
            files[str(path.relative_to(folder))] = sha256_of(path)
        made_of = [snapshot.snapshot_id for snapshot in snapshots]
        return {"name": name, "snapshots": made_of, "rows": rows, "files": files}

    def _intact(self, batch: StagedBatch) -> bool:
        return all(
            self._checksums.matches(self._root / f, sha) for f, sha in batch["files"].items()
        )

    def _remove(self, pattern: str, kept: Collection[str]) -> None:
        for path in self._root.glob(pattern):
            if str(path.relative_to(self._root)) not in kept:
                path.unlink()

    def _write_index(self) -> None:
        write_json(self._root / "index.json", self._index)


def write_rows(path: Path, rows: pa.Table | Batches) -> int:
    """Write `rows` whole or not at all; returns how many."""
    batches = rows if isinstance(rows, Batches) else Batches(rows.schema, [rows])
    counted = 0

    def fill(aside: Path) -> None:
        nonlocal counted
        with pq.ParquetWriter(aside, batches.schema, compression="zstd") as writer:
            for table in batches.tables:
                writer.write_table(table)
                counted += table.num_rows

    write_atomic_with(path, fill)
    return counted


def _parts(declaration: Declaration, snapshots: Sequence[Snapshot]) -> list[Sequence[Snapshot]]:
    """What is parsed together."""
    alone = getattr(provider_of(declaration), "PARSED_ALONE", False)
    return [[snapshot] for snapshot in snapshots] if alone else [snapshots]


def _entry(declaration: Declaration, partition: str) -> str:
    return f"{declaration.source_id}__{partition}"


def _name(declaration: Declaration, partition: str, snapshots: Sequence[Snapshot]) -> str:
    """What the staged files are called: another name where anything that they are made of differs."""
    digest = hashlib.sha256(_parser_digest().encode())
    digest.update(declaration.model_dump_json().encode())
    for snapshot in snapshots:
        digest.update(snapshot.snapshot_id.encode())
    return f"{_entry(declaration, partition)}__{digest.hexdigest()[:12]}"


@cache
def _parser_digest() -> str:
    return tree_digest(
        PROJECT_ROOT,
        (
            "orchestration/sources/**/*.py",
            "orchestration/lake/checks/*.py",
            "orchestration/contracts/*.py",
            "dbt_project/seeds/ksic.csv",
            "dbt_project/seeds/regions.csv",
            "dbt_project/seeds/districts.csv",
            "dbt_project/seeds/region_admin_codes.csv",
        ),
    )


def _files(batches: StagedBatches) -> set[str]:
    return {file for batch in batches for file in batch["files"]}
