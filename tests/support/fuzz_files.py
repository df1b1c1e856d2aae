"""Bytes as a file that was dropped or is in the raw store, for fuzz targets of file parsers."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import cast

from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.snapshot import Manifest, Snapshot
from orchestration.errors import SmartCityError
from orchestration.sources.dropped_file import DroppedFile, Recogniser
from orchestration.sources.provider import Batches, provider_of


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="fuzz-"))


def written(data: bytes) -> Path:
    """A file with these bytes; the next call overwrites it."""
    path = _folder() / "file"
    path.write_bytes(data)
    return path


def snapshot_of(data: bytes, source_id: str, partition: str, file_name: str) -> Snapshot:
    """A raw snapshot of these bytes."""
    manifest = Manifest(
        source_id=source_id,
        partition=partition,
        part="whole",
        file_name=file_name,
        origin="dropped",
        request={},
        retrieved_at=None,
        sha256="0" * 64,
        size=len(data),
        licence="test",
        attribution="test",
    )
    return Snapshot(manifest, written(data))


def drop(data: bytes, source_id: str, partition: str, *file_names: str) -> None:
    """Recognise and parse the bytes under each name; only our own errors are accepted.

    `partition` is what the bytes are parsed as where they are not recognised.
    """
    declaration = load_declarations()[source_id]
    provider = provider_of(declaration)
    for file_name in file_names:
        partitions: tuple[str, ...] = (partition,)
        if hasattr(provider, "recognise"):
            with suppress(SmartCityError):
                file = DroppedFile(file_name, written(data))
                partitions = cast(Recogniser, provider).recognise(declaration, file).partitions
        for found in partitions[:2]:
            with suppress(SmartCityError):
                snapshot = snapshot_of(data, source_id, found, file_name)
                for table in provider.parse(declaration, [snapshot]).values():
                    if isinstance(table, Batches):
                        for _ in table.tables:
                            pass
