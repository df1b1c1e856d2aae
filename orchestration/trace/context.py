"""The census years, taxonomies and sets of one release, each read and computed once for all formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from orchestration.trace.cells import CellYear
from orchestration.trace.census import CensusYear, Slice, read_census
from orchestration.trace.estimates import DistributedYear, carry, distribute
from orchestration.trace.evidence import Evidence, RawFile
from orchestration.trace.model import CodeUse, NotRecomputed, Number, Operand, SourceCell
from orchestration.trace.pension import PensionMonth, months_of
from orchestration.trace.pension_file import PensionFile
from orchestration.trace.pension_structure import (
    PensionStructure,
    counted_structure,
    fitted_structure,
)
from orchestration.trace.sets import SetYear
from orchestration.trace.taxonomy import SetOfLeaves, Taxonomy, read_taxonomies

Row = dict[str, Any]
"""A published row by column."""


@dataclass(frozen=True)
class RecomputedNumber:
    """A recomputed number of a row. A `hidden` number may not be disclosed, whatever its value is.

    `bound`: an exact number, a lower or upper bound, or the point at which two bounds meet. A number that
    is published rounded gives its decimal `places`.
    """

    column: str
    value: Number | None
    formula: str
    operands: tuple[Operand, ...] = ()
    bound: Literal["exact", "low", "high", "point"] = "exact"
    hidden: bool = False
    places: int | None = None


@dataclass
class RecomputedRow:
    """All recomputed numbers of a row, and the raw cells, codes and files that they come from."""

    figures: list[RecomputedNumber]
    status: str = "observed"
    cells: Sequence[SourceCell] = ()
    codes: Sequence[CodeUse] = ()
    files: Sequence[RawFile] = ()
    notes: Sequence[str] = field(default=())


class TraceContext:
    """The raw data of a release, read and computed when they are first needed."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._cells: dict[tuple[str, int], CellYear] = {}
        self._pension: dict[str, PensionMonth] = {}
        self._sets: dict[tuple[str, SetOfLeaves, str, int], SetYear] = {}
        self.hidden: dict[tuple[str, ...], list[Any]] = {}
        """Hidden cells by test: see `trace.hidden`."""
        self.specialised: dict[tuple[str, int, str], dict[tuple[str, str], Any]] = {}
        """Location quotients above 1 by series, year and measure: see `formulas.relatedness`."""
        self._distributed: dict[tuple[str, int, str, int | None], DistributedYear] = {}

    @cached_property
    def taxonomies(self) -> dict[str, Taxonomy]:
        """By taxonomy_id."""
        return read_taxonomies(self.evidence)

    def cells(self, series: str, year: int) -> CellYear:
        """The cells of a census year; raises `NotRecomputed` where they cannot all be read."""
        if (series, year) not in self._cells:
            self._cells[series, year] = CellYear(self._year(series, year))
        return self._cells[series, year]

    def pension_month(self, file: RawFile) -> PensionMonth:
        """The published pension aggregates in a file."""
        if file.sha256 not in self._pension:
            self._pension[file.sha256] = PensionMonth(file)
        return self._pension[file.sha256]

    def years(self, series: str) -> list[int]:
        """The years of a series, in order."""
        return sorted(year for s, year in self._census[0] if s == series)

    def set_year(self, taxonomy: str, wanted: SetOfLeaves, series: str, year: int) -> SetYear:
        """A set of leaves over a census year."""
        key = (taxonomy, wanted, series, year)
        if key not in self._sets:
            leaves = self.taxonomies[taxonomy].leaves(wanted)
            self._sets[key] = SetYear(self.cells(series, year), leaves)
        return self._sets[key]

    @cached_property
    def pension_structure(self) -> PensionStructure:
        """The pension figures of the latest month; a monthly file of the whole nation is preferred.

        Raises `NotRecomputed` where the release has none.
        """
        published = months_of(self.evidence.of_dataset("nps_published"))
        monthly = months_of(self.evidence.of_dataset("nps_workplaces"))
        for month in sorted({*published, *monthly}, reverse=True):
            if month in monthly and (file := PensionFile(monthly[month])).is_of_whole_nation:
                return counted_structure(file)
            if month in published:
                return fitted_structure(self.pension_month(published[month]))
        raise NotRecomputed("the release was built without pension figures")

    def distributed(
        self, series: str, year: int, measure: str, reference: int | None = None
    ) -> DistributedYear:
        """The known sums of all provinces, distributed over the codes below them.

        The weights are the pension figures, or the structure of the census year `reference`.
        """
        key = (series, year, measure, reference)
        if key not in self._distributed:
            cells = self.cells(series, year)
            structure = self.pension_structure
            if reference is None:
                found = distribute(cells, measure, structure)
            else:
                other = self.cells(series, reference)
                earlier = distribute(other, measure, structure, stand_ins=True)
                found = carry(cells, measure, other.revision, earlier)
            self._distributed[key] = found
        return self._distributed[key]

    @cached_property
    def _census(self) -> tuple[dict[Slice, CensusYear], dict[int, set[str]]]:
        return read_census(self.evidence)

    def _year(self, series: str, year: int) -> CensusYear:
        years, unread = self._census
        if unread.get(year):
            raise NotRecomputed(
                f"only the pipeline reads the cells of {', '.join(sorted(unread[year]))}"
            )
        if (series, year) not in years:
            raise NotRecomputed(f"no raw snapshot contains the {series} census of {year}")
        census = years[series, year]
        if len(census.revisions) > 1:
            raise NotRecomputed(f"the census of {year} mixes revisions of KSIC")
        return census
