"""Provider `published_aggregates`: sums of the pension file that a third party published.

A row is a total of a region, what names no industry, an industry name of the nation, or a pair of
industry name and province. A pair is listed only where it reaches the threshold of the declaration: any
other is between 0 and the threshold less one. A partition is a month, one bundled CSV each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
from pydantic import Field

from orchestration.contracts.datasets import NPS_PUBLISHED
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Payload, Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.settings import Settings
from orchestration.sources.bundled import collect as bundled_payloads
from orchestration.sources.declared_request import DeclaredRequest
from orchestration.sources.nps.names import codes_by_name, normalise
from orchestration.sources.plain_text import plain_text
from orchestration.sources.provider import Tables
from orchestration.sources.published_aggregates.checks import ControlSums, check_month, check_row
from orchestration.sources.tables.delimited import read_lines

COLUMNS = ("kind", "region_code", "industry_name", "workplaces", "insured")


class Aggregates(DeclaredRequest):
    """The `request` of a declaration with provider published_aggregates."""

    compiled_by: str = Field(description="the third party that added up the agency's file")
    compiled_at: str = Field(description="where and in which version it was published")
    ksic_revision: str
    threshold: int = Field(ge=1, description="fewest insured persons of a listed pair")
    sums: dict[str, ControlSums] = Field(description="by month, as 2026-06")


def collect(declaration: Declaration, settings: Settings) -> Iterator[Payload]:
    """The bundled months; their manifests name the third party."""
    aggregates = Aggregates.of(declaration)
    request = {"compiled_by": aggregates.compiled_by, "compiled_at": aggregates.compiled_at}
    for payload in bundled_payloads(declaration, settings):
        yield replace(payload, request=request)


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The rows of one month, held against its control sums; raises `ArrivalRefused`."""
    aggregates = Aggregates.of(declaration)
    rows: list[dict[str, Any]] = []
    for snapshot in snapshots:
        rows += _rows(declaration, aggregates, snapshot)
    return {declaration.dataset: pa.Table.from_pylist(rows, schema=NPS_PUBLISHED)}


def _rows(
    declaration: Declaration, aggregates: Aggregates, snapshot: Snapshot
) -> list[dict[str, Any]]:
    month = snapshot.manifest.partition
    where = f"{declaration.source_id} {snapshot.manifest.file_name}"
    if month not in aggregates.sums:
        raise ArrivalRefused(
            f"no control sums for {month}",
            where=where,
            remedy=f"declare them under request.sums in {declaration.source_id}.yml",
        )
    codes = codes_by_name(aggregates.ksic_revision)
    rows = []
    for line, record in read_lines(snapshot, COLUMNS):
        at = f"{where} line {line}"
        row = {
            "source_id": declaration.source_id,
            "snapshot_id": snapshot.snapshot_id,
            "raw_row": line,
            "month": date.fromisoformat(f"{month}-01"),
            "kind": record["kind"],
            "region_code": record["region_code"],
            "industry_name": record["industry_name"],
            "ksic_revision": aggregates.ksic_revision,
            "ksic_code": codes.get(normalise(record["industry_name"])),
            "workplaces": _count(record["workplaces"], at) if record["workplaces"] else None,
            "insured": _count(record["insured"], at),
            "threshold": aggregates.threshold,
        }
        check_row(row, at)
        rows.append(row)
    check_month(rows, aggregates.threshold, aggregates.sums[month], where)
    return rows


def _count(text: str, at: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise ArrivalRefused(
            f"{plain_text(text, most=60)!r} is no count", where=at, remedy="restore the file"
        )
    return int(text)
