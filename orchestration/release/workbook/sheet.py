"""Writes one sheet: rows below a frozen heading with filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from orchestration.release.workbook.cell_formats import TEXT, safe_text

_NARROWEST, _WIDEST = 9, 60
_MEASURED = 200
"""Number of first rows that determine a column's width."""


class Styles:
    """The cell formats of a workbook, each created once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[str, Any] = {}
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EDF3", "bottom": 1}
        )
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.strong = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.note = book.add_format({"italic": True})

    def number(self, number_format: str) -> Any:
        """The cell format with this number format."""
        if number_format not in self._numbers:
            self._numbers[number_format] = self._book.add_format({"num_format": number_format})
        return self._numbers[number_format]


def write_sheet(
    sheet: Any,
    styles: Styles,
    headings: Sequence[str],
    formats: Sequence[str],
    rows: Sequence[Sequence[object]],
    note: str = "",
) -> None:
    """Fill `sheet`: headings in the first row, then `rows`, then `note`. No text becomes a formula."""
    for position, (heading, number_format) in enumerate(zip(headings, formats, strict=True)):
        values = [row[position] for row in rows]
        style = styles.number(number_format)
        sheet.set_column(position, position, _width(heading, values), style)
        sheet.write_string(0, position, safe_text(heading), styles.heading)
        _write_column(sheet, position, values, None if number_format == TEXT else style)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
    if note:
        sheet.write_string(len(rows) + 2, 0, note, styles.note)


def _write_column(sheet: Any, position: int, values: Iterable[object], style: Any) -> None:
    text, number = sheet.write_string, sheet.write_number
    for row, value in enumerate(values, start=1):
        if isinstance(value, str):
            text(row, position, safe_text(value))
        elif value is None:
            continue
        elif isinstance(value, bool):
            sheet.write_boolean(row, position, value)
        elif isinstance(value, int | float | Decimal):
            number(row, position, float(value) if isinstance(value, Decimal) else value, style)
        else:
            _writer_of(sheet, value)(row, position, value, style)


def _writer_of(sheet: Any, value: object) -> Callable[..., object]:
    if isinstance(value, datetime | date):
        return sheet.write_datetime  # type: ignore[no-any-return]
    raise TypeError(f"no cell for a {type(value).__name__}")


def _width(heading: str, values: Sequence[object]) -> float:
    """The width of a column in characters; a Korean character counts as two."""
    texts = [*heading.split("\n"), *(str(v) for v in values[:_MEASURED] if isinstance(v, str))]
    longest = max(len(t) + sum(ord(c) > 0x1100 for c in t) for t in texts)
    return min(max(longest + 2, _NARROWEST), _WIDEST)
