"""Writes the result of a query as CSV: UTF-8 with a byte order mark, which Excel needs."""

import csv
from pathlib import Path
from typing import Any

from orchestration.site.marts import QueryResult


def write_csv(path: Path, result: QueryResult) -> None:
    """Write all rows with the column names of the query; a null is an empty cell.

    Numbers have nine significant digits, more than the sources give; the marts have them unrounded.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([_short(row[name]) for name in result.columns] for row in result.rows)


def _short(value: Any) -> Any:
    return f"{value:.9g}" if isinstance(value, float) else value
