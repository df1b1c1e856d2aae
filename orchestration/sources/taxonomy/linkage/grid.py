"""A sheet or a delimited file as rows of text, before anything is known about its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A row: its number in the sheet or file, from 1, and its cells without surrounding blanks."""

    number: int
    cells: tuple[str, ...]

    def at(self, column: int) -> str:
        """The text of a cell; "" beyond the end of the row."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def texts(self) -> list[str]:
        """The different texts of the row, in order: a text that spans merged cells occurs once."""
        return list(dict.fromkeys(cell for cell in self.cells if cell))


@dataclass(frozen=True)
class Grid:
    """The rows with text of one sheet. `unit` is what messages call a row: row or line."""

    name: str
    unit: str
    lines: tuple[Line, ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(line.cells) for line in self.lines), default=0)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)


def tidy(value: object) -> str:
    """The text of a cell: blanks and line breaks are one blank; a whole number has no decimals."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return " ".join(str(value).replace("\ufeff", "").split())
