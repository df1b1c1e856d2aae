"""Open a workbook within limits, and find the table in it: banner, header, body.

A workbook of a few kilobytes can unpack to gigabytes, or have a cell in the last of 16,384 columns in every
row. Therefore the unpacked size and the XML tags are counted before a workbook is opened, and only the
declared columns are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.errors import ArrivalRefused
from orchestration.sources.city_workbook.layout import Headers
from orchestration.sources.tables.archives import Limits, check_archive
from orchestration.sources.tables.workbook_errors import workbook_errors
from orchestration.sources.tables.workbook_size import check_tags

Row = tuple[Any, ...]

LIMITS = Limits(members=500, total=64 << 20)
_MOST_TAGS = 3_000_000
"""XML tags of all parts of a workbook; an element costs about 100 bytes of memory.

44 columns of 2,000 rows have 0.4 million.
"""
MOST_ROWS = 50_000
_HEADER_WITHIN = 30


@dataclass(frozen=True)
class Sheet:
    """The table in a sheet: indexes of the first row of the body and of columns; text above the header."""

    first_row: int
    levels: tuple[int, ...]
    label: int
    establishments: int
    employees: int
    rows: tuple[Row, ...]
    banner: str

    def body(self) -> Iterator[tuple[int, Row]]:
        """The rows with counts, each with its row number in the sheet; not blank rows and notes."""
        for index in range(self.first_row, len(self.rows)):
            row = self.rows[index]
            if any(squeezed(at(row, i)) for i in (self.establishments, self.employees)):
                yield index + 1, row


def open_sheet(path: Path, headers: Headers, where: str) -> Sheet:
    """The sheet with the declared header; raises `ArrivalRefused` unless there is exactly one."""
    import openpyxl

    check_archive(path, LIMITS)
    check_tags(path, _MOST_TAGS)
    with workbook_errors(where):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            sheets = [found for ws in book.worksheets if (found := _find(ws, headers, where))]
        finally:
            book.close()
    if len(sheets) != 1:
        wanted = ", ".join(names[0] for names in headers.levels)
        raise ArrivalRefused(
            f"{len(sheets) or 'no'} sheets have the header ({wanted}, "
            f"{headers.establishments[0]}, {headers.employees[0]}) in their first "
            f"{_HEADER_WITHIN} rows and {headers.columns} columns",
            where=where,
            remedy="keep only the sheet 산업세세분류별 총괄, or declare the texts under request.headers",
        )
    return sheets[0]


def at(row: Row, index: int) -> Any:
    """The value of the cell at `index`; None beyond the end of the row."""
    return row[index] if index < len(row) else None


def squeezed(value: Any) -> str:
    """The text of a cell without blanks."""
    return "" if value is None else "".join(str(value).split())


def _find(worksheet: Any, headers: Headers, where: str) -> Sheet | None:
    worksheet.reset_dimensions()
    rows: list[Row] = []
    found = worksheet.iter_rows(max_col=headers.columns, max_row=MOST_ROWS + 1, values_only=True)
    for row in found:
        rows.append(row)
        if len(rows) == _HEADER_WITHIN and _header(rows, headers) is None:
            return None
        if len(rows) > MOST_ROWS:
            raise ArrivalRefused(
                f"more than {MOST_ROWS:,} rows", where=where, remedy="keep only the table"
            )
    return _header(rows, headers)


def _header(rows: Sequence[Row], headers: Headers) -> Sheet | None:
    """The first table in the sheet; None if there is none."""
    for number in range(min(len(rows), _HEADER_WITHIN)):
        if sheet := _table(rows, number, headers):
            return sheet
    return None


def _table(rows: Sequence[Row], number: int, headers: Headers) -> Sheet | None:
    """The table whose header begins in row `number`; None if none does."""
    block = [[_texts(value) for value in row] for row in rows[number : number + headers.rows]]
    establishments = _columns_with(block[0], headers.establishments)
    employees = _columns_with(block[0], headers.employees)
    if len(establishments) != 1 or len(employees) != 1:
        return None
    all_employees = _depth(block, employees[0], headers.all_employees)
    levels = _levels(block, headers)
    if levels is None or not all_employees:
        return None
    start, last = levels
    label = start + len(headers.levels)
    first = number + 1 + max(last, all_employees)
    while first < min(len(rows), number + headers.rows) and _is_header(
        rows[first], establishments[0], label
    ):
        first += 1
    return Sheet(
        first,
        tuple(range(start, label)),
        label,
        establishments[0],
        employees[0],
        tuple(rows),
        " | ".join(str(v) for row in rows[:number] for v in row if v is not None),
    )


def _levels(block: Sequence[Sequence[frozenset[str]]], headers: Headers) -> tuple[int, int] | None:
    """First column of the levels (side by side), and the last row of the block with one of them."""
    width = max(map(len, block))
    for start in range(width - len(headers.levels)):
        depths = [
            _depth(block, start + offset, names) for offset, names in enumerate(headers.levels)
        ]
        if None not in depths:
            return start, max(depth for depth in depths if depth is not None)
    return None


def _depth(
    block: Sequence[Sequence[frozenset[str]]], column: int, names: Sequence[str]
) -> int | None:
    """The first row of the block that has one of `names` in `column`."""
    for depth, row in enumerate(block):
        if column < len(row) and not row[column].isdisjoint(names):
            return depth
    return None


def _columns_with(row: Sequence[frozenset[str]], names: Sequence[str]) -> list[int]:
    return [index for index, texts in enumerate(row) if not texts.isdisjoint(names)]


def _is_header(row: Row, establishments: int, label: int) -> bool:
    """Whether a row below the declared texts belongs to the header: it has no code and no count."""
    texts = squeezed(at(row, establishments)), squeezed(at(row, label))
    return not any(re.search(r"[0-9*]|TT|zErr", text) for text in texts)


def _texts(value: Any) -> frozenset[str]:
    """The text of a header cell without blanks, and its Korean only; a number is not a header."""
    if not isinstance(value, str) or len(value) > 200:
        return frozenset()
    return frozenset({squeezed(value), "".join(re.findall(r"[가-힣]", value))}) - {""}
