"""A trace computes by itself, with its own parameters: they are those of the dbt project."""

from __future__ import annotations

from orchestration.trace import cells, hidden, pension_structure, raking
from tests.support.sql_models import project_vars


def test_parameters_are_those_of_dbt() -> None:
    variables = project_vars()
    assert variables["disclosure_threshold"] == cells.THRESHOLD
    assert variables["estimate_rounds"] == raking.ROUNDS
    assert variables["pension_exponent"] == pension_structure.EXPONENT
    assert tuple(variables["head_office_sections"]) == pension_structure.HEAD_OFFICE_SECTIONS
    assert variables["estimate_test_years"] == hidden.YEARS["divisions_below_sections"]
