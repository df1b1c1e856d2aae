"""Parse KOSIS responses into census cells: one parser for bundled and fetched responses.

DT is a count (also as `12.0`), `X` (confidential), `-`, an ellipsis, empty, null or missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from orchestration.contracts.datasets import CENSUS_CELLS
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.foreign_text import said, shown
from orchestration.lake.checks.census import check_census_cells
from orchestration.lake.reference import ksic_parents, region_parents
from orchestration.sources.kosis.response import Rows, read_rows
from orchestration.sources.kosis.table import CensusTable
from orchestration.sources.provider import Tables

REQUIRED = frozenset({"TBL_ID", "PRD_DE"})
"""Beside these, the columns of the table's region and industry object."""
KNOWN = REQUIRED | frozenset(
    {"ORG_ID", "ORG_NM", "ORG_NM_ENG", "TBL_NM", "TBL_NM_ENG", "ITM_ID", "ITM_NM", "ITM_NM_ENG"}
    | {"UNIT_ID", "UNIT_NM", "UNIT_NM_ENG", "UNIT_ENG_NM", "PRD_SE", "LST_CHN_DE", "DT"}
    | {
        f"C{i}{end}"
        for i in range(1, 9)
        for end in ("", "_NM", "_NM_ENG", "_OBJ_NM", "_OBJ_NM_ENG")
    }
)
YEARLY = frozenset({"A", "Y", "년"})
"""The values of PRD_SE that mean a year."""

