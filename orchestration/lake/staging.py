"""From raw snapshots to staged Parquet, and into force.

    staged/<data set>/<source_id>__<partition>__<digest>.parquet
    staged/<data set>/_schema.parquet                       no rows, the schema
    staged/index.json                                       what each file is made of, and its sha256
    staged/verified.json                                    files that need not be read again

Staged files are a cache: a pure function of the snapshots in force and of the parser's code. They are
made again when either changes or when a file is damaged.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.errors import ArrivalRefused, TaxonomyRefused
from orchestration.lake.ahead import Ahead, Entry
from orchestration.lake.checks.history import COMPARED, compare_periods
from orchestration.lake.datasets import REVISIONS, SHARED, SNAPSHOTS
from orchestration.lake.files import (
    read_json,
    sha256_of,
    tree_digest,
    write_atomic_with,
    write_json,
)
from orchestration.lake.manifest import Snapshot
from orchestration.lake.raw_store import RawStore
from orchestration.lake.verified import Verified
from orchestration.settings import PROJECT_ROOT
from orchestration.sources.declaration import Declaration
from orchestration.sources.delimited import schema_of
from orchestration.sources.provider import Batches, provider_of

Partitions = Mapping[str, Sequence[Snapshot]]


class StagingArea:
    """The staged data sets of a lake."""

    def __init__(self, root: Path, store: RawStore) -> None:
        self.root = root
        self.store = store
        self.verified = Verified(root / "verified.json")
        self._ahead = Ahead(root)
        self._index: dict[str, dict[str, Any]] = read_json(root / "index.json", {})

    def read_ahead(self, declaration: Declaration, snapshot: Snapshot) -> int:
        """Parse a file that arrived and keep the outcome for `stage`; returns its rows.

        Nothing comes into force. Raises `ArrivalRefused` where the file cannot be accepted.
        """
        partition = snapshot.manifest.partition
        entry = self._made(declaration, partition, [snapshot], self._ahead.folder)
        self._ahead.keep(_name(declaration, partition, entry["digest"]), entry)
        return int(entry["rows"])

    def stage(
        self, declaration: Declaration, arrived: Partitions, *, accept_smaller: bool = False
    ) -> dict[str, int]:
        """Stage what arrived (or what is in force, where nothing did) and bring it into force.

        Returns the rows by partition. A refused partition is kept aside and raises; what was in
        force before stays in force. A period that has fewer rows than the one in force is refused
        unless `accept_smaller`; values that changed are recorded beside raw (data set `revisions`).
        """
        before: Partitions = self.store.in_force(declaration.source_id)
        wanted: Partitions = arrived if declaration.offers_everything else {**before, **arrived}
        rows = {}
        for partition in sorted(wanted):
            old, new = before.get(partition, ()), wanted[partition]
            try:
                entry = self._stage_partition(declaration, partition, old, new, accept_smaller)
            except (ArrivalRefused, TaxonomyRefused) as error:
                for snapshot in new:
                    if snapshot not in old:
                        self.store.refuse(snapshot, str(error))
                self._tidy(declaration, partition)
                raise
            entry_id = _entry_id(declaration, partition)
            if self._index.get(entry_id) != entry:
                self._index[entry_id] = entry
                write_json(self.root / "index.json", self._index)
                self._tidy(declaration, partition)
            self.store.bring_into_force(declaration.source_id, partition, new)
            rows[partition] = int(entry["rows"])
        for partition in before.keys() - wanted.keys():
            self.store.withdraw(declaration.source_id, partition)
        return rows

    def finish(self, declarations: Mapping[str, Declaration]) -> None:
        """Write the schema files and the table of snapshots, and remove what is no longer in force."""
        schemas = dict(SHARED)
        for declaration in declarations.values():
            if declaration.columns:
                schemas[declaration.dataset] = schema_of(declaration)
        for dataset, schema in schemas.items():
            path = self.root / dataset / "_schema.parquet"
            if not path.exists() or pq.read_schema(path) != schema:
                _write(path, schema.empty_table())
        self._write_snapshots(declarations)
        self._write_revisions(declarations)
        self._remove_stale(declarations)
        self._ahead.clear()
        write_json(self.root / "index.json", self._index)
        self.verified.save()
        self.store.verified.save()

    def _stage_partition(
        self,
        declaration: Declaration,
        partition: str,
        old: Sequence[Snapshot],
        new: Sequence[Snapshot],
        accept_smaller: bool,
    ) -> Entry:
        entry = self._parsed(declaration, partition, new)
        if old and _ids(old) != _ids(new):
            try:
                before = self._parsed(declaration, partition, old)
            except ArrivalRefused:
                return entry  # what is in force is no longer accepted: nothing to compare with
            self._compare(declaration, partition, (before, old), (entry, new), accept_smaller)
        return entry

    def _parsed(
        self, declaration: Declaration, partition: str, snapshots: Sequence[Snapshot]
    ) -> Entry:
        """The staged files of `snapshots`: those that are there, or made now."""
        digest = _digest(declaration, snapshots)
        entry = self._index.get(_entry_id(declaration, partition))
        for snapshot in snapshots:
            self.store.verify(snapshot, read=False)
        if entry and entry["digest"] == digest and self._intact(entry):
            return entry
        return self._ahead.take(_name(declaration, partition, digest)) or self._made(
            declaration, partition, snapshots, self.root
        )

    def _made(
        self,
        declaration: Declaration,
        partition: str,
        snapshots: Sequence[Snapshot],
        folder: Path,
    ) -> Entry:
        """Parse `snapshots` into files below `folder`."""
        digest = _digest(declaration, snapshots)
        name = f"{_name(declaration, partition, digest)}.parquet"
        files, rows = {}, 0
        for dataset, table in provider_of(declaration).parse(declaration, snapshots).items():
            path = folder / dataset / name
            rows += _write(path, table)
            files[str(path.relative_to(folder))] = sha256_of(path)
        return {"digest": digest, "rows": rows, "files": files}

    def _compare(
        self,
        declaration: Declaration,
        partition: str,
        before: tuple[Entry, Sequence[Snapshot]],
        after: tuple[Entry, Sequence[Snapshot]],
        accept_smaller: bool,
    ) -> None:
        """Refuse a period that shrank; write down the values that changed, beside raw."""
        old_files, new_files = (_by_dataset(entry) for entry, _ in (before, after))
        unchanged = _ids(before[1]) & _ids(after[1])
        for dataset in sorted(COMPARED.keys() & old_files.keys() & new_files.keys()):
            revisions = compare_periods(
                dataset,
                self.root / old_files[dataset],
                self.root / new_files[dataset],
                unchanged=unchanged,
                source_id=declaration.source_id,
                partition=partition,
                accept_smaller=accept_smaller,
            )
            if revisions.num_rows:
                name = f"{partition}__{_chain(before[1])}__{_chain(after[1])}.parquet"
                _write(self.store.revisions(declaration.source_id) / name, revisions)

    def _tidy(self, declaration: Declaration, partition: str) -> None:
        """Remove staged files of `partition` that are not the indexed ones (superseded, refused)."""
        entry_id = _entry_id(declaration, partition)
        kept = self._index.get(entry_id, {}).get("files", {})
        for path in self.root.glob(f"*/{entry_id}__*.parquet"):
            if str(path.relative_to(self.root)) not in kept:
                path.unlink()

    def _intact(self, entry: Mapping[str, Any]) -> bool:
        return all(
            self.verified.has(self.root / name, sha256) for name, sha256 in entry["files"].items()
        )

    def _write_snapshots(self, declarations: Mapping[str, Declaration]) -> None:
        rows = []
        for declaration in declarations.values():
            for partition, snapshots in self.store.in_force(declaration.source_id).items():
                counted = self._index[f"{declaration.source_id}__{partition}"]["rows"]
                rows += [_snapshot_row(declaration, s, counted) for s in snapshots]
        _write(
            self.root / "snapshots" / "in_force.parquet",
            pa.Table.from_pylist(rows, schema=SNAPSHOTS),
        )

    def _write_revisions(self, declarations: Mapping[str, Declaration]) -> None:
        paths = [
            path
            for source_id in declarations
            for path in sorted(self.store.revisions(source_id).glob("*.parquet"))
        ]
        tables = [REVISIONS.empty_table(), *(pq.read_table(path) for path in paths)]
        _write(self.root / "revisions" / "recorded.parquet", pa.concat_tables(tables))

    def _remove_stale(self, declarations: Mapping[str, Declaration]) -> None:
        in_force = {
            f"{source_id}__{partition}"
            for source_id in declarations
            for partition in self.store.in_force(source_id)
        }
        self._index = {k: v for k, v in self._index.items() if k in in_force}
        kept = {name for entry in self._index.values() for name in entry["files"]}
        for path in self.root.glob("*/*__*.parquet"):
            if str(path.relative_to(self.root)) not in kept:
                path.unlink()


def remove_leftovers(root: Path) -> int:
    """Remove the `.part` files and folders that a crash left below `root`; returns how many."""
    leftovers = list(root.rglob(".*.part")) if root.exists() else []
    for path in leftovers:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return len(leftovers)


@cache
def _parser_digest() -> str:
    """Staged files are made again when the code that makes them changes."""
    return tree_digest(
        PROJECT_ROOT,
        (
            "orchestration/sources/**/*.py",
            "orchestration/lake/checks/*.py",
            "orchestration/lake/datasets.py",
            "dbt_project/seeds/ksic.csv",
            "dbt_project/seeds/regions.csv",
            "dbt_project/seeds/region_admin_codes.csv",
        ),
    )


def _name(declaration: Declaration, partition: str, digest: str) -> str:
    """What the staged files of a partition are called."""
    return f"{_entry_id(declaration, partition)}__{digest[:12]}"


def _digest(declaration: Declaration, snapshots: Sequence[Snapshot]) -> str:
    digest = hashlib.sha256(_parser_digest().encode())
    digest.update(declaration.model_dump_json().encode())
    for snapshot in snapshots:
        digest.update(snapshot.snapshot_id.encode())
    return digest.hexdigest()


def _write(path: Path, rows: pa.Table | Batches) -> int:
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


def _entry_id(declaration: Declaration, partition: str) -> str:
    return f"{declaration.source_id}__{partition}"


def _ids(snapshots: Sequence[Snapshot]) -> set[str]:
    return {s.snapshot_id for s in snapshots}


def _chain(snapshots: Sequence[Snapshot]) -> str:
    return hashlib.sha256("".join(s.snapshot_id for s in snapshots).encode()).hexdigest()[:12]


def _by_dataset(entry: Entry) -> dict[str, str]:
    """The staged files of an entry by data set (the folder that they lie in)."""
    return {name.split("/")[0]: name for name in entry["files"]}


def _snapshot_row(declaration: Declaration, snapshot: Snapshot, rows: int) -> dict[str, Any]:
    manifest = snapshot.manifest
    return {
        "source_id": declaration.source_id,
        "snapshot_id": snapshot.snapshot_id,
        "partition_key": manifest.partition,
        "part": manifest.part,
        "origin": manifest.origin,
        "file_name": manifest.file_name,
        "size_bytes": manifest.size,
        "row_count": rows,
        "request": json.dumps(manifest.request, ensure_ascii=False, sort_keys=True),
        "retrieved_at": manifest.retrieved_at,
        "title_ko": declaration.title_ko,
        "title_en": declaration.title_en,
        "publisher": declaration.publisher,
        "landing_page": str(declaration.landing_page),
        "licence_id": declaration.licence.id,
        "licence_url": str(declaration.licence.url),
        "attribution_ko": declaration.attribution_ko,
        "attribution_en": declaration.attribution_en,
    }
