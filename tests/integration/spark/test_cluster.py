"""A cluster of several processes behind Spark Connect, and the loss of a machine in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyspark")

from orchestration.warehouse.build import require_built
from orchestration.warehouse.manifest import mart_models
from orchestration.warehouse.project import DATABASE
from orchestration.warehouse.spark import build_on_spark
from tests.support.same_marts import differences
from tests.support.spark_cluster import spark_cluster

pytestmark = pytest.mark.spark


def test_a_killed_worker_costs_nothing_but_time(
    bundled: Path, on_duckdb: dict[Path, Path], tmp_path: Path
) -> None:
    """Master, two workers and a Connect server; kill -9 on one worker and its executor half way."""
    warehouse = tmp_path / "run" / DATABASE
    killed = []
    with spark_cluster(tmp_path / "cluster") as cluster:

        def kill_in_the_middle(kind: str, name: str) -> None:
            if name == "int_cell_bounds" and kind == "model":
                killed.append(name)
                cluster.kill_worker(0)

        require_built(build_on_spark(warehouse, bundled, kill_in_the_middle, remote=cluster.remote))
    assert killed == ["int_cell_bounds"]
    assert differences(on_duckdb[bundled], warehouse, mart_models()) == {}
