"""The exponents of raking, chosen without the province that is estimated, are those that are used.

docs/methodology.md has the errors: divisions hidden below sections, with the nation's divisions known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from orchestration.trace import pension_structure
from orchestration.trace.context import TraceContext
from orchestration.trace.evidence import Evidence
from orchestration.trace.hidden_sections import rake_sections, weigh_sections

YEARS = range(2020, 2024)
EXPONENTS = (0.0, 0.4, 0.5, 0.6, 0.7, 1.0)
HEAD_OFFICE_SECTIONS = ("F", "G", "J", "K")
Choice = tuple[bool, float]
"""Whether the sections of head offices have exponent 0, and the exponent of the others."""
Miss = tuple[float, float]
"""Absolute errors and truths, summed."""


@pytest.fixture(scope="module")
def context(release: Path, bundled_lake: Path) -> TraceContext:
    return TraceContext(Evidence(release, bundled_lake / "raw"))


def misses(
    context: TraceContext, measure: str, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> dict[tuple[str, str], Miss]:
    """By province and section, over all years."""
    with_sections, exponent = choice
    sections = HEAD_OFFICE_SECTIONS if with_sections else ()
    monkeypatch.setattr(pension_structure, "EXPONENT", exponent)
    monkeypatch.setattr(pension_structure, "HEAD_OFFICE_SECTIONS", sections)
    found: dict[tuple[str, str], Miss] = {}
    for year in YEARS:
        cells = context.cells("register", year)
        for cell in rake_sections(weigh_sections(context, cells, measure, "pension", None)):
            if cell.truth is not None:
                key = cell.region, cells.ksic.parents[cell.name]
                missed, whole = found.get(key, (0.0, 0.0))
                found[key] = missed + abs(cell.estimate - cell.truth), whole + cell.truth
    return found


def misplaced(values: Iterable[Miss]) -> float:
    """The share in the wrong division."""
    missed, whole = (sum(column) for column in zip(*values, strict=True))
    return missed / 2 / whole


@pytest.mark.parametrize(
    ("measure", "used", "held_out"),
    [("employees", 0.0616, 0.0626), ("establishments", 0.0417, 0.0415)],
)
def test_other_provinces_choose_nearly_the_same_exponents(
    context: TraceContext,
    monkeypatch: pytest.MonkeyPatch,
    measure: str,
    used: float,
    held_out: float,
) -> None:
    choices = [(sections, e) for sections in (False, True) for e in EXPONENTS]
    errors = {c: misses(context, measure, c, monkeypatch) for c in choices}
    provinces = {province for province, _ in errors[True, 0.6]}
    chosen: Counter[Choice] = Counter()
    estimated: list[Miss] = []
    for province in provinces:
        best = min(
            choices,
            key=lambda c: misplaced(v for key, v in errors[c].items() if key[0] != province),
        )
        chosen[best] += 1
        estimated += [v for key, v in errors[best].items() if key[0] == province]
    assert misplaced(errors[True, 0.6].values()) == pytest.approx(used, abs=5e-4)
    assert misplaced(estimated) == pytest.approx(held_out, abs=5e-4)
    assert all(sections and 0.4 <= exponent <= 0.7 for sections, exponent in chosen)


def test_other_provinces_choose_the_sections_of_head_offices(
    context: TraceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their employees are estimated worse with the exponent than without, in the other provinces."""
    without, with_exponent = (
        misses(context, "employees", (False, e), monkeypatch) for e in (0.0, 0.6)
    )
    for province in {province for province, _ in without}:
        sections = {section for _, section in without}
        worse = {
            section
            for section in sections
            if sum(
                v[0] for key, v in with_exponent.items() if key[1] == section and key[0] != province
            )
            > sum(v[0] for key, v in without.items() if key[1] == section and key[0] != province)
        }
        assert set(HEAD_OFFICE_SECTIONS) <= worse, province
