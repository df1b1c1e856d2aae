"""Rows of results, which are named tuples of one kind, as CSV and as a Markdown table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def write_csv(path: Path, rows: Sequence[Any]) -> None:
    """Write at least one row below a header of its field names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(rows[0]._fields)
        out.writerows(rows)


def markdown_table(rows: Sequence[Any]) -> list[str]:
    """The lines of the table; at least one row is needed."""
    fields = rows[0]._fields
    return [
        "| " + " | ".join(fields) + " |",
        "|" + " --- |" * len(fields),
        *("| " + " | ".join(map(str, row)) + " |" for row in rows),
    ]
