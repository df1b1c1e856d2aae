"""Provider `taxonomy`: taxonomies as CSV files, bundled or added by users.

The form of a file is in orchestration/contracts/taxonomy_form.py. Each file is a partition. A file is
refused for the first row that cannot be accepted, with line and reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

import pyarrow as pa

from orchestration.contracts.datasets import TAXONOMIES
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.contracts.taxonomy_form import METADATA, METADATA_DATES
from orchestration.errors import TaxonomyRefused
from orchestration.settings import Settings
from orchestration.sources import bundled
from orchestration.sources.plain_text import plain_text
from orchestration.sources.provider import Tables
from orchestration.sources.taxonomy.form import peek_taxonomy_id, read_form
from orchestration.sources.taxonomy.rows import check_rows

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


def collect(declaration: Declaration, settings: Settings) -> Iterator[Payload]:
    """The bundled taxonomies, then each CSV in data_lake/taxonomies/.

    Raises `TaxonomyRefused` for a file name that cannot be used, and for a second file of a taxonomy.
    """
    known: dict[str, str] = {}
    for payload in chain(bundled.collect(declaration, settings), _dropped(settings)):
        taxonomy_id = peek_taxonomy_id(_bytes_of(payload))
        first = known.setdefault(taxonomy_id or payload.file_name, payload.file_name)
        if first != payload.file_name:
            raise TaxonomyRefused(
                f"the taxonomy {plain_text(taxonomy_id, most=60)} is also in {first}",
                where=f"{settings.taxonomies} {payload.file_name}",
                remedy="give it another taxonomy_id, or remove one of the files",
            )
        yield payload


def _bytes_of(payload: Payload) -> bytes:
    content = payload.content
    return content if isinstance(content, bytes) else content.read_bytes()


def _dropped(settings: Settings) -> Iterator[Payload]:
    for path in sorted(settings.taxonomies.glob("*.csv")):
        if not _NAME.match(path.stem):
            raise TaxonomyRefused(
                f"the file name {path.name!r} cannot be used",
                where=str(settings.taxonomies),
                remedy="use lower case letters, digits and underscores, as in my_taxonomy.csv",
            )
        yield Payload(
            partition=f"dropped_{path.stem}",
            part="whole",
            file_name=path.name,
            content=path.read_bytes(),
            origin="dropped",
            retrieved_at=datetime.now(UTC).replace(microsecond=0),
        )


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The rows of one taxonomy file, checked against KSIC; raises `TaxonomyRefused`.

    `raw_row` is the line of the row.
    """
    rows: list[dict[str, Any]] = []
    for snapshot in snapshots:
        rows += _rows(declaration, snapshot)
    return {declaration.dataset: pa.Table.from_pylist(rows, schema=TAXONOMIES)}


def _rows(declaration: Declaration, snapshot: Snapshot) -> list[dict[str, Any]]:
    file = read_form(snapshot)
    constant: dict[str, Any] = {
        "source_id": declaration.source_id,
        "snapshot_id": snapshot.snapshot_id,
        **{key: file.metadata.get(key) for key in METADATA},
    }
    for key in METADATA_DATES:
        constant[key] = date.fromisoformat(constant[key]) if constant[key] else None
    return [constant | row for row in check_rows(file.records, snapshot.manifest.file_name)]
