"""A KOSIS response with cells: from the bytes to the checked table, as the client and the parser do."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.snapshot import Manifest, Snapshot
from orchestration.errors import SmartCityError
from orchestration.foreign_text import said
from orchestration.sources.kosis.client import check_requested, error_for
from orchestration.sources.kosis.parse import parse
from orchestration.sources.kosis.plan import RequestChunk
from orchestration.sources.kosis.response import read_error, read_rows
from orchestration.sources.kosis.table import CensusTable

CORPUS = ("kosis/*",)
CHUNK = RequestChunk(2023, ("11",), ("0", "J", "J58", "J62", "M", "M72"), ("T1", "T2"))


@cache
def _declaration() -> tuple[Declaration, CensusTable]:
    declaration = load_declarations()["kosis_census"]
    return declaration, CensusTable.of(declaration)


@cache
def _snapshot() -> Snapshot:
    path = Path(mkdtemp(prefix="fuzz-")) / "answer.json"
    manifest = Manifest(
        source_id="kosis_census",
        partition="2023",
        part="fuzz",
        file_name=path.name,
        origin="fetched",
        request={},
        retrieved_at=None,
        sha256="0" * 64,
        size=0,
        licence="test",
        attribution="test",
    )
    return Snapshot(manifest, path)


def run(data: bytes) -> None:
    """Read `data` as the response to one request."""
    declaration, table = _declaration()
    if error := read_error(data):
        str(error_for(said(error[0]), said(error[1]), "fuzz"))
        return
    with suppress(SmartCityError):
        check_requested(read_rows(data, "fuzz"), CHUNK, table, "fuzz")
    _snapshot().path.write_bytes(data)
    with suppress(SmartCityError):
        parse(declaration, [_snapshot()])
