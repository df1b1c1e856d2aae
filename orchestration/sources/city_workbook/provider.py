"""Provider `city_workbook`: a city's workbook 산업세세분류별 총괄 (.xlsx), one row per KSIC code.

The sheet has a banner and a header of several rows, in Korean or in Korean and English, then a row for
each code with a label such as `58221.시스템 소프트웨어 개발 및 공급업`; `TT 전체산업` is the total.
Employees are `*` where there are one or two establishments. A row `zErr` has establishments that the
city could not classify: it is left out and listed. `raw_row` is the row of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from orchestration.contracts.datasets import CENSUS_CELLS, LEFT_OUT
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.lake.checks.census import check_census_cells
from orchestration.lake.dropped_files import collect
from orchestration.lake.reference import ksic_parents
from orchestration.sources.city_workbook.layout import Workbook
from orchestration.sources.city_workbook.sheet import Row, Sheet, at, open_sheet, squeezed
from orchestration.sources.city_workbook.subject import subject_of
from orchestration.sources.dropped_file import DroppedFile, Recognised
from orchestration.sources.plain_text import plain_text
from orchestration.sources.provider import Tables
from orchestration.sources.tables.staged_table import location_of, provenance_of

__all__ = ["collect", "parse", "recognise"]

_LABEL = re.compile(r"^\s*(TT|zErr|[A-Z]|[0-9]{2,5})(?:[.\s]|$)", re.IGNORECASE)
_MOST_DIGITS = 12
"""Digits of a count at most: Korea has 25 million employees."""


def recognise(declaration: Declaration, file: DroppedFile) -> Recognised:
    """A workbook with the declared header; region and year come from its name and banner."""
    workbook = Workbook.of(declaration)
    sheet = open_sheet(file.path, workbook.headers, file.name)
    return Recognised((subject_of(workbook, file.name, sheet.banner).partition,))


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The cells of one region and year, checked to add up, and the rows that are left out."""
    workbook = Workbook.of(declaration)
    cells: list[dict[str, Any]] = []
    left_out: list[dict[str, Any]] = []
    for snapshot in snapshots:
        _read(declaration, workbook, snapshot, cells, left_out)
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


def _read(
    declaration: Declaration,
    workbook: Workbook,
    snapshot: Snapshot,
    cells: list[dict[str, Any]],
    left_out: list[dict[str, Any]],
) -> None:
    """Add the rows of one workbook to `cells` and `left_out`."""
    name = snapshot.manifest.file_name
    where = location_of(declaration, snapshot)
    sheet = open_sheet(snapshot.path, workbook.headers, where)
    subject = subject_of(workbook, name, sheet.banner)
    revision = subject.years.ksic_revision
    source: dict[str, Any] = {**provenance_of(declaration, snapshot)}
    cell = source | {
        "table_id": workbook.table_id,
        "series": subject.years.series,
        "year": subject.year,
        "region_code": subject.region_code,
        "ksic_revision": revision,
    }
    known = ksic_parents(revision)
    for number, row in sheet.body():
        row_where = f"{where} row {number}"
        code, label = _code(row, sheet, row_where)
        if code in known:
            cells += [
                cell
                | {"raw_row": number, "ksic_code": code, "measure": measure}
                | {"value": value, "status": status}
                for measure, value, status in _values(row, sheet, workbook, row_where)
            ]
        else:
            left_out.append(
                source
                | {"raw_row": number, "label": label, "code": code}
                | {"code_system": f"ksic_{revision}", "reason": f"not in KSIC {revision}"}
            )


def _code(row: Row, sheet: Sheet, where: str) -> tuple[str, str]:
    """The code of a row and its label; without a code, the label is used, which is in no list of codes."""
    label = plain_text(at(row, sheet.label), most=200)
    levels = [plain_text(squeezed(at(row, i)), most=20) for i in sheet.levels]
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
    """Measure, value and status. The threshold also applies where the workbook has no `*`."""
    establishments = _count(at(row, sheet.establishments), where)
    if establishments is None:
        raise ArrivalRefused(
            "the number of establishments is missing", where=where, remedy="download it again"
        )
    yield "establishments", establishments, "observed"
    written = at(row, sheet.employees)
    if squeezed(written) == "*" or 0 < establishments < workbook.disclosure_threshold:
        yield "employees", None, "suppressed"
        return
    employees = _count(written, where)
    yield "employees", employees, "not_available" if employees is None else "observed"


def _count(value: Any, where: str) -> int | None:
    text = squeezed(value).replace(",", "")
    if text in ("", "-"):
        return None
    match = re.fullmatch(r"0*([0-9]+)(?:\.0+)?", text)
    if match is None or len(match[1]) > _MOST_DIGITS:
        raise ArrivalRefused(
            f"{plain_text(text, most=20)!r} is not a count",
            where=where,
            remedy=f"accepted are up to {_MOST_DIGITS} digits, * and -",
        )
    return int(match[1])
