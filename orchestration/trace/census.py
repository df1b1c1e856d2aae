"""Read census cells from raw KOSIS responses and city workbooks, independently of the pipeline."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.lake.classification import ksic
from orchestration.trace.evidence import Evidence, RawFile
from orchestration.trace.workbook import workbook_rows

Slice = tuple[str, int]
"""Series and year."""


@dataclass(frozen=True)
class RawCell:
    """One published cell. status: observed, suppressed, not_available."""

    region: str
    code: str
    measure: str
    value: int | None
    status: str
    source_id: str
    sha256: str
    raw_row: int


@dataclass
class CensusYear:
    """All cells of a series and year, by region, code and measure."""

    series: str
    year: int
    revisions: set[str] = field(default_factory=set)
    cells: dict[tuple[str, str, str], RawCell] = field(default_factory=dict)
    files: list[RawFile] = field(default_factory=list)

    def add(self, cell: RawCell) -> None:
        """Add a cell. Of two sources for one cell a suppressed one is used, then the first by name."""
        key = (cell.region, cell.code, cell.measure)
        known = self.cells.get(key)
        if known is None or _rank(cell) < _rank(known):
            self.cells[key] = cell

    def observed(self, region: str, code: str, measure: str) -> int | None:
        """The published count, or None."""
        cell = self.cells.get((region, code, measure))
        return cell.value if cell is not None and cell.status == "observed" else None

    def is_suppressed(self, region: str, code: str) -> bool:
        """Whether the agency withholds the employees of the cell."""
        cell = self.cells.get((region, code, "employees"))
        return cell is not None and cell.status == "suppressed"

    def has_employees(self, region: str, code: str) -> bool:
        """Whether the agency publishes the employees of the cell, or withholds them as confidential."""
        return self.observed(region, code, "employees") is not None or self.is_suppressed(
            region, code
        )

    def is_named(self, region: str, code: str) -> bool:
        """Whether the agency names the cell, with a value or as not available."""
        measures = ("establishments", "employees")
        return any((region, code, measure) in self.cells for measure in measures)

    def is_listed(self, region: str, code: str) -> bool:
        """Whether the agency lists the cell: its establishments, or its employees or their suppression."""
        places = self.observed(region, code, "establishments")
        return places is not None or self.has_employees(region, code)


def read_census(evidence: Evidence) -> tuple[dict[Slice, CensusYear], dict[int, set[str]]]:
    """The census by series and year, and by year the sources of cells that only the pipeline reads."""
    years: dict[Slice, CensusYear] = {}
    unread: dict[int, set[str]] = defaultdict(set)
    readers = {"kosis": _read_response, "city_workbook": _read_workbook}
    for file in evidence.of_dataset("census_cells"):
        declaration = load_declarations()[file.source_id]
        if declaration.provider in readers:
            readers[declaration.provider](file, declaration, years)
        else:
            unread[int(file.partition[-4:])].add(file.source_id)
    return years, unread


def _read_response(file: RawFile, declaration: Declaration, years: dict[Slice, CensusYear]) -> None:
    request = declaration.request
    region_at = _column(request.get("region_object", "objL1"))
    industry_at = _column(request.get("industry_object", "objL2"))
    read: dict[Slice, CensusYear] = defaultdict()
    for number, row in enumerate(file.rows(), start=1):
        year = int(row["PRD_DE"])
        key = (_series(request["series"], year), year)
        census = years.setdefault(key, CensusYear(*key))
        read[key] = census
        census.revisions.add(str(request["ksic_revision"]))
        value, status = _value((row.get("DT") or "").strip())
        census.add(
            RawCell(
                region=row[region_at],
                code=_code(row[industry_at]),
                measure=request.get("measure") or request["items"][row["ITM_ID"]],
                value=value,
                status=status,
                source_id=file.source_id,
                sha256=file.sha256,
                raw_row=number,
            )
        )
    for census in read.values():
        census.files.append(file)


def _read_workbook(file: RawFile, declaration: Declaration, years: dict[Slice, CensusYear]) -> None:
    """Read a city workbook; the partition names region and year: 32030_2023."""
    request = declaration.request
    region, _, text = file.partition.partition("_")
    year = int(text)
    declared = next(y for y in request["years"] if y["from_year"] <= year <= y["to_year"])
    key = (str(declared["series"]), year)
    census = years.setdefault(key, CensusYear(*key))
    revision = str(declared["ksic_revision"])
    census.revisions.add(revision)
    headers = request["headers"]
    for row in workbook_rows(file.content, headers["establishments"], headers["employees"]):
        if row.code not in ksic(revision).parents:
            continue
        establishments = _value(row.establishments)
        employees = _value("X" if row.employees == "*" else row.employees)
        if 0 < (establishments[0] or 0) < request["disclosure_threshold"]:
            employees = None, "suppressed"
        for measure, (value, status) in zip(
            ("establishments", "employees"), (establishments, employees), strict=True
        ):
            census.add(
                RawCell(
                    region=region,
                    code=row.code,
                    measure=measure,
                    value=value,
                    status=status,
                    source_id=file.source_id,
                    sha256=file.sha256,
                    raw_row=row.number,
                )
            )
    census.files.append(file)


def _column(object_name: str) -> str:
    return "C" + object_name[-1]


def _series(declared: list[dict[str, Any]], year: int) -> str:
    return next(
        str(s["name"]) for s in declared if s["from_year"] <= year <= (s.get("to_year") or year)
    )


def _code(text: str) -> str:
    """The KSIC code: `0` is TOTAL, a letter a section, a letter with digits the digits."""
    if text == "0":
        return "TOTAL"
    return text[1:] or text


def _value(text: str) -> tuple[int | None, str]:
    if text == "X":
        return None, "suppressed"
    if re.fullmatch(r"[0-9]+(\.0+)?", text):
        return int(text.split(".")[0]), "observed"
    return None, "not_available"


def _rank(cell: RawCell) -> tuple[int, str]:
    return ["suppressed", "observed", "not_available"].index(cell.status), cell.source_id
