"""The pension figures behind the estimates: insured persons by industry name and province of a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, sqrt
from typing import NamedTuple

from orchestration.lake.classification import counterparts, merged_into
from orchestration.trace.evidence import RawFile
from orchestration.trace.pension import NATION, PensionMonth
from orchestration.trace.pension_file import PensionFile
from orchestration.trace.raking import Place, Start, in_proportion, rake

NO_NAME = ""
"""The row of insured persons that are in no listed name."""
NOBODY = 0.5
"""What a pair without insured persons counts in a monthly file: somebody can work there."""
EXPONENT = 0.6
"""Of a province's part of the insured persons, as `pension_exponent` of the dbt project."""
HEAD_OFFICE_SECTIONS = ("F", "G", "J", "K")
"""Sections with exponent 0, as `head_office_sections` of the dbt project."""


class Figure(NamedTuple):
    """Insured persons of a province, and insured persons and workplaces of the nation."""

    insured: float
    national_insured: float
    national_workplaces: float


class Name(NamedTuple):
    """Workplaces and insured persons of the nation."""

    workplaces: float
    insured: float


class PensionStructure:
    """The structure of one month: every pair of an industry name and a province has a figure."""

    def __init__(
        self,
        file: RawFile,
        revision: str,
        code_of: Mapping[str, str],
        names: Mapping[str, Name],
        pairs: Mapping[Place, float],
    ) -> None:
        self.file = file
        self._revision = revision
        self._code_of = code_of
        self._names = names
        self._pairs = pairs
        self._provinces = {province for _, province in pairs}
        self._figures: dict[tuple[str, str], dict[str, Figure]] = {}

    def figures(self, revision: str, province: str) -> dict[str, Figure]:
        """Each five-digit code of a KSIC revision that has a figure, in a province of the census."""
        key = (revision, province)
        if key not in self._figures:
            self._figures[key] = self._figures_of(revision, province)
        return self._figures[key]

    def _figures_of(self, revision: str, province: str) -> dict[str, Figure]:
        place = province if province in self._provinces else merged_into(province) or province
        found: dict[str, list[Figure]] = {}
        links = counterparts(self._revision, revision)
        for name, (workplaces, insured) in self._names.items():
            own = self._code_of.get(name)
            others = links.get(own, frozenset()) if own else frozenset()
            for other in others:
                figure = Figure(self._pairs[name, place], insured, workplaces)
                found.setdefault(other, []).append(Figure(*(f / len(others) for f in figure)))
        return {
            code: Figure(*(fsum(column) for column in zip(*several, strict=True)))
            for code, several in found.items()
        }


def fitted_structure(month: PensionMonth) -> PensionStructure:
    """Published aggregates: unlisted pairs are fitted to the sums of their names and provinces."""
    totals = {region: float(month.totals[region].insured) for region in month.provinces}
    names = {
        name: Name(float(line.workplaces or 0), float(line.insured))
        for (name, region), line in month.industries.items()
        if region == NATION
    }
    listed = {
        pair: float(line.insured) for pair, line in month.industries.items() if pair[1] != NATION
    }
    insured = {name: figure.insured for name, figure in names.items()}
    insured[NO_NAME] = max(0.0, fsum(totals.values()) - fsum(insured.values()))
    name_rests = _rests(insured, listed, 0)
    region_rests = _rests(totals, listed, 1)
    unlisted = {(n, r): totals[r] for n in insured for r in totals if (n, r) not in listed}
    table = {
        (name, region): Start(value, region_rests[region] if name == NO_NAME else month.most)
        for (name, region), value in in_proportion(unlisted, name_rests).items()
    }
    fitted = rake(table, name_rests, region_rests)
    return PensionStructure(month.file, month.revision, month.code_of, names, {**listed, **fitted})


def counted_structure(month: PensionFile) -> PensionStructure:
    """A monthly file: every pair is counted."""
    pairs = {
        (name, province): max(NOBODY, float(month.insured.get((name, province), 0)))
        for name in month.names
        for province in month.provinces
    }
    names = {n: Name(float(places), float(insured)) for n, (places, insured) in month.names.items()}
    return PensionStructure(month.file, month.revision, month.code_of, names, pairs)


def _rests(sums: Mapping[str, float], listed: Mapping[Place, float], part: int) -> dict[str, float]:
    """What the listed pairs leave of the sums of names (part 0) or provinces (part 1)."""
    known: dict[str, list[float]] = {key: [] for key in sums}
    for pair, value in listed.items():
        known[pair[part]].append(value)
    return {key: max(0.0, value - fsum(known[key])) for key, value in sums.items()}


def weight(figure: Figure, measure: str) -> float:
    """The weight of a code for `measure`.

    Employees: the geometric mean of the province's insured and the nation's workplaces. Establishments: the
    nation's workplaces times the root of the province's share of the insured.
    """
    if measure == "employees":
        return sqrt(figure.national_workplaces * figure.insured)
    if not figure.national_insured:
        return 0.0
    return figure.national_workplaces * sqrt(figure.insured / figure.national_insured)


def quotient(figures: Sequence[Figure], section: str) -> float | None:
    """How much more of a code a province has than its part of the nation, shrunk; None without figures."""
    nation = fsum(figure.national_insured for figure in figures)
    if not nation:
        return None
    part = fsum(figure.insured for figure in figures) / nation
    return 1.0 if section in HEAD_OFFICE_SECTIONS else part**EXPONENT
