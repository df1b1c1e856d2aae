"""Queries in a document with the results printed below them: read, run, compared, or printed anew.

    python -m tests.support.printed_queries MARTS_FILE docs/analysts.md docs/analysts.ko.md

A query is a block ```sql, its result the block ```csv that follows it.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from orchestration.release.query import run_query

_PRINTED = re.compile(r"^```sql\n(?P<sql>.*?)^```\n\n^```csv\n(?P<result>.*?)^```", re.M | re.S)


@dataclass(frozen=True)
class Printed:
    """A query and the result that the document prints."""

    sql: str
    result: str


def printed_in(document: Path) -> list[Printed]:
    """All queries of a document that have a result."""
    found = _PRINTED.finditer(document.read_text(encoding="utf-8"))
    return [Printed(match["sql"], match["result"]) for match in found]


def result_of(marts: Path, sql: str) -> str:
    """The rows as CSV with a header; numbers that are not whole to six digits."""
    names, rows = run_query(marts, sql)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([f"{v:.6g}" if isinstance(v, float) else v for v in row] for row in rows)
    return out.getvalue()


def print_anew(marts: Path, document: Path) -> None:
    """Write the results of today into the document."""

    def renewed(match: re.Match[str]) -> str:
        return f"```sql\n{match['sql']}```\n\n```csv\n{result_of(marts, match['sql'])}```"

    text = document.read_text(encoding="utf-8")
    document.write_text(_PRINTED.sub(renewed, text), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[2:]:
        print_anew(Path(sys.argv[1]), Path(name))
