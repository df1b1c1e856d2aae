"""The unit tests that the models have in their YAML, run by dbt. A refresh leaves them out."""

from __future__ import annotations

from pathlib import Path

from orchestration.warehouse.build import build_warehouse, invoke, require_built
from orchestration.warehouse.project import DATABASE, environment


def test_dbt_unit_tests_pass(bundled_lake: Path, tmp_path: Path) -> None:
    warehouse, staged = tmp_path / DATABASE, bundled_lake / "staged"
    require_built(build_warehouse(warehouse, staged))
    arguments = ["test", "--select", "test_type:unit", "--no-write-json"]
    results = invoke(arguments, environment(warehouse, staged))
    assert len(results) > 10
    assert [r for r in results if r.status != "pass"] == []
