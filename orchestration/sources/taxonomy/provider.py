"""Provider `taxonomy`: taxonomies as CSV files in the project's form, and linkage tables as published.

The form is in orchestration/contracts/taxonomy_form.py; linkage/ reads what agencies publish. Each file is
a partition. A file is refused with line and reason of what cannot be accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

import pyarrow as pa

from orchestration.contracts.datasets import TAXONOMIES
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.contracts.taxonomy_form import METADATA, METADATA_DATES
from orchestration.errors import ArrivalRefused, TaxonomyRefused
from orchestration.progress import note
from orchestration.settings import Settings
from orchestration.sources import bundled
from orchestration.sources.plain_text import plain_text
from orchestration.sources.provider import Tables
from orchestration.sources.taxonomy.dropped import BESIDE, TABLE, collect_dropped
from orchestration.sources.taxonomy.form import peek_taxonomy_id, read_form
from orchestration.sources.taxonomy.published import read_published
from orchestration.sources.taxonomy.rows import check_rows


def collect(declaration: Declaration, settings: Settings) -> Iterator[Payload]:
    """The bundled taxonomies, then those in data_lake/taxonomies/.

    Raises `TaxonomyRefused` for a file that cannot be used, and for a second file of a taxonomy.
    """
    known: dict[str, Payload] = {}
    offered = chain(bundled.collect(declaration, settings), collect_dropped(settings.taxonomies))
    for payload in offered:
        if payload.part == BESIDE:
            yield payload
            continue
        taxonomy_id = str(payload.request.get("taxonomy_id") or "")
        taxonomy_id = taxonomy_id or peek_taxonomy_id(_bytes_of(payload))
        first = known.setdefault(taxonomy_id or payload.partition, payload)
        if first.partition != payload.partition:
            other = f"{'the bundled ' if first.origin == 'bundled' else ''}{first.file_name}"
            raise TaxonomyRefused(
                f"the taxonomy {plain_text(taxonomy_id, most=60)} is also in {other}",
                where=f"{settings.taxonomies} {payload.file_name}",
                remedy="give it another taxonomy_id, or remove one of the files",
            )
        yield payload


def _bytes_of(payload: Payload) -> bytes:
    content = payload.content
    return content if isinstance(content, bytes) else content.read_bytes()


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The rows of one taxonomy file, checked against KSIC; raises `TaxonomyRefused`.

    `raw_row` is the line of the row.
    """
    rows: list[dict[str, Any]] = []
    beside = next((s.path.read_bytes() for s in snapshots if s.manifest.part == BESIDE), b"")
    for snapshot in snapshots:
        if snapshot.manifest.part == TABLE:
            rows += _published_rows(declaration, snapshot, beside)
        elif snapshot.manifest.part != BESIDE:
            rows += _rows(declaration, snapshot)
    return {declaration.dataset: pa.Table.from_pylist(rows, schema=TAXONOMIES)}


def _rows(declaration: Declaration, snapshot: Snapshot) -> list[dict[str, Any]]:
    file = read_form(snapshot)
    constant = _constant(declaration, snapshot, file.metadata)
    return [constant | row for row in check_rows(file.records, snapshot.manifest.file_name)]


def _published_rows(
    declaration: Declaration, snapshot: Snapshot, beside: bytes
) -> list[dict[str, Any]]:
    manifest = snapshot.manifest
    try:
        table = read_published(snapshot.path, manifest.file_name, manifest.request, beside)
    except ArrivalRefused as error:
        raise TaxonomyRefused(error.what, where=error.where, remedy=error.remedy) from None
    for remark in table.remarks:
        note(remark)
    constant = _constant(declaration, snapshot, table.metadata)
    rows = check_rows(table.records, manifest.file_name, has_zeros=True)
    return [constant | row for row in rows]


def _constant(
    declaration: Declaration, snapshot: Snapshot, metadata: Mapping[str, str]
) -> dict[str, Any]:
    """What all rows of a file have: provenance and metadata."""
    constant: dict[str, Any] = {
        "source_id": declaration.source_id,
        "snapshot_id": snapshot.snapshot_id,
        **{key: metadata.get(key) for key in METADATA},
    }
    for key in METADATA_DATES:
        constant[key] = date.fromisoformat(constant[key]) if constant[key] else None
    return constant
