"""Provider `delimited`: UTF-8 CSV whose columns the declaration lists."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa

from orchestration.contracts.datasets import PROVENANCE
from orchestration.contracts.declaration import Column, Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.sources.bundled import collect
from orchestration.sources.plain_text import plain_text
from orchestration.sources.provider import Tables
from orchestration.sources.tables.csv_lines import as_records, place, read_rows

__all__ = ["collect", "parse", "read_lines", "schema_of"]

_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def schema_of(declaration: Declaration) -> pa.Schema:
    """The staged schema of a delimited source: provenance, then the declared columns."""
    fields = list(PROVENANCE)
    for column in declaration.columns:
        fields.append(pa.field(column.name, _TYPES[column.type], nullable=not column.required))
    return pa.schema(fields)


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """Every row of the files, typed. `raw_row` is the number of the line on which the row begins."""
    rows: list[dict[str, Any]] = []
    for snapshot in snapshots:
        rows += _rows(declaration, snapshot)
    _check_unique(declaration, rows)
    return {declaration.dataset: pa.Table.from_pylist(rows, schema=schema_of(declaration))}


def read_lines(snapshot: Snapshot, expected: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The records of a UTF-8 CSV, each with the number of the line on which it begins.

    Blank lines are skipped. Raises `ArrivalRefused` for a file that is not such a CSV, has no rows, or has
    other columns than `expected` (in any order).
    """
    return as_records(read_rows(snapshot), place(snapshot), expected)


def _rows(declaration: Declaration, snapshot: Snapshot) -> list[dict[str, Any]]:
    names = [c.name for c in declaration.columns]
    provenance = {"source_id": declaration.source_id, "snapshot_id": snapshot.snapshot_id}
    rows = []
    for line, record in read_lines(snapshot, names):
        typed = {c.name: _typed(c, record[c.name], declaration, line) for c in declaration.columns}
        rows.append({**provenance, "raw_row": line, **typed})
    return rows


def _typed(column: Column, text: str, declaration: Declaration, line: int) -> Any:
    where = f"{declaration.source_id} line {line} column {column.name}"
    if text == "":
        if column.required:
            raise ArrivalRefused("the value is missing", where=where, remedy="fill it in")
        return None
    try:
        match column.type:
            case "string":
                return text
            case "integer":
                return _integer(text)
            case "decimal":
                return _decimal(text)
            case "boolean":
                return {"true": True, "false": False}[text]
            case "date":
                from datetime import date

                return date.fromisoformat(text)
    except (ValueError, InvalidOperation, KeyError):
        raise ArrivalRefused(
            f"{plain_text(text, most=60)!r} is not a valid {column.type}",
            where=where,
            remedy="correct the value",
        ) from None


def _integer(text: str) -> int:
    """A whole number of 64 bits in ASCII digits; raises `ValueError`."""
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError(text[:20])
    return int(text)


def _decimal(text: str) -> float:
    """A finite number; raises `ValueError`."""
    number = float(Decimal(text[:1_000]))
    if not math.isfinite(number) or len(text) > 1_000:
        raise ValueError(text[:20])
    return number


def _check_unique(declaration: Declaration, rows: list[dict[str, Any]]) -> None:
    for column in declaration.columns:
        if not column.unique:
            continue
        seen: dict[Any, int] = {}
        for row in rows:
            first = seen.setdefault(row[column.name], row["raw_row"])
            if first != row["raw_row"]:
                raise ArrivalRefused(
                    f"duplicate row: {column.name} {row[column.name]!r} is also on line {first}",
                    where=f"{declaration.source_id} line {row['raw_row']}",
                    remedy="remove one of the two",
                )
