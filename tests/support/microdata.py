"""A file of census microdata as if it lay in the raw store."""

from __future__ import annotations

from pathlib import Path

from orchestration.contracts.snapshot import Manifest, Snapshot


def microdata_snapshot(csv: Path, file_name: str | None = None) -> Snapshot:
    """The snapshot of `csv`, a file of 2019; `file_name` is what refusals call it."""
    manifest = Manifest(
        source_id="mdis_census",
        partition="2019",
        part="whole",
        file_name=file_name or csv.name,
        origin="dropped",
        request={},
        retrieved_at=None,
        sha256="0" * 64,
        size=csv.stat().st_size,
        licence="none",
        attribution="synthetic",
    )
    return Snapshot(manifest, csv)
