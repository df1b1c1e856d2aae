"""The published pension aggregates of a month, read from the raw CSV, and what they allow."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from orchestration.contracts.declaration import load_declarations
from orchestration.lake.classification import counterparts, ksic, merged_into
from orchestration.trace.cells import Range
from orchestration.trace.evidence import RawFile
from orchestration.trace.model import SourceCell
from orchestration.trace.taxonomy import Leaves

NATION, UNPLACED = "00", "UNPLACED"


@dataclass(frozen=True)
class Line:
    """A row of the file: its number, workplaces (None where not published) and insured persons."""

    number: int
    workplaces: int | None
    insured: int


class PensionMonth:
    """One month: `totals` by region, `industries` by (name, region), `nameless` without an industry."""

    def __init__(self, file: RawFile) -> None:
        self.file = file
        request = load_declarations()[file.source_id].request
        self.revision = str(request["ksic_revision"])
        self.most = int(request["threshold"]) - 1
        self.totals: dict[str, Line] = {}
        self.industries: dict[tuple[str, str], Line] = {}
        self.nameless: list[Line] = []
        for number, record in file.records():
            places = record["workplaces"]
            line = Line(number, int(places) if places else None, int(record["insured"]))
            match record["kind"]:
                case "total":
                    self.totals[record["region_code"]] = line
                case "no_industry":
                    self.nameless.append(line)
                case _:
                    self.industries[record["industry_name"], record["region_code"]] = line

    @cached_property
    def code_of(self) -> dict[str, str]:
        """The class of each name that has one."""
        classes = {
            _plain(name): code
            for code, name in ksic(self.revision).names.items()
            if code in ksic(self.revision).leaves["TOTAL"]
        }
        return {n: classes[_plain(n)] for n in self.names if _plain(n) in classes}

    @cached_property
    def names(self) -> list[str]:
        """Every industry name of the nation."""
        return [name for name, region in self.industries if region == NATION]

    @cached_property
    def provinces(self) -> list[str]:
        """The provinces of the file."""
        return [r for r in self.totals if r not in (NATION, UNPLACED)]

    @property
    def unplaced(self) -> int:
        """Insured persons without a province."""
        return self.totals[UNPLACED].insured

    @cached_property
    def unnamed(self) -> int:
        """Insured persons of the nation that are in no row of an industry."""
        named = sum(self.industries[name, NATION].insured for name in self.names)
        return self.totals[NATION].insured - named - sum(line.insured for line in self.nameless)

    def whole_of(self, region: str) -> str | None:
        """The merged province that has `region` in this file; None where the file has it itself."""
        whole = merged_into(region)
        return whole if whole in self.provinces and region not in self.provinces else None

    def pair(self, name: str, region: str) -> Range:
        """What a name can have in a province if everybody has a province."""
        return self._pairs[name][region]

    @cached_property
    def _pairs(self) -> dict[str, dict[str, Range]]:
        found = {}
        for name in self.names:
            listed = {p: self.industries.get((name, p)) for p in self.provinces}
            known = sum(line.insured for line in listed.values() if line)
            rest = self.industries[name, NATION].insured - known
            others = sum(line is None for line in listed.values()) - 1
            unlisted = Range(max(0, rest - others * self.most), min(rest, self.most))
            found[name] = {
                p: Range(line.insured, line.insured) if line else unlisted
                for p, line in listed.items()
            }
        return found

    def least(self, names: Collection[str], region: str) -> int:
        """What names certainly have in a province, wherever the persons without one belong."""
        listed = sum(
            self.industries[n, region].insured for n in names if (n, region) in self.industries
        )
        return max(listed, sum(self.pair(n, region).low for n in names) - self.unplaced)

    def greatest(self, names: Collection[str], region: str, more: int = 0) -> int:
        """What names (and `more` persons of unlisted ones) can have in a province."""
        outside = [n for n in self.names if n not in names]
        room = self.totals[region].insured - self.least(outside, region)
        return min(sum(self.pair(n, region).high for n in names) + more, room)

    def cells(self, names: Iterable[str], region: str, role: str) -> list[SourceCell]:
        """The rows of names in a region."""
        lines = {n: self.industries.get((n, region)) for n in names}
        return [self.cell(f"{n} region {region}", line, role) for n, line in lines.items() if line]

    def cell(self, what: str, line: Line, role: str) -> SourceCell:
        """A row as a source cell, with its insured persons."""
        return SourceCell(
            self.file.source_id,
            self.file.sha256,
            line.number,
            f"insured {what}",
            "observed",
            line.insured,
            role,
        )


@dataclass(frozen=True)
class PensionSet:
    """A set of leaves over a month: names that belong fully, names in part, classes without a name."""

    month: PensionMonth
    full: frozenset[str]
    part: frozenset[str]
    unlisted: int

    @property
    def _more(self) -> int:
        return self.month.unnamed if self.unlisted else 0

    def nation(self) -> Range:
        """Insured persons of the nation."""
        low = self._sum(self.full)
        rest = [n for n in self.month.names if n not in self.full | self.part]
        room = self.month.totals[NATION].insured - self._sum(rest)
        return Range(low, min(low + self._sum(self.part) + self._more, room))

    def workplaces(self) -> Range:
        """Workplaces of the nation; each has an insured person."""
        low, part = (
            sum(self.month.industries[n, NATION].workplaces or 0 for n in names)
            for names in (self.full, self.part)
        )
        return Range(low, low + part + self._more)

    def bounds(self, region: str) -> Range:
        """Insured persons of a region."""
        if region == NATION:
            return self.nation()
        month, whole = self.month, self.month.whole_of(region)
        if whole is not None:
            return Range(0, self.bounds(whole).high)
        elsewhere = sum(month.greatest(self.full, p) for p in month.provinces if p != region)
        low = max(month.least(self.full, region), self._sum(self.full) - month.unplaced - elsewhere)
        more = min(self.unlisted * month.most, self._more)
        return Range(low, month.greatest(self.full | self.part, region, more))

    def share(self, region: str) -> tuple[Range, Range] | None:
        """Part and whole of the least and of the greatest share; None where the nation has nothing."""
        if not self.nation().high:
            return None
        if region == NATION:
            return Range(1, 1), Range(1, 1)
        bounds, whole = self.bounds(region), self.month.whole_of(region)
        inside = self._sum(self.full)
        stays = 0 if whole else self.month.least(self.part, region)
        most_full = min(self.month.greatest(self.full, whole or region), bounds.high)
        return (
            Range(bounds.low, inside + self._sum(self.part) + self._more - stays),
            Range(bounds.high, inside + bounds.high - most_full),
        )

    def _sum(self, names: Iterable[str]) -> int:
        return sum(self.month.industries[n, NATION].insured for n in names)


def pension_set(month: PensionMonth, leaves: Leaves) -> PensionSet:
    """The names of a month whose class belongs to `leaves`, through the concordance where needed."""
    full: set[str] = set()
    touched: set[str] = set()
    for revision in {revision for revision, _ in leaves}:
        for own, others in counterparts(month.revision, revision).items():
            inside = [leaves[revision, code] for code in others if (revision, code) in leaves]
            if inside:
                touched.add(own)
                if len(inside) == len(others) and all(share == 1 for share in inside):
                    full.add(own)
    return PensionSet(
        month,
        frozenset(n for n, code in month.code_of.items() if code in full),
        frozenset(n for n, code in month.code_of.items() if code in touched - full),
        len(touched - set(month.code_of.values())),
    )


def months_of(files: Iterable[RawFile]) -> Mapping[str, RawFile]:
    """The snapshots by month, as 2026-06."""
    return {file.partition: file for file in files}


def _plain(name: str) -> str:
    return re.sub(r"[\s,·․ㆍ]", "", name)
