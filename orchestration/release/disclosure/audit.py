"""The audit of a release: no suppressed cell has a narrower interval than the agency's own tables give it.

The ends of the intervals are not written: where the agency's tables determine a suppressed value, a release
must not print it. Their width and whether both are equal say what the release adds, which is nothing.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from orchestration.errors import GateFailed
from orchestration.release.disclosure.figures import limits
from orchestration.release.disclosure.programme import Interval, Programme
from orchestration.release.disclosure.tables import (
    MOST_CELLS,
    Size,
    Tables,
    read_sizes,
    read_tables,
)
from orchestration.storage.files import write_atomic, write_json


class AuditedCell(NamedTuple):
    """A suppressed cell: the widths of its two intervals in employees, and whether these are equal.

    A width is None where the interval has no upper end.
    """

    series: str
    year: int
    region_code: str
    ksic_revision: str
    ksic_code: str
    agency_width: int | None
    release_width: int | None
    is_equal: bool
    narrowed_by: str = ""


class Audit(NamedTuple):
    """The audited cells, and the years that are not audited."""

    cells: list[AuditedCell]
    left_out: list[Size]


def audit_release(warehouse: Path, proven_sources: Collection[str] = ()) -> Audit:
    """Every cell of the DuckDB file `warehouse` that its agency suppressed, by linear programming.

    Cells of `proven_sources` are suppressed by this project, each with a proof that was checked before.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        cells = [
            cell
            for tables in read_tables(connection, proven_sources)
            for cell in _audited(connection, tables)
        ]
        sizes = read_sizes(connection)
    return Audit(cells, [size for size in sizes if not size.is_audited(proven_sources)])


def _audited(connection: duckdb.DuckDBPyConnection, tables: Tables) -> Iterator[AuditedCell]:
    programme = Programme(tables)
    programme.add_limits(limits(connection, tables))
    for cell in tables.suppressed:
        agency = programme.agency(cell)
        release, marts = programme.release(cell)
        yield AuditedCell(
            *(tables.series, tables.year, cell.region, tables.revision, cell.code),
            agency_width=_width(agency),
            release_width=_width(release),
            is_equal=agency == release,
            narrowed_by="" if agency == release else " ".join(marts),
        )


def _width(interval: Interval) -> int | None:
    least, most = interval
    return None if most is None else most - least


def require_equal(audit: Audit) -> None:
    """Raise `GateFailed` where the release tells more about a cell than the agency's tables."""
    narrowed = [cell for cell in audit.cells if not cell.is_equal]
    if narrowed:
        first = narrowed[0]
        raise GateFailed(
            f"the marts tell more than the agency's tables about {len(narrowed)} suppressed cells, first"
            f" {first.ksic_code} in region {first.region_code}, {first.year}, by {first.narrowed_by}",
            where="audit of suppressed cells",
            remedy="the current release is unchanged; correct the model of that mart, then run again",
        )


def summary(audit: Audit) -> dict[str, Any]:
    """The audit in numbers, by year."""
    cells = audit.cells
    return {
        "suppressed_cells": len(cells),
        "equal": sum(cell.is_equal for cell in cells),
        "narrowed": sum(not cell.is_equal for cell in cells),
        "determined_by_the_agency": sum(cell.agency_width == 0 for cell in cells),
        "by_year": {
            f"{series} {year}": count
            for (series, year), count in sorted(Counter((c.series, c.year) for c in cells).items())
        },
        "left_out": {
            f"{size.series} {size.year}": {"suppressed": size.suppressed, "reason": _reason(size)}
            for size in audit.left_out
        },
    }


def _reason(left_out: Size) -> str:
    if left_out.cells > MOST_CELLS:
        return f"{left_out.cells:,} cells are too many for linear programming"
    return "a proof for each of them was checked before anything read them"


def write_audit(folder: Path, audit: Audit) -> None:
    """Write audit.csv (one row a cell) and audit.json (the numbers) into `folder`/validation."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(AuditedCell._fields[:-1])
    rows.writerows([*cell[:-2], str(cell.is_equal).lower()] for cell in audit.cells)
    write_atomic(folder / "validation" / "audit.csv", text.getvalue().encode())
    write_json(folder / "validation" / "audit.json", summary(audit))
