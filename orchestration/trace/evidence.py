"""Read the raw snapshots of a release by the hash that the release records, and verify the hash."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.snapshot import Manifest, read_manifest
from orchestration.errors import StorageError
from orchestration.release.query import run_query
from orchestration.trace.model import SnapshotUse


@dataclass(frozen=True)
class RawFile:
    """A snapshot with its bytes and its manifest."""

    source_id: str
    partition: str
    sha256: str
    content: bytes
    manifest: Manifest
    path: Path

    @property
    def intact(self) -> bool:
        """Whether the bytes still have the hash of the snapshot."""
        return hashlib.sha256(self.content).hexdigest() == self.sha256

    @property
    def plain(self) -> bytes:
        """The bytes, decompressed where they are gzip."""
        return gzip.decompress(self.content) if self.content[:2] == b"\x1f\x8b" else self.content

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The lines of a CSV: line number and fields, without those before the header that begin with #."""
        text = self.plain.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""))
        filled = (values for values in reader if any(v.strip() for v in values))
        header = next(values for values in filled if not values[0].lstrip().startswith("#"))
        # a spreadsheet fills lines with empty cells to the right
        header = [name for name in header if name.strip()]
        for values in filled:
            if any(values[len(header) :]):
                raise ValueError(f"line {reader.line_num} is longer than the header")
            yield reader.line_num, dict(zip(header, values[: len(header)], strict=True))

    def rows(self) -> list[dict[str, Any]]:
        """The rows of a JSON response."""
        try:
            text = self.plain.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = self.plain.decode("cp949")
        return list(json.loads(text))


class Evidence:
    """All raw snapshots of a release."""

    def __init__(self, release: Path, raw: Path) -> None:
        self.release = release
        self.marts = release / "marts.duckdb"
        self._raw = raw

    @cached_property
    def files(self) -> list[RawFile]:
        """Every snapshot in the order of the release; raises `StorageError` where one is missing."""
        _, rows = run_query(
            self.marts,
            "select source_id, partition_key, snapshot_id from source_snapshots"
            " order by source_id, partition_key, part",
        )
        return [self._read(str(s), str(p), str(h)) for s, p, h in rows]

    @cached_property
    def credits(self) -> dict[tuple[str, str], tuple[str, str, str]]:
        """By source and hash, the attribution, licence and its address as the release states them."""
        _, rows = run_query(
            self.marts,
            "select source_id, snapshot_id, attribution_ko, licence_id, coalesce(licence_url, '')"
            " from source_snapshots",
        )
        return {(str(s), str(h)): (str(a), str(i), str(u)) for s, h, a, i, u in rows}

    def of(self, source_id: str) -> list[RawFile]:
        """The snapshots of one source."""
        return [f for f in self.files if f.source_id == source_id]

    def of_dataset(self, dataset: str) -> list[RawFile]:
        """The snapshots of all sources that write a staged data set."""
        sources = {d.source_id for d in load_declarations().values() if d.dataset == dataset}
        return [f for f in self.files if f.source_id in sources]

    def _read(self, source_id: str, partition: str, sha256: str) -> RawFile:
        folder = self._raw / source_id / partition / sha256
        try:
            manifest = read_manifest(folder)
            content = (folder / manifest.file_name).read_bytes() if manifest else None
        except OSError:
            manifest = content = None
        if manifest is None or content is None:
            raise StorageError(
                f"the raw snapshot {source_id} {partition} of the release is not in this lake",
                where=str(folder),
                remedy="trace with the lake that has the raw snapshots, or restore it from a backup",
            )
        return RawFile(source_id, partition, sha256, content, manifest, folder / manifest.file_name)


def describe_snapshot(file: RawFile, evidence: Evidence) -> SnapshotUse:
    """Describe a snapshot for a trace: where it came from, its licence, and whether it is intact."""
    attribution, licence, licence_url = evidence.credits[file.source_id, file.sha256]
    manifest = file.manifest
    return SnapshotUse(
        source_id=file.source_id,
        partition=file.partition,
        sha256=file.sha256,
        file_name=manifest.file_name,
        origin=manifest.origin,
        request=dict(manifest.request),
        retrieved_at=manifest.model_dump(mode="json")["retrieved_at"],
        licence=licence,
        licence_url=licence_url,
        attribution=attribution,
        intact=file.intact,
    )
