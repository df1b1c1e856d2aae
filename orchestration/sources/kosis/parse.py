"""KOSIS answers into census cells: the one parser for bundled and fetched answers.

DT is a number, `X` (confidential), `-`, an ellipsis or empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from orchestration.errors import ArrivalRefused
from orchestration.lake.checks.census import check_census_cells
from orchestration.lake.datasets import CENSUS_CELLS
from orchestration.lake.manifest import Snapshot
from orchestration.lake.reference import ksic_parents, region_parents
from orchestration.sources.declaration import Declaration
from orchestration.sources.kosis.answer import read_answer
from orchestration.sources.kosis.table import CensusTable
from orchestration.sources.provider import Tables

REQUIRED = frozenset({"TBL_ID", "C1", "C2", "ITM_ID", "PRD_DE", "DT"})
KNOWN = REQUIRED | frozenset(
    {"ORG_ID", "TBL_NM", "ITM_NM", "ITM_NM_ENG", "UNIT_ID", "UNIT_NM", "UNIT_NM_ENG"}
    | {"PRD_SE", "LST_CHN_DE"}
    | {
        f"C{i}{end}"
        for i in range(1, 9)
        for end in ("", "_NM", "_NM_ENG", "_OBJ_NM", "_OBJ_NM_ENG")
    }
)
_NOT_AVAILABLE = frozenset({"-", "…", "...", ""})


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """One partition (a year) of a census table as cells, checked whole."""
    table = CensusTable.of(declaration)
    columns: dict[str, list[Any]] = {name: [] for name in CENSUS_CELLS.names}
    for snapshot in snapshots:
        where = f"{declaration.source_id} {snapshot.manifest.file_name}"
        for index, row in enumerate(read_answer(snapshot.path.read_bytes(), where)):
            cell = _cell(row, table, f"{where} row {index + 1}")
            cell |= {
                "source_id": declaration.source_id,
                "snapshot_id": snapshot.snapshot_id,
                "raw_row": index,
            }
            for name in CENSUS_CELLS.names:
                columns[name].append(cell[name])
    cells = pa.table(columns, schema=CENSUS_CELLS)
    check_census_cells(cells, declaration.source_id)
    return {declaration.dataset: cells}


def _cell(row: dict[str, str], table: CensusTable, where: str) -> dict[str, Any]:
    missing, unknown = REQUIRED - row.keys(), row.keys() - KNOWN
    if missing or unknown:
        complaints = [f"column {c} is missing" for c in sorted(missing)]
        complaints += [f"column {c} is new" for c in sorted(unknown)]
        raise ArrivalRefused(
            "; ".join(complaints),
            where=where,
            remedy="compare with the service's documentation, then adapt the parser",
        )
    for name in REQUIRED:
        if not isinstance(row[name], str):
            raise ArrivalRefused(
                f"column {name} is {row[name]!r}, no text",
                where=where,
                remedy="the type changed: compare with the service's documentation",
            )
    if row["TBL_ID"] != table.table_id:
        raise ArrivalRefused(
            f"a row of table {row['TBL_ID']}", where=where, remedy=f"expected {table.table_id}"
        )
    measure = table.items.get(row["ITM_ID"])
    if measure is None:
        raise ArrivalRefused(
            f"item {row['ITM_ID']} is not declared",
            where=where,
            remedy="declare it under request.items",
        )
    value, status = _value(row["DT"], where)
    return {
        "table_id": table.table_id,
        "series": table.series_of(_year(row["PRD_DE"], where)),
        "year": _year(row["PRD_DE"], where),
        "region_code": region_of(row["C1"], where),
        "ksic_revision": table.ksic_revision,
        "ksic_code": industry_of(row["C2"], table.ksic_revision, where),
        "measure": measure,
        "value": value,
        "status": status,
    }


def _value(text: str, where: str) -> tuple[int | None, str]:
    text = text.strip()
    if text == "X":
        return None, "suppressed"
    if text in _NOT_AVAILABLE:
        return None, "not_available"
    if not text.isascii() or not text.isdigit():
        raise ArrivalRefused(
            f"DT {text!r} is no count", where=where, remedy="known are digits, X, -, … and empty"
        )
    return int(text), "observed"


def _year(text: str, where: str) -> int:
    if not (text.isdigit() and len(text) == 4):
        raise ArrivalRefused(f"PRD_DE {text!r} is no year", where=where, remedy="ask with prdSe=Y")
    return int(text)


def region_of(code: str, where: str) -> str:
    """objL1 as our code; refused when it is not known."""
    if code not in region_parents() and not (len(code) == 5 and code[:2] in region_parents()):
        raise ArrivalRefused(
            f"region code {code!r} is not known", where=where, remedy="add it to seeds/regions.csv"
        )
    return code


def industry_of(code: str, revision: str, where: str) -> str:
    """objL2 (`0`, a section letter, a letter and 2-5 digits) as our code; refused if unknown."""
    parents = ksic_parents(revision)
    ours = "TOTAL" if code == "0" else code[1:] if code[1:].isdigit() else code
    if ours not in parents:
        raise ArrivalRefused(
            f"industry code {code!r} is not in KSIC {revision}",
            where=where,
            remedy="check the declared ksic_revision of the table, or the code",
        )
    if ours.isdigit() and _section(ours, parents) != code[0]:
        raise ArrivalRefused(
            f"industry code {code!r} stands under the wrong section",
            where=where,
            remedy=f"KSIC {revision} has it in section {_section(ours, parents)}",
        )
    return ours


def _section(code: str, parents: dict[str, str]) -> str:
    while code.isdigit():
        code = parents[code]
    return code
