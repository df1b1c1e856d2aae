"""Secondary suppression: linear programming finds no suppressed cell narrower than the rule."""

from __future__ import annotations

import numpy as np
import pytest

from orchestration.lake.reference import ksic_parents
from orchestration.sources.confidentiality.audit import find_unproved
from orchestration.sources.confidentiality.patterns import Patterns
from orchestration.sources.confidentiality.protect import protect
from orchestration.sources.confidentiality.rule import Mask, ProtectionRule
from orchestration.sources.confidentiality.search import Search
from orchestration.sources.confidentiality.table import DIVISION, PROVINCE, Table
from tests.support.cell_attack import Attacker, by_subtraction, small_table

RULE = ProtectionRule(threshold=3, percent=20, least=2)
DISTRICTS = ("11010", "11020", "11030", "21010", "21020", "29010", "31010", "31020")
LEAVES = ("58211", "58212", "58221", "58222", "62010", "62021", "26111", "26112", "26121", "01110")


def published(table: Table, withheld: Mask) -> Attacker:
    attacker = Attacker(table)
    for region, code in zip(*np.nonzero((table.establishments > 0) & ~withheld), strict=True):
        cell = table.regions.codes[region], table.industries.codes[code]
        employees = float((table.establishments + table.excess)[region, code])
        attacker.told(attacker.vector(cell), employees, employees)
    attacker.told(attacker.vector(("00", "TOTAL")), 0, np.inf)
    return attacker


def narrower_than_the_rule(table: Table, attacker: Attacker) -> list[tuple[str, str, float, float]]:
    """Primary cells that `attacker` knows better than the rule allows, with the interval."""
    upper, lower = RULE.levels(table.establishments, table.excess)
    employees = table.establishments + table.excess
    found = []
    for region, code in zip(*np.nonzero(RULE.primary(table.establishments)), strict=True):
        cell = table.regions.codes[region], table.industries.codes[code]
        low, high = attacker.interval(attacker.vector(cell))
        true = employees[region, code]
        if low > true - lower[region, code] or high < true + upper[region, code]:
            found.append((*cell, low, high))
    return found


@pytest.mark.parametrize("empty", [0.1, 0.5, 0.85])
@pytest.mark.parametrize("seed", range(4))
def test_no_primary_cell_is_narrower_than_the_rule(seed: int, empty: float) -> None:
    table = small_table(seed, DISTRICTS, LEAVES, empty)
    withheld = protect(table, RULE)
    assert not withheld.unproved.any()
    hidden = withheld.primary | withheld.secondary
    assert narrower_than_the_rule(table, published(table, hidden)) == []
    assert not (by_subtraction(table, ~hidden) & withheld.primary).any()


def test_without_secondary_suppression_most_cells_are_disclosed() -> None:
    table = small_table(1, DISTRICTS, LEAVES, 0.3)
    primary = RULE.primary(table.establishments)
    fallen = by_subtraction(table, ~primary) & primary
    assert fallen.sum() > primary.sum() / 3
    assert len(narrower_than_the_rule(table, published(table, primary))) >= fallen.sum()


@pytest.mark.parametrize("seed", range(3))
def test_tables_of_the_agency_beside_ours(seed: int) -> None:
    """With provinces by divisions from the agency, what is proved without touching these cells holds."""
    table = small_table(seed + 20, DISTRICTS, LEAVES, 0.25)
    search = Search(table, RULE)
    search.run()
    withheld = search.suppressed & (table.establishments > 0)
    primary = RULE.primary(table.establishments)
    regions, industries = table.regions.level[:, None], table.industries.level[None, :]
    agency = (regions <= PROVINCE) & (industries <= DIVISION) & ~primary
    hidden = withheld & ~agency
    doubtful = find_unproved(table, RULE, hidden, search.patterns)
    assert (primary & ~doubtful).any()
    fallen = {cell[:2] for cell in narrower_than_the_rule(table, published(table, hidden))}
    codes = table.regions.codes, table.industries.codes
    assert fallen <= {(codes[0][r], codes[1][c]) for r, c in np.argwhere(doubtful)}


@pytest.mark.parametrize(
    "rows",
    [
        [("11010", "58221", 1, 1)],
        [("11010", "58221", 1, 5), ("11010", "58222", 3, 9)],
        [("11010", "58221", 2, 5), ("21010", "58221", 30, 90)],
        [("11010", "58221", 1, 500), ("21010", "01110", 3, 1000)],
        [("11010", "58221", 2, 2), ("11020", "58221", 2, 2), ("11010", "62010", 2, 2)],
    ],
    ids=["alone", "one district", "one leaf", "corner to corner", "nobody has more than one"],
)
def test_in_a_file_of_few_establishments_sums_are_suppressed(
    rows: list[tuple[str, str, int, int]],
) -> None:
    district, leaf, establishments, employees = (list(values) for values in zip(*rows, strict=True))
    table = Table.of(
        {
            "region_code": [str(d) for d in district],
            "ksic_code": [str(code) for code in leaf],
            "establishments": np.array(establishments),
            "employees": np.array(employees),
            "without_employees": np.zeros(len(rows), dtype=np.int64),
        },
        ksic_parents("10"),
    )
    withheld = protect(table, RULE)
    assert not withheld.unproved.any()
    hidden = withheld.primary | withheld.secondary
    assert narrower_than_the_rule(table, published(table, hidden)) == []


def test_a_large_cell_is_protected_by_several() -> None:
    """No single cell has the 200 employees that the protection needs; several together have."""
    places = [(d, leaf) for d in DISTRICTS[:3] for leaf in ("58211", "58212", "58221", "58222")]
    counts = np.array([1 if place == places[0] else 30 for place in places])
    table = Table.of(
        {
            "region_code": [d for d, _ in places],
            "ksic_code": [leaf for _, leaf in places],
            "establishments": counts,
            "employees": np.where(counts == 1, 1000, 150),
            "without_employees": np.zeros_like(counts),
        },
        ksic_parents("10"),
    )
    withheld = protect(table, RULE)
    assert not withheld.unproved.any()
    total = table.regions.codes.index("00"), table.industries.codes.index("TOTAL")
    assert not withheld.secondary[total]
    hidden = withheld.primary | withheld.secondary
    assert narrower_than_the_rule(table, published(table, hidden)) == []


def test_the_audit_finds_what_is_not_protected() -> None:
    """It accepts no pattern that changes a published cell or removes more employees than there are."""
    table = small_table(3, DISTRICTS, LEAVES, 0.3)
    search = Search(table, RULE)
    search.run()
    withheld = search.suppressed & (table.establishments > 0)
    assert not find_unproved(table, RULE, withheld, search.patterns).any()
    primary = RULE.primary(table.establishments)
    region, code = np.argwhere(withheld & ~primary)[0]
    withheld[region, code] = False
    assert find_unproved(table, RULE, withheld, search.patterns).any()
    assert (find_unproved(table, RULE, primary, Patterns()) == primary).all()
    greedy = Patterns()
    district, leaf = np.argwhere(table.base_establishments > 0)[0]
    greedy.add([(int(district), int(leaf), -1)], 10**6, 0)
    everything = table.establishments > 0
    assert (find_unproved(table, RULE, everything, greedy) == primary).all()


def test_two_runs_suppress_the_same_cells() -> None:
    table = small_table(5, DISTRICTS, LEAVES, 0.4)
    assert (protect(table, RULE).secondary == protect(table, RULE).secondary).all()
