"""The answer of a query as CSV: column names as in the mart, UTF-8 with a mark that Excel knows."""

import csv
from pathlib import Path

from orchestration.site.marts import QueryResult


def write_csv(path: Path, answer: QueryResult) -> None:
    """Write all rows; a value that is not known is an empty cell."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([row[name] for name in answer.columns] for row in answer.rows)
