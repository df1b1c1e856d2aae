"""Read the sheets of an .xlsx file as grids. A merged cell has its text in every cell that it covers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orchestration.errors import ArrivalRefused
from orchestration.sources.tables.archives import Limits, check_archive
from orchestration.sources.tables.workbook_errors import workbook_errors
from orchestration.sources.tables.workbook_size import check_tags
from orchestration.sources.taxonomy.linkage.grid import Grid, Line, tidy

_LIMITS = Limits(members=500, total=64 << 20)
_MOST_TAGS = 1_000_000
"""Cells are kept in memory; the largest linkage tables have some thousand rows."""
_MOST_ROWS, _MOST_COLUMNS = 20_000, 64


def read_workbook(path: Path, where: str) -> list[Grid]:
    """The visible sheets with text; raises `ArrivalRefused` for a file that is no such workbook."""
    import openpyxl

    check_archive(path, _LIMITS)
    check_tags(path, _MOST_TAGS)
    with workbook_errors(where):
        book = openpyxl.load_workbook(path, data_only=True)
        sheets = [
            _grid(sheet, where) for sheet in book.worksheets if sheet.sheet_state == "visible"
        ]
    return [sheet for sheet in sheets if sheet.lines]


def _grid(sheet: Any, where: str) -> Grid:
    if sheet.max_row > _MOST_ROWS:
        raise ArrivalRefused(
            f"sheet {sheet.title!r} has more than {_MOST_ROWS:,} rows",
            where=where,
            remedy="keep only the linkage table",
        )
    width = min(sheet.max_column, _MOST_COLUMNS)
    rows = [
        [tidy(value) for value in row] for row in sheet.iter_rows(max_col=width, values_only=True)
    ]
    left = _MOST_ROWS * _MOST_COLUMNS  # cells that may be filled: merged cells do not overlap
    for merged in sheet.merged_cells.ranges:
        left -= merged.size["rows"] * min(merged.size["columns"], width)
        if merged.min_row > len(rows) or merged.min_col > width or left < 0:
            continue
        text = rows[merged.min_row - 1][merged.min_col - 1]
        for row in rows[merged.min_row - 1 : merged.max_row]:
            for column in range(merged.min_col - 1, min(merged.max_col, width)):
                row[column] = text
    lines = (Line(number, tuple(row)) for number, row in enumerate(rows, start=1) if any(row))
    return Grid(str(sheet.title), "row", tuple(lines))
