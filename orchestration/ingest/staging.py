"""Staging: raw snapshots are parsed to Parquet, checked, compared with the active ones, and activated.

    staged/<data set>/<source_id>__<partition>__<digest>.parquet   see `staged_files`
    staged/<data set>/_schema.parquet                              the schema of the data set, no rows
    staged/snapshots/active.parquet                                the active snapshots (schema SNAPSHOTS)
    staged/revisions/recorded.parquet                              the revised values (schema REVISIONS)

A partition is activated only after all its snapshots were parsed and checked without error.
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

from orchestration.contracts.credit import DATASETS_OF_USERS, address, credit
from orchestration.contracts.datasets import REVISIONS, SNAPSHOTS, STAGED_SCHEMAS
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.contracts.taxonomy_form import METADATA
from orchestration.errors import ArrivalRefused, TaxonomyRefused
from orchestration.ingest.staged_batch import StagedBatch, StagedBatches
from orchestration.ingest.staged_files import StagedFiles, write_rows
from orchestration.lake.checks.history import COMPARED, compare_periods
from orchestration.lake.raw_store import RawStore
from orchestration.lake.revisions import read_revisions, revisions_folder
from orchestration.lake.source_state import SourceState
from orchestration.lake.suppression_counts import COUNTS, read_counts
from orchestration.sources.tables.delimited import schema_of

Partitions = Mapping[str, Sequence[Snapshot]]


class StagingArea:
    """The staged data sets below the folder `root`, made from the snapshots in `store`."""

    def __init__(self, root: Path, store: RawStore) -> None:
        self.root = root
        self.store = store
        self._files = StagedFiles(root, store)

    def preparse(self, declaration: Declaration, snapshot: Snapshot) -> int:
        """Parse a dropped file and store the result for `stage`; returns the number of rows.

        Nothing is activated. Raises `ArrivalRefused` where the file cannot be accepted.
        """
        return self._files.preparse(declaration, snapshot)

    def stage(
        self, declaration: Declaration, offered: Partitions, *, accept_smaller: bool = False
    ) -> dict[str, int]:
        """Stage the offered partitions and the active ones that are not offered, and activate them.

        Returns the number of rows by partition. Raises `ArrivalRefused` or `TaxonomyRefused` at the first
        refused partition: its new snapshots go to quarantine, and its active snapshots stay active. A
        period with fewer rows than the active one is refused unless `accept_smaller`. Revised values are
        recorded in the data set `revisions`.
        """
        active: Partitions = self.store.active(declaration.source_id)
        wanted: Partitions = offered if declaration.lists_all_partitions else {**active, **offered}
        staged: dict[str, StagedBatches] = {}
        try:
            for partition in sorted(wanted):
                old, new = active.get(partition, ()), wanted[partition]
                try:
                    staged[partition] = self._stage_partition(
                        declaration, partition, old, new, accept_smaller
                    )
                except (ArrivalRefused, TaxonomyRefused) as error:
                    state = SourceState(self.store, declaration.source_id)
                    for snapshot in new:
                        if snapshot not in old:
                            state.refuse(snapshot, str(error))
                    self._files.remove_inactive(declaration, partition)
                    raise
        finally:  # partitions before a refused one are activated, with one write for all of them
            self._files.activate(declaration, staged)
            SourceState(self.store, declaration.source_id).activate(
                {partition: wanted[partition] for partition in staged}
            )
        rows = {
            partition: sum(int(batch["rows"]) for batch in batches)
            for partition, batches in staged.items()
        }
        for partition in active.keys() - wanted.keys():
            self.store.deactivate(declaration.source_id, partition)
        return rows

    def finish(self, declarations: Mapping[str, Declaration]) -> None:
        """Write schema files, snapshots and revisions, and remove the staged files that are not active.

        `declarations` are all sources of the lake: files of other sources are removed.
        """
        schemas = dict(STAGED_SCHEMAS)
        for declaration in declarations.values():
            if declaration.columns:
                schemas[declaration.dataset] = schema_of(declaration)
        for dataset, schema in schemas.items():
            path = self.root / dataset / "_schema.parquet"
            if _read_schema(path) != schema:
                write_rows(path, schema.empty_table())
        active = {source_id: self.store.active(source_id) for source_id in declarations}
        self._write_snapshots(declarations, active)
        self._write_revisions(declarations)
        self._files.remove_all_except(
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
        """The batches of the new snapshots, compared with those of the active (old) ones."""
        batches = self._files.get_or_parse(declaration, partition, new)
        if old and _ids(old) != _ids(new):
            try:
                old_batches = self._files.get_or_parse(declaration, partition, old)
            except ArrivalRefused:
                # the current parser does not accept the active snapshots: there is nothing to compare with
                return batches
            self._compare(declaration, partition, old_batches, batches, accept_smaller)
        return batches

    def _compare(
        self,
        declaration: Declaration,
        partition: str,
        old_batches: StagedBatches,
        new_batches: StagedBatches,
        accept_smaller: bool,
    ) -> None:
        """Refuse a period with fewer rows than the active one; record the values that were revised."""
        old, new = _snapshot_ids(old_batches), _snapshot_ids(new_batches)
        old_files = _files_by_dataset(self.root, old_batches)
        new_files = _files_by_dataset(self.root, new_batches)
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
                name = f"{partition}__{_short_digest(old)}__{_short_digest(new)}.parquet"
                write_rows(revisions_folder(self.store, declaration.source_id) / name, revisions)

    def _write_snapshots(
        self, declarations: Mapping[str, Declaration], active: Mapping[str, Partitions]
    ) -> None:
        rows = []
        for source_id, declaration in declarations.items():
            for partition, snapshots in active[source_id].items():
                counts = {
                    snapshot_id: {"row_count": batch["rows"], **self._suppression_counts(batch)}
                    for batch in self._files.active_batches(declaration, partition)
                    for snapshot_id in batch["snapshots"]
                }
                stated = self._stated(declaration, partition)
                for s in snapshots:
                    credited = credit(declaration, s.manifest.origin, s.manifest.file_name, stated)
                    if declaration.dataset in DATASETS_OF_USERS:
                        self.store.state_credit(s, credited)
                    rows.append(_snapshot_row(credited, s, counts[s.snapshot_id]))
        write_rows(
            self.root / "snapshots" / "active.parquet",
            pa.Table.from_pylist(rows, schema=SNAPSHOTS),
        )

    def _stated(self, declaration: Declaration, partition: str) -> dict[str, Any]:
        """The metadata in the staged rows of a file that a user may have added."""
        if declaration.dataset not in DATASETS_OF_USERS:
            return {}
        batches = self._files.active_batches(declaration, partition)
        files = [name for batch in batches for name in batch["files"]]
        rows = [
            pq.read_table(self.root / name, columns=list(METADATA)).slice(0, 1) for name in files
        ]
        return next((table.to_pylist()[0] for table in rows if table.num_rows), {})

    def _suppression_counts(self, batch: StagedBatch) -> dict[str, int | None]:
        cells = next((f for f in batch["files"] if f.startswith("census_cells/")), None)
        return read_counts(self.root / cells) if cells else dict.fromkeys(COUNTS)

    def _write_revisions(self, declarations: Mapping[str, Declaration]) -> None:
        paths = [
            path
            for source_id in declarations
            for path in sorted(revisions_folder(self.store, source_id).glob("*.parquet"))
        ]
        tables = [REVISIONS.empty_table(), *(read_revisions(path) for path in paths)]
        write_rows(self.root / "revisions" / "recorded.parquet", pa.concat_tables(tables))


def remove_leftovers(root: Path) -> int:
    """Remove the unfinished `.part` files and folders below `root` after a crash; returns how many."""
    leftovers = list(root.rglob(".*.part")) if root.exists() else []
    for path in leftovers:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return len(leftovers)


def _read_schema(path: Path) -> pa.Schema | None:
    """The schema of a Parquet file, None where the file is missing or cannot be read."""
    try:
        return pq.read_schema(path)
    except (OSError, pa.ArrowException):
        return None


def _ids(snapshots: Sequence[Snapshot]) -> set[str]:
    return {s.snapshot_id for s in snapshots}


def _snapshot_ids(batches: StagedBatches) -> list[str]:
    """The ids of the snapshots of all batches, in order."""
    return [snapshot_id for batch in batches for snapshot_id in batch["snapshots"]]


def _short_digest(snapshot_ids: Sequence[str]) -> str:
    return hashlib.sha256("".join(snapshot_ids).encode()).hexdigest()[:12]


def _files_by_dataset(root: Path, batches: StagedBatches) -> dict[str, list[Path]]:
    """The paths of the staged files by data set, which is the name of their folder."""
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
        "landing_page": address(declaration.landing_page) or None,
        "licence_id": declaration.licence.id,
        "licence_url": address(declaration.licence.url) or None,
        "attribution_ko": declaration.attribution_ko,
        "attribution_en": declaration.attribution_en,
    }