_NOT_AVAILABLE = frozenset({"-", "…", "...", ""})
_COUNT = re.compile(r"([0-9]{1,18})(?:\.0+)?")
_YEAR = re.compile(r"[0-9]{4}")
_INDUSTRY = re.compile(r"0|[A-Z](?:[0-9]{2,5})?")
_MOST_NAMED = 20
_DISTRICT = re.compile(r"[0-9]{5}")


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The cells of one partition (a year) of a census table, all checks done.

    `raw_row` is the number of the row in the response. Raises `ArrivalRefused`.
    """
    table = CensusTable.of(declaration)
    columns: dict[str, list[Any]] = {name: [] for name in CENSUS_CELLS.names}
    for snapshot in snapshots:
        where = f"{declaration.source_id} {snapshot.manifest.file_name}"
        rows = read_rows(snapshot.path.read_bytes(), where)
        _check_columns(rows, table, where)
        for number, row in enumerate(rows, start=1):
            cell = _cell(row, table, f"{where} row {number}")
            cell |= {
                "source_id": declaration.source_id,
                "snapshot_id": snapshot.snapshot_id,
                "raw_row": number,
            }
            for name in CENSUS_CELLS.names:
                columns[name].append(cell[name])
    cells = pa.table(columns, schema=CENSUS_CELLS)
    check_census_cells(cells, declaration.source_id)
    return {declaration.dataset: cells}


def _check_columns(rows: Rows, table: CensusTable, where: str) -> None:
    """Refuse a row with a field that is missing, new or not text, and a response without any DT."""
    required = REQUIRED | {table.region_column, table.industry_column}
    required |= {"ITM_ID"} if table.items else set()
    # DT may be missing in some rows; if no row has it, the column is missing
    needed = required if any("DT" in row for row in rows) else required | {"DT"}
    for number, row in enumerate(rows, start=1):
        missing, unknown = needed - row.keys(), row.keys() - KNOWN
        if missing or unknown:
            complaints = [f"column {c} is missing" for c in sorted(missing)]
            complaints += [f"column {said(c)} is new" for c in sorted(unknown)[:_MOST_NAMED]]
            raise _changed("; ".join(complaints), f"{where} row {number}")
        for name in required | {"DT", "PRD_SE"}:
            value = row.get(name)
            optional = name not in required and value is None
            if not isinstance(value, str) and not optional:
                raise _changed(
                    f"column {name} is {shown(value)}, not text", f"{where} row {number}"
                )


def _changed(what: str, where: str) -> ArrivalRefused:
    return ArrivalRefused(
        what,
        where=where,
        remedy="compare with the service's documentation, then adapt the parser",
    )


def _cell(row: Mapping[str, Any], table: CensusTable, where: str) -> dict[str, Any]:
    if row["TBL_ID"] != table.table_id:
        raise ArrivalRefused(
            f"a row of table {said(row['TBL_ID'])}",
            where=where,
            remedy=f"expected {table.table_id}",
        )
    year = _year(row, table, where)
    value, status = _value(row.get("DT") or "", where)
    return {
        "table_id": table.table_id,
        "series": table.series_of(year),
        "year": year,
        "region_code": region_of(row[table.region_column], where),
        "ksic_revision": table.ksic_revision,
        "ksic_code": industry_of(row[table.industry_column], table.ksic_revision, where),
        "measure": _measure(row, table, where),
        "value": value,
        "status": status,
    }


def _measure(row: Mapping[str, Any], table: CensusTable, where: str) -> str:
    item = row.get("ITM_ID")
    if table.measure is not None:
        if item is None:
            return table.measure
        raise ArrivalRefused(
            f"item {shown(item)} of a table that is declared without items",
            where=where,
            remedy="declare request.items instead of request.measure",
        )
    measure = table.items.get(row["ITM_ID"])
    if measure is None:
        raise ArrivalRefused(
            f"item {said(item)} is not declared",
            where=where,
            remedy="declare it under request.items",
        )
    return measure


def _value(text: str, where: str) -> tuple[int | None, str]:
    text = text.strip()
    if text == "X":
        return None, "suppressed"
    if text in _NOT_AVAILABLE:
        return None, "not_available"
    count = _COUNT.fullmatch(text)
    if count is None:
        raise ArrivalRefused(
            f"DT {shown(text)} is not a count",
            where=where,
            remedy="accepted are whole numbers up to 18 digits, X, -, … and empty",
        )
    return int(count[1]), "observed"


def _year(row: Mapping[str, Any], table: CensusTable, where: str) -> int:
    text, kind = row["PRD_DE"], row.get("PRD_SE")
    if table.period_kind == "Y" and kind is not None and kind not in YEARLY:
        raise ArrivalRefused(
            f"PRD_SE {shown(kind)} is not a year", where=where, remedy="request prdSe=Y"
        )
    if not _YEAR.fullmatch(text):
        raise ArrivalRefused(
            f"PRD_DE {shown(text)} is not a year", where=where, remedy="request prdSe=Y"
        )
    return int(text)


def region_of(code: str, where: str) -> str:
    """The region code of a code of the region object; raises `ArrivalRefused` when it is not known."""
    district = _DISTRICT.fullmatch(code) and code[:2] in region_parents()
    if code not in region_parents() and not district:
        raise ArrivalRefused(
            f"region code {shown(code)} is not known",
            where=where,
            remedy="add it to seeds/regions.csv",
        )
    return code


def industry_of(code: str, revision: str, where: str) -> str:
    """The KSIC code of a code of the industry object (`0`, a section letter, or a letter and 2-5 digits).

    Raises `ArrivalRefused` when the code is not in the revision.
    """
    parents = ksic_parents(revision)
    ours = "TOTAL" if code == "0" else code[1:] or code
    if not _INDUSTRY.fullmatch(code) or ours not in parents:
        raise ArrivalRefused(
            f"industry code {shown(code)} is not in KSIC {revision}",
            where=where,
            remedy="check the declared ksic_revision of the table, or the code",
        )
    if ours.isdigit() and _section(ours, parents) != code[0]:
        raise ArrivalRefused(
            f"industry code {shown(code)} has the wrong section",
            where=where,
            remedy=f"KSIC {revision} has it in section {_section(ours, parents)}",
        )
    return ours


def _section(code: str, parents: dict[str, str]) -> str:
    while code.isdigit():
        code = parents[code]
    return code
