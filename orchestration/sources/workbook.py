"""Provider `city_workbook`: a city's workbook 산업세세분류별 총괄 (.xlsx), one row a class.

A banner and a header of two rows, then a row for each node of the classification with a label such as
`58221.시스템 소프트웨어 개발 및 공급업` (`TT 전체산업` is the total). Employees are `*` where there
are one or two establishments. A row coded `zErr` holds codes that the city could not place: it is left
out and listed. `raw_row` is the row of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from orchestration.errors import ArrivalRefused
from orchestration.lake.checks.census import check_census_cells
from orchestration.lake.datasets import CENSUS_CELLS, LEFT_OUT
from orchestration.lake.manifest import Snapshot
from orchestration.lake.reference import ksic_parents
from orchestration.sources.archives import Limits, check_archive
from orchestration.sources.declaration import Declaration
from orchestration.sources.landing_file import DroppedFile, Recognised
from orchestration.sources.landing_waiting import collect
from orchestration.sources.provider import Tables
from orchestration.sources.workbook_layout import Headers, Workbook

__all__ = ["collect", "parse", "recognise"]

Row = tuple[Any, ...]

_LIMITS = Limits(members=500, total=512 << 20)
_HEADER_WITHIN = 30
_MOST_ROWS = 50_000
_LABEL = re.compile(r"^\s*(TT|zErr|[A-Z]|\d{2,5})(?:[.\s]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """Where the table stands: first row of the body, and columns by index."""

    first_row: int
    levels: tuple[int, ...]
    label: int
    establishments: int
    employees: int
    rows: tuple[Row, ...]


def recognise(declaration: Declaration, file: DroppedFile) -> Recognised:
    """A workbook whose name says region and year and which has a sheet with the declared header."""
    workbook = Workbook.of(declaration)
    region_code, _, year = workbook.subject_of(file.name)
    _open(file.path, workbook.headers, file.name)
    return Recognised((f"{region_code}_{year}",))


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The cells of one region and year, checked to add up; rows that have no place are left out."""
    workbook = Workbook.of(declaration)
    cells: list[dict[str, Any]] = []
    left_out: list[dict[str, Any]] = []
    for snapshot in snapshots:
        name = snapshot.manifest.file_name
        where = f"{declaration.source_id} {name}"
        region_code, years, year = workbook.subject_of(name)
        source = {"source_id": declaration.source_id, "snapshot_id": snapshot.snapshot_id}
        subject = source | {
            "table_id": workbook.table_id,
            "series": years.series,
            "year": year,
            "region_code": region_code,
            "ksic_revision": years.ksic_revision,
        }
        known = ksic_parents(years.ksic_revision)
        for number, row, sheet in _body(_open(snapshot.path, workbook.headers, where)):
            place = f"{where} row {number}"
            code, label = _code(row, sheet, place)
            if code not in known:
                left_out.append(
                    source
                    | {"raw_row": number, "label": label, "code": code}
                    | {
                        "code_system": f"ksic_{years.ksic_revision}",
                        "reason": f"not in KSIC {years.ksic_revision}",
                    }
                )
                continue
            for measure, value, status in _values(row, sheet, workbook, place):
                cells.append(
                    subject
                    | {"raw_row": number, "ksic_code": code, "measure": measure}
                    | {"value": value, "status": status}
                )
    if not cells:
        raise ArrivalRefused(
            "the table has no rows", where=declaration.source_id, remedy="download it again"
        )
    table = pa.Table.from_pylist(cells, schema=CENSUS_CELLS)
    check_census_cells(table, declaration.source_id)
    return {
        declaration.dataset: table,
        "left_out": pa.Table.from_pylist(left_out, schema=LEFT_OUT),
    }


def _open(path: Path, headers: Headers, where: str) -> Sheet:
    """The one sheet with the declared header; raises `ArrivalRefused` when there is none, or two."""
    import openpyxl

    check_archive(path, _LIMITS)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = [found for ws in book.worksheets if (found := _find(ws, headers, where))]
        book.close()
    except ArrivalRefused:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do on a damaged workbook
        raise ArrivalRefused(
            f"not a workbook that can be read ({type(error).__name__})",
            where=where,
            remedy="open it in a spreadsheet program and save it as .xlsx",
        ) from None
    if len(sheets) != 1:
        wanted = ", ".join(names[0] for names in headers.levels)
        raise ArrivalRefused(
            f"{len(sheets) or 'no'} sheets have the header ({wanted}, "
            f"{headers.establishments[0]}, {headers.employees[0]})",
            where=where,
            remedy="keep the sheet 산업세세분류별 총괄 alone, or declare the header's texts",
        )
    return sheets[0]


