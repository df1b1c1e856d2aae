"""Read census cells from the raw bytes of a city's workbook, independently of the pipeline's parser.

The header is the row, among the first rows and columns, with cells that begin with the declared words of
establishments and employees. A row of the body has its code at the start of its label, the last such text
left of the establishments.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_WITHIN_ROWS, _WITHIN_COLUMNS, _MOST_ROWS = 30, 64, 50_000
_CODE = re.compile(r"\s*(TT|[A-Z]|[0-9]{2,5})[. ]")


class WorkbookRow(NamedTuple):
    """A row of the sheet: its number, its code, and the texts of establishments and employees."""

    number: int
    code: str
    establishments: str
    employees: str


def workbook_rows(
    content: bytes, establishments: Sequence[str], employees: Sequence[str]
) -> Iterator[WorkbookRow]:
    """The rows with a code, in order; rows without one (`zErr`, notes) are not included.

    `establishments` and `employees` are the words of their columns in the declaration.
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        columns: tuple[int, int] | None = None
        rows = sheet.iter_rows(max_col=_WITHIN_COLUMNS, max_row=_MOST_ROWS, values_only=True)
        for number, row in enumerate(rows, start=1):
            if columns is None:
                columns = _columns(row, tuple(establishments), tuple(employees))
                if number > _WITHIN_ROWS:
                    break
                continue
            code = _code(row[: columns[0]])
            if code:
                yield WorkbookRow(number, code, *(_text(row[c]) for c in columns))


def _columns(
    row: tuple[Any, ...], establishments: tuple[str, ...], employees: tuple[str, ...]
) -> tuple[int, int] | None:
    """The columns of establishments and employees, if the row has each exactly once."""
    found = [
        [i for i, value in enumerate(row) if _text(value).startswith(words)]
        for words in (establishments, employees)
    ]
    if [len(places) for places in found] != [1, 1]:
        return None
    return found[0][0], found[1][0]


def _code(left: tuple[Any, ...]) -> str:
    for value in reversed(left):
        match = _CODE.match(str(value)) if value is not None else None
        if match:
            return "TOTAL" if match[1] == "TT" else match[1]
    return ""


def _text(value: Any) -> str:
    return "" if value is None else "".join(str(value).split()).replace(",", "")
