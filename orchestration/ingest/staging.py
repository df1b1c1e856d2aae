"""From raw snapshots to staged Parquet, and into force.

    staged/<data set>/<source_id>__<partition>__<digest>.parquet   see `staged_files`
    staged/<data set>/_schema.parquet                              no rows, the schema
    staged/snapshots/active.parquet                              what counts, and where it came from
    staged/revisions/recorded.parquet                              values of old periods that changed

A snapshot comes into force only after all of its partition was staged without complaint.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.contracts.datasets import REVISIONS, SHARED, SNAPSHOTS
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused, TaxonomyRefused
from orchestration.ingest.staged_files import StagedBatches, StagedFiles, write_rows
from orchestration.lake.checks.history import COMPARED, compare_periods
from orchestration.lake.raw_store import RawStore
from orchestration.lake.revisions import read_revisions
from orchestration.lake.suppression_counts import COUNTS, counts_in
from orchestration.sources.tables.delimited import schema_of
from orchestration.storage.records import StagedBatch

Partitions = Mapping[str, Sequence[Snapshot]]


class StagingArea:
    """The staged data sets of a lake."""

    def __init__(self, root: Path, store: RawStore) -> None:
        self.root = root
        self.store = store
        self._files = StagedFiles(root, store)

    def preparse(self, declaration: Declaration, snapshot: Snapshot) -> int:
        """Parse a file that arrived and keep the outcome for `stage`; returns its rows.

        Nothing comes into force. Raises `ArrivalRefused` where the file cannot be accepted.
        """
        return self._files.preparse(declaration, snapshot)

    def stage(
        self, declaration: Declaration, arrived: Partitions, *, accept_smaller: bool = False
    ) -> dict[str, int]:
        """Stage what arrived (or what is in force, where nothing did) and bring it into force.

        Returns the rows by partition. A refused partition is kept aside and raises; what was in
        force before stays in force. A period that has fewer rows than the one in force is refused
        unless `accept_smaller`; values that changed are recorded beside raw (data set `revisions`).
        """
        before: Partitions = self.store.active(declaration.source_id)
        wanted: Partitions = arrived if declaration.offers_everything else {**before, **arrived}
        staged: dict[str, StagedBatches] = {}
        try:
            for partition in sorted(wanted):
                old, new = before.get(partition, ()), wanted[partition]
                try:
                    staged[partition] = self._stage_partition(
                        declaration, partition, old, new, accept_smaller
                    )
                except (ArrivalRefused, TaxonomyRefused) as error:
                    for snapshot in new:
                        if snapshot not in old:
                            self.store.refuse(snapshot, str(error))
                    self._files.tidy(declaration, partition)
                    raise
        finally:  # what was staged before one was refused comes into force; one write for all of them
            self._files.count_all(declaration, staged)
            self.store.activate_all(
                declaration.source_id, {partition: wanted[partition] for partition in staged}
            )
        rows = {
            partition: sum(int(batch["rows"]) for batch in batches)
            for partition, batches in staged.items()
        }
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
            if _schema_in(path) != schema:
                write_rows(path, schema.empty_table())
        active = {source_id: self.store.active(source_id) for source_id in declarations}
        self._write_snapshots(declarations, active)
        self._write_revisions(declarations)
        self._files.keep_only(
            (source_id, partition) for source_id, found in active.items() for partition in found
        )
        self.store.checksums.save()

    def _stage_partition(
        self,
        declaration: Declaration,
        partition: str,
        old: Sequence[Snapshot],
        new: Sequence[Snapshot],
        accept_smaller: bool,
    ) -> StagedBatches:
        batches = self._files.of(declaration, partition, new)
        if old and _ids(old) != _ids(new):
            try:
                before = self._files.of(declaration, partition, old)
            except ArrivalRefused:
                return batches  # what is in force is no longer accepted: nothing to compare with
            self._compare(declaration, partition, before, batches, accept_smaller)
        return batches

    def _compare(
        self,
        declaration: Declaration,
        partition: str,
        before: StagedBatches,
        after: StagedBatches,
        accept_smaller: bool,
    ) -> None:
        """Refuse a period that shrank; write down the values that changed, beside raw."""
        old, new = _made_of(before), _made_of(after)
        old_files, new_files = (_by_dataset(self.root, batches) for batches in (before, after))
        for dataset in sorted(COMPARED.keys() & old_files.keys() & new_files.keys()):
            revisions = compare_periods(
                dataset,
                old_files[dataset],
                new_files[dataset],
                unchanged={*old} & {*new},
                source_id=declaration.source_id,
                partition=partition,
                accept_smaller=accept_smaller,
            )
            if revisions.num_rows:
                name = f"{partition}__{_chain(old)}__{_chain(new)}.parquet"
                write_rows(self.store.revisions(declaration.source_id) / name, revisions)

    def _write_snapshots(
        self, declarations: Mapping[str, Declaration], active: Mapping[str, Partitions]
    ) -> None:
        rows = []
        for source_id, declaration in declarations.items():
            for partition, snapshots in active[source_id].items():
                counted = {
                    snapshot_id: {"row_count": batch["rows"], **self._withheld(batch)}
                    for batch in self._files.counting(declaration, partition)
                    for snapshot_id in batch["snapshots"]
                }
                rows += [_snapshot_row(declaration, s, counted[s.snapshot_id]) for s in snapshots]
        write_rows(
            self.root / "snapshots" / "active.parquet",
            pa.Table.from_pylist(rows, schema=SNAPSHOTS),
        )

    def _withheld(self, batch: StagedBatch) -> dict[str, int | None]:
        cells = next((f for f in batch["files"] if f.startswith("census_cells/")), None)
        return counts_in(self.root / cells) if cells else dict.fromkeys(COUNTS)

    def _write_revisions(self, declarations: Mapping[str, Declaration]) -> None:
        paths = [
            path
            for source_id in declarations
            for path in sorted(self.store.revisions(source_id).glob("*.parquet"))
        ]
        tables = [REVISIONS.empty_table(), *(read_revisions(path) for path in paths)]
        write_rows(self.root / "revisions" / "recorded.parquet", pa.concat_tables(tables))


def remove_leftovers(root: Path) -> int:
    """Remove the `.part` files and folders that a crash left below `root`; returns how many."""
    leftovers = list(root.rglob(".*.part")) if root.exists() else []
    for path in leftovers:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return len(leftovers)


def _schema_in(path: Path) -> pa.Schema | None:
    """The schema of a Parquet file, None where there is none that can be read."""
    try:
        return pq.read_schema(path)
    except (OSError, pa.ArrowException):
        return None


def _ids(snapshots: Sequence[Snapshot]) -> set[str]:
    return {s.snapshot_id for s in snapshots}


def _made_of(batches: StagedBatches) -> list[str]:
    """The ids of the snapshots in all batches, in order."""
    return [snapshot_id for batch in batches for snapshot_id in batch["snapshots"]]


def _chain(snapshot_ids: Sequence[str]) -> str:
    return hashlib.sha256("".join(snapshot_ids).encode()).hexdigest()[:12]


def _by_dataset(root: Path, batches: StagedBatches) -> dict[str, list[Path]]:
    """The staged files of the batches by data set (the folder that they lie in)."""
    files: dict[str, list[Path]] = {}
    for batch in batches:
        for name in batch["files"]:
            files.setdefault(name.split("/")[0], []).append(root / name)
    return files


def _snapshot_row(
    declaration: Declaration, snapshot: Snapshot, counts: Mapping[str, int | None]
) -> dict[str, Any]:
    manifest = snapshot.manifest
    return {
        "source_id": declaration.source_id,
        "snapshot_id": snapshot.snapshot_id,
        "partition_key": manifest.partition,
        "part": manifest.part,
        "origin": manifest.origin,
        "file_name": manifest.file_name,
        "size_bytes": manifest.size,
        **counts,
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
