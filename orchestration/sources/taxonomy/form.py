"""Read the CSV form of a taxonomy: the metadata before the header, and the rows as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from orchestration.contracts import taxonomy_form
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused, TaxonomyRefused
from orchestration.sources.plain_text import plain_text
from orchestration.sources.tables.csv_lines import as_records, place, read_rows

_KEY = re.compile(r"#\s*([A-Za-z][A-Za-z_]*)\s*:\s*(.*)", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")


@dataclass(frozen=True)
class TaxonomyFile:
    """What a file says: its metadata by key, and its rows as text, each with its line."""

    metadata: dict[str, str]
    records: list[tuple[int, dict[str, str]]]


def read_form(snapshot: Snapshot) -> TaxonomyFile:
    """The metadata and rows of a file; raises `TaxonomyRefused` with the line."""
    name = snapshot.manifest.file_name
    try:
        rows = read_rows(snapshot)
        metadata, rows = _read_metadata(rows, name)
        records = as_records(
            _without_padding(rows), place(snapshot), taxonomy_form.REQUIRED, taxonomy_form.OPTIONAL
        )
    except ArrivalRefused as error:
        raise TaxonomyRefused(error.what, where=error.where, remedy=error.remedy) from None
    stripped = [(line, {k: v.strip() for k, v in record.items()}) for line, record in records]
    return TaxonomyFile(metadata, stripped)


def peek_taxonomy_id(content: bytes) -> str:
    """The taxonomy_id of the first row; "" where it cannot be read (parsing says why)."""
    lines = io.StringIO(content.decode("utf-8-sig", "replace"), newline="")
    rows = (values for values in csv.reader(lines) if any(v.strip() for v in values))
    try:
        header = next(values for values in rows if not values[0].lstrip().startswith("#"))
        first: dict[str, str] = dict(zip(header, next(rows), strict=False))
    except (csv.Error, StopIteration):
        return ""
    return first.get("taxonomy_id", "").strip()


def _read_metadata(
    rows: Iterator[tuple[int, list[str]]], name: str
) -> tuple[dict[str, str], Iterator[tuple[int, list[str]]]]:
    """The metadata in the leading rows that begin with `#`, and the rows from the header on."""
    metadata: dict[str, str] = {}
    for line, values in rows:
        if not values[0].lstrip().startswith("#"):
            return metadata, chain([(line, values)], rows)
        # a spreadsheet splits a text at its commas, and fills the line with empty cells
        match = _KEY.match(",".join(values).strip().rstrip(",").rstrip())
        if match is None:
            continue
        key, value = match.group(1).lower(), match.group(2).strip()
        complaint = find_metadata_fault(key, value, metadata)
        if complaint:
            raise TaxonomyRefused(complaint[0], where=f"{name} line {line}", remedy=complaint[1])
        if value:
            metadata[key] = value
    return metadata, iter(())


def find_metadata_fault(key: str, value: str, known: Iterable[str] = ()) -> tuple[str, str] | None:
    """What is wrong with a line of metadata and what to do; None if it is valid.

    `known` are the keys of the lines before.
    """
    if key not in taxonomy_form.METADATA:
        keys = ", ".join(taxonomy_form.METADATA)
        return f"# {plain_text(key, most=40)}: is not a known key", f"use one of {keys}"
    if key in known:
        return f"# {key}: is given twice", "remove one of the two lines"
    if not value:
        return None
    shown = plain_text(value, most=60)
    if key in taxonomy_form.METADATA_DATES and not _is_date(value):
        return f"# {key}: {shown!r} is not a date", "write it as 2026-07-01"
    if key in taxonomy_form.METADATA_ADDRESSES and not _ADDRESS.fullmatch(value):
        return f"# {key}: {shown!r} is not a web address", "write it as https://…"
    return None


def _is_date(text: str) -> bool:
    """Whether `text` is a date such as 2026-07-01."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


def _without_padding(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows without the empty columns that a spreadsheet adds to the right of the header."""
    width = 0
    for line, values in rows:
        if not width:
            width = max((n for n, value in enumerate(values, 1) if value.strip()), default=0)
        padded = len(values) > width and not any(v.strip() for v in values[width:])
        yield line, values[:width] if padded else values