def _find(worksheet: Any, headers: Headers, where: str) -> Sheet | None:
    worksheet.reset_dimensions()
    rows: list[Row] = []
    for row in worksheet.iter_rows(values_only=True):
        rows.append(row)
        if len(rows) > _MOST_ROWS:
            raise ArrivalRefused(
                f"more than {_MOST_ROWS:,} rows", where=where, remedy="keep the table alone"
            )
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        sheet = _columns(rows, number, [_squeezed(value) for value in row], headers)
        if sheet:
            return sheet
    return None


def _columns(
    rows: Sequence[Row], number: int, texts: Sequence[str], headers: Headers
) -> Sheet | None:
    """The table, if row `number` is the first of its two header rows."""
    below = [_squeezed(value) for value in rows[number + 1]] if number + 1 < len(rows) else []
    width = len(headers.levels)
    for start in range(len(texts) - width):
        both = list(zip(texts, [*below, *[""] * len(texts)], strict=False))
        levels = both[start : start + width]
        if all(
            a in names or b in names for (a, b), names in zip(levels, headers.levels, strict=True)
        ):
            break
    else:
        return None
    establishments = [i for i, text in enumerate(texts) if text in headers.establishments]
    employees = [i for i, text in enumerate(texts) if text in headers.employees]
    if len(establishments) != 1 or len(employees) != 1:
        return None
    if employees[0] >= len(below) or below[employees[0]] not in headers.all_employees:
        return None
    return Sheet(
        number + 2,
        tuple(range(start, start + width)),
        start + width,
        establishments[0],
        employees[0],
        tuple(rows),
    )


def _body(sheet: Sheet) -> Iterator[tuple[int, Row, Sheet]]:
    """The rows with figures, with their numbers; blank rows and notes below the table have none."""
    for index in range(sheet.first_row, len(sheet.rows)):
        row = sheet.rows[index]
        figures = [_at(row, sheet.establishments), _at(row, sheet.employees)]
        if any(_squeezed(figure) for figure in figures):
            yield index + 1, row, sheet


def _code(row: Row, sheet: Sheet, where: str) -> tuple[str, str]:
    """The code of a row and its label; a label without a code is its own code, which no list knows."""
    label = str(_at(row, sheet.label) or "").strip()
    levels = [_squeezed(_at(row, i)) for i in sheet.levels]
    if any(level.lower() == "zerr" for level in levels):
        return "zErr", label
    match = _LABEL.match(label)
    if match is None:
        return label[:40] or "?", label
    code = match[1]
    if code.lower() == "zerr":
        return "zErr", label
    code = "TOTAL" if code.upper() == "TT" else code.upper()
    own = [level for level in levels if level.strip("*")]
    depth = 0 if code == "TOTAL" else 1 if code.isalpha() else len(code)
    if len(own) != depth or (depth and not code.lstrip("0").endswith(own[-1].lstrip("0"))):
        raise ArrivalRefused(
            f"label {code} contradicts the columns of its row ({' '.join(levels)})",
            where=where,
            remedy="compare with the published workbook",
        )
    return code, label


def _values(
    row: Row, sheet: Sheet, workbook: Workbook, where: str
) -> Iterator[tuple[str, int | None, str]]:
    """Measure, value and status. The disclosure rule holds even where a workbook forgot its star."""
    establishments = _count(_at(row, sheet.establishments), where)
    if establishments is None:
        raise ArrivalRefused(
            "the number of establishments is missing", where=where, remedy="download it again"
        )
    yield "establishments", establishments, "observed"
    written = _at(row, sheet.employees)
    if _squeezed(written) == "*" or 0 < establishments < workbook.disclosure_threshold:
        yield "employees", None, "suppressed"
        return
    employees = _count(written, where)
    yield "employees", employees, "not_available" if employees is None else "observed"


def _count(value: Any, where: str) -> int | None:
    text = _squeezed(value).replace(",", "")
    if text in ("", "-"):
        return None
    if not re.fullmatch(r"\d+(\.0+)?", text):
        raise ArrivalRefused(
            f"{text[:20]!r} is no count", where=where, remedy="known are digits, * and -"
        )
    return int(text.split(".")[0])


def _at(row: Row, index: int) -> Any:
    return row[index] if index < len(row) else None


def _squeezed(value: Any) -> str:
    """The text of a cell without any blanks."""
    return "" if value is None else "".join(str(value).split())
