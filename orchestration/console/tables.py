"""Prints rows as a table, as CSV or as JSON."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from typing import Literal

from orchestration.console.text import displayable, print_json

Format = Literal["table", "csv", "json"]


def print_rows(names: Sequence[str], rows: Sequence[Sequence[object]], form: Format) -> None:
    """Print rows in the given form to the standard output."""
    match form:
        case "csv":
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(map(displayable, names))
            for row in rows:
                writer.writerow(
                    v if v is None or _is_number(v) else displayable(str(v)) for v in row
                )
        case "json":
            print_json([dict(zip(names, row, strict=True)) for row in rows])
        case "table":
            print_table(names, rows)


def print_table(
    names: Sequence[str], rows: Sequence[Sequence[object]], title: str | None = None
) -> None:
    """Print rows as a table: numbers aligned to the right, an empty cell for None."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold")
    for index, name in enumerate(names):
        numeric = any(_is_number(row[index]) for row in rows)
        table.add_column(
            Text(displayable(name)), justify="right" if numeric else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(displayable(_cell_text(value))) for value in row))
    width = None if sys.stdout.isatty() else 200
    Console(width=width).print(table)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, int) and not isinstance(value, bool) and value >= 10_000:
        return f"{value:,}"
    return str(value)
