"""Read CSV files line by line, with the number of the line on which each row begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused

_MOST_BYTES = 64 << 20
"""The file is read into memory; the largest bundled one has 0.1 MB."""


def read_rows(snapshot: Snapshot) -> Iterator[tuple[int, list[str]]]:
    """The fields of each row of a UTF-8 CSV, with the line on which it begins; blank lines are skipped.

    Raises `ArrivalRefused` for a file that is not such a CSV.
    """
    where = place(snapshot)
    if snapshot.path.stat().st_size > _MOST_BYTES:
        raise ArrivalRefused(
            f"larger than {_MOST_BYTES >> 20} MiB", where=where, remedy="split the file"
        )
    try:
        text = snapshot.path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArrivalRefused(
            f"not UTF-8: {error.reason}",
            where=f"{where} byte {error.start}",
            remedy="save the file as CSV UTF-8",
        ) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for values in reader:
            first, line = line, reader.line_num + 1
            if any(v.strip() for v in values):
                yield first, values
    except csv.Error as error:
        raise ArrivalRefused(
            f"not CSV: {error}", where=f"{where} line {line}", remedy="correct the file"
        ) from None


def as_records(
    rows: Iterator[tuple[int, list[str]]],
    where: str,
    expected: Sequence[str],
    optional: Sequence[str] = (),
) -> list[tuple[int, dict[str, str]]]:
    """The rows after the header (the first of `rows`) as records, each with its line.

    A missing optional column is "". Raises `ArrivalRefused` for other columns than `expected` and
    `optional` (in any order), a row of another length than the header, and a file without rows.
    """
    line, header = next(rows, (1, []))
    _check_header(header, expected, optional, f"{where} line {line}")
    missing = dict.fromkeys((c for c in optional if c not in header), "")
    records = []
    for line, values in rows:
        if len(values) != len(header):
            raise ArrivalRefused(
                f"{len(values)} fields where the header has {len(header)}",
                where=f"{where} line {line}",
                remedy="correct the line (a text with a comma needs quotes)",
            )
        records.append((line, dict(zip(header, values, strict=True)) | missing))
    if not records:
        raise ArrivalRefused("the file has no rows", where=where, remedy="restore the file")
    return records


def place(snapshot: Snapshot) -> str:
    """The file of a snapshot, as error messages name it."""
    return f"{snapshot.manifest.source_id} {snapshot.manifest.file_name}"


def _check_header(
    header: Sequence[str], expected: Sequence[str], optional: Sequence[str], where: str
) -> None:
    missing = [c for c in expected if c not in header]
    extra = [c for c in header if c not in expected and c not in optional]
    if missing or extra or len(set(header)) != len(header):
        complaints = [f"column {c} is missing" for c in missing]
        complaints += [f"column {c} is not declared" for c in extra]
        remedy = f"the header must be {','.join(expected)}"
        if optional:
            remedy += f", and may also have {','.join(optional)}"
        raise ArrivalRefused(
            "; ".join(complaints) or "a column occurs twice in the header",
            where=where,
            remedy=remedy,
        )
