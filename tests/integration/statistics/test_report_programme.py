"""The seeds of the report's programme, computed again byte for byte and compared with other derivations."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tools.report_programme import sets
from tools.report_programme.__main__ import SEEDS, seed_text
from tools.report_programme.conflicts import Analysis, analyse
from tools.report_programme.programme import Programme
from tools.report_programme.results import RULES, compute_seeds
from tools.report_programme.sets import ATOMS, INDUSTRIES, row
from tools.report_programme.statements import (
    READINGS,
    Statement,
    read_figures,
    statements,
)

CASES = [(rule, reading) for rule in RULES for reading in READINGS]


@pytest.fixture(scope="module")
def table_8() -> dict[tuple[str, str, str, str], int]:
    path = Path(SEEDS).parents[1] / "data_lake" / "sample" / "report_317" / "table_8.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (r["region_code"], r["measure"], r["layer"], r["counting"]): int(r["value"])
            for r in csv.DictReader(file)
        }


@pytest.mark.slow
def test_the_seeds_equal_the_computed_ones() -> None:
    for name, rows in compute_seeds().items():
        assert (SEEDS / f"{name}.csv").read_text(encoding="utf-8") == seed_text(rows)


@pytest.mark.parametrize("rule", RULES)
def test_the_statements_about_table_8_equal_its_cells(
    rule: str, table_8: dict[tuple[str, str, str, str], int]
) -> None:
    """Its 32 cells are 32 statements of the report's figures."""
    cells = [f for f in read_figures() if f["place"] == "table_8"]
    stated = {
        (f["region_code"], f["measure"], f["layer"], f["counting"]): int(f["value"]) for f in cells
    }
    assert stated == table_8
    assert len([s for s in statements(rule, READINGS[0]) if s.vagueness == 0]) == 32


class TestCombinationD:
    """Combination D by the arithmetic of Table 8, without the programme."""

    @pytest.mark.parametrize("region", ["11", "00"])
    def test_it_is_0_if_the_total_counts_once(
        self, region: str, table_8: dict[tuple[str, str, str, str], int]
    ) -> None:
        assert seed("two_or_more", "table_8_alone", "combination/D", region) == (0, 0)
        columns = ("infrastructure", "general_purpose", "application", "common")
        cells = [table_8[region, "employees", layer, "exclusive"] for layer in columns]
        assert sum(cells) == table_8[region, "employees", "total", "exclusive"]

    def test_table_8_leaves_it_open(self, table_8: dict[tuple[str, str, str, str], int]) -> None:
        """D stands in two columns: it is at most the smaller of them."""
        smaller = table_8["11", "employees", "application", "exclusive"]
        assert seed("table_8", "table_8_alone", "combination/D", "11") == (0, smaller)

    def test_smart_grid_is_its_upper_end(self) -> None:
        """Smart grid shares less than 1 % of its 20,205 employees: the rest is in no other layer."""
        rest = 22_850 - Fraction(99, 100) * 20_205
        for reading in READINGS:
            assert seed("table_8", reading, "combination/D", "11")[1] == int(rest) == 2_847

    def test_the_95_6_percent_are_its_lower_end(self) -> None:
        """If their base is the common part: it holds at least A / 95.65 %, so that at most 1,111 employees
        of autonomous vehicle are in no other layer, beside smart grid and a tenth of drone."""
        common = Fraction(104_552) / Fraction(9565, 10_000)
        alone = 20_205 + Fraction(1, 10) * 2_844 + (110_418 - common)
        least = 22_850 - alone
        assert 1_249 < least < 1_250
        assert seed("table_8", "common_part", "combination/D", "11")[0] == 1_250

    def test_the_printed_share_needs_it(self) -> None:
        for reading in READINGS:
            impossible = analysed("two_or_more", reading).set_aside
            assert "seoul_share_employees_combination_d" in impossible
            assert analysed("table_8", reading).set_aside == frozenset()


@cache
def analysed(rule: str, reading: str) -> Analysis:
    return analyse(statements(rule, reading))


def seed(rule: str, reading: str, unknown: str, region: str) -> tuple[int, int]:
    with (SEEDS / "report_joint_unknowns.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            found = tuple(line[k] for k in ("overlap_rule", "reading", "unknown_id", "region_code"))
            if (*found, line["measure"]) == (rule, reading, unknown, region, "employees"):
                return int(line["value_low"]), int(line["value_high"])
    raise AssertionError("no such row")


@pytest.mark.parametrize(("rule", "reading"), CASES)
def test_a_conflict_is_minimal_and_the_rest_can_hold(rule: str, reading: str) -> None:
    stated = statements(rule, reading)
    analysis = analysed(rule, reading)
    assert Programme(analysis.rest).is_feasible
    subjects = {s.figure_id: s.subject for s in reversed(stated)}
    for conflict in analysis.conflicts:
        members = [s for s in stated if s.subject in {subjects[name] for name in conflict}]
        assert not Programme(members).is_feasible
        for name in conflict:
            fewer = [s for s in members if s.subject != subjects[name]]
            assert Programme(fewer).is_feasible, f"{name} is not needed for the conflict"


def random_report(rng: np.random.Generator) -> tuple[np.ndarray, list[Statement]]:
    """A synthetic truth, and what a report would state of it under `table_8`: the truth has to lie inside
    every range that the programme gives."""
    unknowns = np.where(rng.random(sets.UNKNOWNS) < 0.2, rng.integers(0, 5000, sets.UNKNOWNS), 0)
    stated = []
    for figure in statements("table_8", "whole_industry"):
        over = float(figure.over @ unknowns)
        if figure.under is None:
            stated.append(Statement(figure.figure_id, 0, figure.over, None, over, over))
            continue
        under = float(figure.under @ unknowns)
        if under >= 1:
            share = 100 * over / under
            stated.append(
                Statement(
                    figure.figure_id, 2, figure.over, figure.under, share - 0.05, share + 0.05
                )
            )
    return unknowns, stated


def synthetic() -> Iterator[tuple[np.ndarray, Programme]]:
    for number in range(3):
        unknowns, stated = random_report(np.random.default_rng(number))
        yield unknowns, Programme(stated)


def test_the_truth_of_a_synthetic_report_lies_within_its_ranges() -> None:
    for unknowns, programme in synthetic():
        assert programme.is_feasible
        for region in ("11", "00"):
            for letter in "ABCD":
                wanted = row(sets.in_combination(letter), region, "employees")
                low, high = programme.range(wanted)
                assert low - 1e-3 <= float(wanted @ unknowns) <= high + 1e-3


def test_atoms_are_sets_of_the_industries_that_the_words_allow() -> None:
    named = {name for members in INDUSTRIES.values() for name in members}
    assert len(ATOMS) == len(set(ATOMS))
    assert all(atom <= named for atom in ATOMS)
    assert not any({"drone", "data"} <= atom for atom in ATOMS)
