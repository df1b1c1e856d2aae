"""Prints rows as a table, in the vertical form, as CSV or as JSON."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Sequence
from typing import Literal

from orchestration.console.numbers import column_format, is_number
from orchestration.console.paging import print_or_page
from orchestration.console.text import displayable, print_json, print_text

Form = Literal["table", "vertical", "csv", "json"]
Rows = Sequence[Sequence[object]]

MOST_ON_TERMINAL = 1_000
"""Rows of a result that are shown on a terminal; a pipe or a file gets all."""
_WIDEST_COLUMN = 120
_UNLIMITED = 100_000


def print_rows(names: Sequence[str], rows: Rows, form: Literal["table", "csv", "json"]) -> None:
    """Print the rows of a command in the given form to the standard output."""
    match form:
        case "csv":
            _print_csv(names, rows)
        case "json":
            print_json([dict(zip(names, row, strict=True)) for row in rows])
        case "table":
            print_table(names, rows)


def print_result(names: Sequence[str], rows: Rows, form: Form | None) -> None:
    """Print the result of a query to the standard output, with the number of rows below a table.

    Without a form it is a table; on a terminal that is too narrow for the table, the vertical form.
    A result that is longer than the terminal is shown in the pager (`PAGER`, else `less`).
    """
    if form == "csv" or form == "json":
        print_rows(names, rows, form)
        return
    screen = shutil.get_terminal_size().columns if sys.stdout.isatty() else _UNLIMITED
    shown = rows if screen == _UNLIMITED else rows[:MOST_ON_TERMINAL]
    texts = _texts(names, shown)
    if form is None:
        fits = _least_width(names, texts) <= screen
        form = "table" if fits or not rows else "vertical"
    text = _vertical(names, texts) if form == "vertical" else _table(names, shown, texts, screen)
    print_or_page(f"{text}{_count(len(rows), len(shown))}\n")


def print_table(names: Sequence[str], rows: Rows, title: str | None = None) -> None:
    """Print rows as a table: numbers aligned to the right, an empty cell for None."""
    width = None if sys.stdout.isatty() else 200
    print_text(_table(names, rows, _texts(names, rows), width, title).removesuffix("\n"))


def _print_csv(names: Sequence[str], rows: Rows) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(map(displayable, names))
    for row in rows:
        writer.writerow(v if v is None or is_number(v) else displayable(str(v)) for v in row)


def _least_width(names: Sequence[str], texts: Sequence[Sequence[str]]) -> int:
    """The width of the table without a wrapped cell."""
    from rich.cells import cell_len

    columns = zip(map(displayable, names), *texts, strict=True)
    widest = (max(map(cell_len, "\n".join(column).splitlines()), default=0) for column in columns)
    return sum(min(width, _WIDEST_COLUMN) + len(" │ ") for width in widest) + 1


def _count(rows: int, shown: int) -> str:
    text = f"{rows:,} row" if rows == 1 else f"{rows:,} rows"
    return text if shown == rows else f"{text}, the first {shown:,} are shown; --csv prints all"


def _texts(names: Sequence[str], rows: Rows) -> list[list[str]]:
    """The cells as text, each column in one format."""
    formats = [column_format(name, (row[i] for row in rows)) for i, name in enumerate(names)]
    return [
        [displayable(write(value)) for write, value in zip(formats, row, strict=True)]
        for row in rows
    ]


def _table(
    names: Sequence[str],
    rows: Rows,
    texts: Sequence[Sequence[str]],
    width: int | None,
    title: str | None = None,
) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold")
    for index, name in enumerate(names):
        numeric = any(is_number(row[index]) for row in rows)
        table.add_column(
            Text(displayable(name)),
            justify="right" if numeric else "left",
            overflow="fold",
            max_width=_WIDEST_COLUMN if width == _UNLIMITED else None,
        )
    for row in texts:
        table.add_row(*map(Text, row))
    file = _Buffer()
    Console(width=width, file=file).print(table)
    return file.getvalue()


class _Buffer(io.StringIO):
    """Text for the standard output: rich chooses the characters of the lines by its encoding."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return sys.stdout.encoding or "utf-8"


def _vertical(names: Sequence[str], texts: Sequence[Sequence[str]]) -> str:
    """One line for each value, with a heading for each row."""
    from rich.cells import cell_len, set_cell_size

    shown = [displayable(name) for name in names]
    width = max(map(cell_len, shown), default=0)
    lines = []
    for number, row in enumerate(texts, start=1):
        lines.append(f"row {number:,}")
        for name, value in zip(shown, row, strict=True):
            lines.append(f"  {set_cell_size(name, width)}  {value}".rstrip())
    return "".join(f"{line}\n" for line in lines)
