"""A trace computes by itself, with its own parameters: they are those of the dbt project."""

from __future__ import annotations

import yaml

from orchestration.settings import PROJECT_ROOT
from orchestration.trace import cells, hidden, pension_structure, raking

_PROJECT = PROJECT_ROOT / "dbt_project" / "dbt_project.yml"
VARIABLES = yaml.safe_load(_PROJECT.read_text("utf-8"))["vars"]


def test_parameters_are_those_of_dbt() -> None:
    assert VARIABLES["disclosure_threshold"] == cells.THRESHOLD
    assert VARIABLES["estimate_rounds"] == raking.ROUNDS
    assert VARIABLES["pension_exponent"] == pension_structure.EXPONENT
    assert tuple(VARIABLES["head_office_sections"]) == pension_structure.HEAD_OFFICE_SECTIONS
    assert VARIABLES["estimate_test_years"] == hidden.YEARS["divisions_below_sections"]
