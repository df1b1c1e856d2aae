"""Draws the parts of a sheet that a person reads first: title, notes, headings, widths, print setup."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.release.workbook.cell_formats import safe_text

_A4 = 9
LINE = 15.0
"""Height of a line of text in points."""
_NARROWEST, _WIDEST, _WIDEST_HEADING = 6.0, 75.0, 13.0
LONG_TEXT = 55.0
"""A column of text that is at least so wide wraps its lines."""
_FILTER_BUTTON = 3.0
"""Width that the button of a filter covers, in characters."""


class Styles:
    """The cell formats of a workbook, each created once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._by_properties: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.heading = self.of(
            bold=True,
            text_wrap=True,
            valign="top",
            bg_color="#E7EDF3",
            bottom=1,
            border_color="#8A99A8",
        )
        self.title = self.of(bold=True, font_size=16)
        self.section = self.of(bold=True, font_size=12, font_color="#1F3B57")
        self.year = self.of(
            bold=True, align="center", bg_color="#D5DFEA", left=1, border_color="#8A99A8"
        )
        self.text = self.of()
        self.shrunk = self.of(shrink=True)
        self.link = self.of(font_color="#0B57A4", underline=1, valign="top")
        self.centred = self.of(align="center")
        self.small = self.of(font_size=8, text_wrap=True, font_color="#44546A")
        self.strong = self.of(bold=True)
        self.wrapped = self.of(text_wrap=True, valign="top")
        self.note = self.of(italic=True, font_color="#44546A")
        self.flag = self.of(bold=True, font_color="#9C2B00", align="center")

    def of(self, **properties: Any) -> Any:
        """The cell format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._by_properties:
            self._by_properties[key] = self._book.add_format({"valign": "vcenter", **properties})
        return self._by_properties[key]

    def number(self, number_format: str) -> Any:
        """The cell format with this number format."""
        return self.of(num_format=number_format)


@dataclass(frozen=True)
class PrintSetup:
    """How a sheet is printed: the repeated heading row, and the last row and column of the print area.

    Rows and columns count from 0; None prints all. `footer` stands at the left of each page's foot.
    """

    footer: str
    heading_row: int | None = None
    last_row: int | None = None
    last_column: int | None = None


def set_up_print(sheet: Any, setup: PrintSetup) -> None:
    """Landscape A4, as wide as one page, repeated headings, page numbers."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    text = setup.footer.replace("&", "&&")
    sheet.set_footer(f"&L&8{text}&C&8&A&R&8&P / &N")
    if setup.heading_row is not None:
        sheet.repeat_rows(setup.heading_row)
    if setup.last_row is not None and setup.last_column is not None:
        sheet.print_area(0, 0, setup.last_row, setup.last_column)


def write_top(sheet: Any, styles: Styles, title: str, notes: Sequence[str]) -> int:
    """Write the title and the notes into the first rows; returns the next free row."""
    sheet.write_string(0, 0, safe_text(title), styles.section)
    for row, note in enumerate(notes, start=1):
        sheet.write_string(row, 0, safe_text(note), styles.note)
    return len(notes) + 1


def write_headings(
    sheet: Any,
    styles: Styles,
    row: int,
    headings: Sequence[str],
    widths: Sequence[float],
    folded: Sequence[bool] = (),
) -> None:
    """Write the headings and set the widths of their columns; `folded` columns are closed.

    `widths` are those of the cells. The row is as high as the longest heading needs, so that none is cut.
    """
    fitted = [
        max(min(width + 1, _WIDEST), _heading_width(heading), _NARROWEST)
        for heading, width in zip(headings, widths, strict=True)
    ]
    is_folded = [*folded, *[False] * (len(headings) - len(folded))]
    for position, (heading, width) in enumerate(zip(headings, fitted, strict=True)):
        options: dict[str, Any] = {"level": 1, "hidden": True} if is_folded[position] else {}
        if position and is_folded[position - 1]:
            options["collapsed"] = True
        sheet.set_column(position, position, width, None, options)
        sheet.write_string(row, position, safe_text(heading), styles.heading)
    lines = max(
        lines_of(heading, max(width - _FILTER_BUTTON, 4.0))
        for heading, width in zip(headings, fitted, strict=True)
    )
    sheet.set_row(row, LINE * lines + 4)


def lines_of(text: str, width: float) -> int:
    """The number of lines that a text needs in a column of this width in characters."""
    return sum(max(1, math.ceil(display_width(line) * 1.1 / width)) for line in text.split("\n"))


def display_width(text: str) -> int:
    """The width of a text in characters; a Korean character counts as two."""
    return sum(2 if ord(c) > 0x1100 else 1 for c in text)


def _heading_width(heading: str) -> float:
    """A width at which no word of the heading is split."""
    words = [display_width(word) for word in heading.replace("(", " (").split()]
    longest = max(display_width(line) for line in heading.split("\n"))
    return max(*words, min(longest, _WIDEST_HEADING)) * 1.1 + _FILTER_BUTTON
