"""Rows as a table for people, as CSV, or as JSON for programs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from typing import Literal

from orchestration.console.text import fitting, say_json

Format = Literal["table", "csv", "json"]


def print_rows(names: Sequence[str], rows: Sequence[Sequence[object]], form: Format) -> None:
    """Write rows to the standard output."""
    match form:
        case "csv":
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(map(fitting, names))
            for row in rows:
                writer.writerow(v if v is None or _is_number(v) else fitting(str(v)) for v in row)
        case "json":
            say_json([dict(zip(names, row, strict=True)) for row in rows])
        case "table":
            print_table(names, rows)


def print_table(
    names: Sequence[str], rows: Sequence[Sequence[object]], title: str | None = None
) -> None:
    """Write rows as a table; numbers to the right, nothing where there is no value."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold")
    for index, name in enumerate(names):
        numeric = any(_is_number(row[index]) for row in rows)
        table.add_column(
            Text(fitting(name)), justify="right" if numeric else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(fitting(_shown(value))) for value in row))
    width = None if sys.stdout.isatty() else 200
    Console(width=width).print(table)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, int) and not isinstance(value, bool) and value >= 10_000:
        return f"{value:,}"
    return str(value)
