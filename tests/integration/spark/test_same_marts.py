"""Both engines make the same marts: bundled data, a census down to the leaves, sensors, workplaces."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyspark")

from orchestration.warehouse.build import require_built
from orchestration.warehouse.manifest import mart_models
from orchestration.warehouse.project import DATABASE
from orchestration.warehouse.spark import build_on_spark
from tests.support.same_marts import differences, row_counts

pytestmark = pytest.mark.spark


def test_every_mart_is_the_same_value_by_value(
    everything: Path, on_duckdb: dict[Path, Path], tmp_path: Path
) -> None:
    """Also every dbt test passes on Spark, and no mart is compared empty."""
    warehouse = tmp_path / "run" / DATABASE
    require_built(build_on_spark(warehouse, everything))
    marts = mart_models()
    assert differences(on_duckdb[everything], warehouse, marts) == {}
    assert min(row_counts(warehouse, marts).values()) > 0
    assert [p.name for p in warehouse.parent.iterdir()] == [DATABASE]
