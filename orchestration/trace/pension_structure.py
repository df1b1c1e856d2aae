"""The pension figures behind the estimates: the published pairs of a month, completed by fitting."""

from __future__ import annotations

from functools import cached_property
from math import fsum, sqrt
from typing import NamedTuple

from orchestration.lake.classification import counterparts, merged_into
from orchestration.trace.pension import NATION, PensionMonth

ROUNDS = 8
"""Rounds of fitting, as `estimate_rounds` of the dbt project."""
NO_NAME = ""
"""The row of insured persons that are in no listed name."""
Pair = tuple[str, str]
"""Industry name and province of the file."""


class Figure(NamedTuple):
    """Insured persons of a province, and insured persons and workplaces of the nation."""

    insured: float
    national_insured: float
    national_workplaces: float


class PensionStructure:
    """The structure of one month: every pair of an industry name and a province has a figure."""

    def __init__(self, month: PensionMonth) -> None:
        self.file = month.file
        self.revision = month.revision
        self.most = month.most
        self.code_of = month.code_of
        self.totals = {region: month.totals[region].insured for region in month.provinces}
        self.names = {
            name: (float(line.workplaces or 0), line.insured)
            for (name, region), line in month.industries.items()
            if region == NATION
        }
        self.pairs: dict[Pair, int] = {
            pair: line.insured for pair, line in month.industries.items() if pair[1] != NATION
        }
        self._figures: dict[tuple[str, str], dict[str, Figure]] = {}

    def figures(self, revision: str, province: str) -> dict[str, Figure]:
        """Each five-digit code of a KSIC revision that has a figure, in a province of the census."""
        key = (revision, province)
        if key not in self._figures:
            self._figures[key] = self._figures_of(revision, province)
        return self._figures[key]

    def _figures_of(self, revision: str, province: str) -> dict[str, Figure]:
        place = province if province in self.totals else merged_into(province) or province
        found: dict[str, list[Figure]] = {}
        links = counterparts(self.revision, revision)
        for name, (workplaces, insured) in self.names.items():
            own = self.code_of.get(name)
            others = links.get(own, frozenset()) if own else frozenset()
            for other in others:
                figure = Figure(self._completed[name, place], insured, workplaces)
                found.setdefault(other, []).append(Figure(*(f / len(others) for f in figure)))
        return {
            code: Figure(*(fsum(column) for column in zip(*several, strict=True)))
            for code, several in found.items()
        }

    @cached_property
    def _completed(self) -> dict[Pair, float]:
        """Every pair: as published, or fitted to the sums of its name and its province."""
        insured: dict[str, float] = {name: whole for name, (_, whole) in self.names.items()}
        insured[NO_NAME] = sum(self.totals.values()) - sum(insured.values())
        open_pairs = [(n, r) for n in insured for r in self.totals if (n, r) not in self.pairs]
        name_rest = {n: max(0.0, v - self._listed(0, n)) for n, v in insured.items()}
        region_rest = {r: max(0.0, v - self._listed(1, r)) for r, v in self.totals.items()}
        weights = {(n, r): float(self.totals[r]) for n, r in open_pairs}
        most = {(n, r): self._most(n, region_rest[r]) for n, r in open_pairs}
        fitted = _scaled(weights, 0, name_rest)
        for _ in range(ROUNDS):
            for part, rest in ((1, region_rest), (0, name_rest)):
                fitted = {p: min(most[p], v) for p, v in _scaled(fitted, part, rest).items()}
        return {**self.pairs, **fitted}

    def _listed(self, part: int, key: str) -> int:
        return sum(v for pair, v in self.pairs.items() if pair[part] == key)

    def _most(self, name: str, region_rest: float) -> float:
        """The greatest value of an unlisted pair."""
        return self.most if name != NO_NAME else region_rest


def _scaled(values: dict[Pair, float], part: int, rest: dict[str, float]) -> dict[Pair, float]:
    """The values scaled to the sums of their names (part 0) or provinces (part 1)."""
    sums = dict.fromkeys(rest, 0.0)
    for pair, value in values.items():
        sums[pair[part]] += value
    return {
        pair: value * rest[pair[part]] / sums[pair[part]] if sums[pair[part]] else 0.0
        for pair, value in values.items()
    }


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
