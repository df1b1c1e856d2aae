"""Provider `taxonomy`: taxonomies as CSV files, bundled or added by users.

The columns are fixed: taxonomy_id, layer, industry, ksic_revision, ksic_code (2-5 digits), evidence, note.
Each file is a partition. A file is refused for the first row that cannot be accepted, with line and reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from orchestration.contracts.datasets import TAXONOMIES
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.errors import ArrivalRefused, TaxonomyRefused
from orchestration.lake.reference import ksic_parents, ksic_revisions
from orchestration.settings import Settings
from orchestration.sources import bundled
from orchestration.sources.provider import Tables
from orchestration.sources.tables.delimited import read_lines

COLUMNS = (
    "taxonomy_id",
    "layer",
    "industry",
    "ksic_revision",
    "ksic_code",
    "evidence",
    "note",
)
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


def collect(declaration: Declaration, settings: Settings) -> Iterator[Payload]:
    """The bundled taxonomies, then each CSV in data_lake/taxonomies/; raises `TaxonomyRefused`."""
    yield from bundled.collect(declaration, settings)
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
    name = snapshot.manifest.file_name
    try:
        records = read_lines(snapshot, COLUMNS)
    except ArrivalRefused as error:
        raise TaxonomyRefused(error.what, where=error.where, remedy=error.remedy) from None
    taxonomy_id = records[0][1]["taxonomy_id"].strip()
    has_leading_zeros = any(record["ksic_code"].strip().startswith("0") for _, record in records)
    seen: dict[tuple[str, ...], int] = {}
    rows = []
    for line, record in records:
        record = {k: v.strip() for k, v in record.items()}
        complaint = _find_fault(record, taxonomy_id)
        if not complaint and not has_leading_zeros:
            complaint = _find_lost_zero(record["ksic_code"], record["ksic_revision"])
        key = tuple(record[c] for c in ("layer", "industry", "ksic_revision", "ksic_code"))
        if not complaint and key in seen:
            complaint = f"the same row is on line {seen[key]}", "remove one of the two"
        if complaint:
            raise TaxonomyRefused(complaint[0], where=f"{name} line {line}", remedy=complaint[1])
        seen[key] = line
        rows.append(
            {
                "source_id": declaration.source_id,
                "snapshot_id": snapshot.snapshot_id,
                "raw_row": line,
                **record,
            }
        )
    return rows


def _find_fault(record: dict[str, str], taxonomy_id: str) -> tuple[str, str] | None:
    """What is wrong with a row and what to do; None if it is valid."""
    for column in ("taxonomy_id", "layer", "industry"):
        if not _NAME.match(record[column]):
            what = f"{column} {record[column]!r} cannot be used as a name"
            return what, "use lower case letters, digits and underscores"
    if record["taxonomy_id"] != taxonomy_id:
        return f"a second taxonomy_id {record['taxonomy_id']}", "a file has one taxonomy"
    if record["ksic_revision"] not in ksic_revisions():
        what = f"ksic_revision {record['ksic_revision']!r} is not known"
        return what, f"use one of {', '.join(ksic_revisions())}"
    if not re.fullmatch(r"\d{2,5}", record["ksic_code"]):
        what = f"ksic_code {record['ksic_code']!r} is not 2 to 5 digits"
        return what, "write only the digits (Excel removes a leading zero: 01110, not 1110)"
    if record["ksic_code"] not in ksic_parents(record["ksic_revision"]):
        what = f"ksic_code {record['ksic_code']} is not in KSIC {record['ksic_revision']}"
        return what, "correct the code or the revision"
    return None


def _find_lost_zero(code: str, revision: str) -> tuple[str, str] | None:
    """As `_find_fault`, for a class that is also a five-digit code without its leading zero.

    Spreadsheets remove leading zeros. A file in which any code begins with a zero did not lose them.
    """
    parents = ksic_parents(revision)
    if len(code) != 4 or f"0{code}" not in parents:
        return None
    below = sorted(c for c, parent in parents.items() if parent == code)
    return (
        f"ksic_code {code} is a class, and also the five-digit code 0{code} without its zero",
        f"write 0{code}, or instead of the class its five-digit codes {', '.join(below)}",
    )
