"""Which engine builds the warehouse: DuckDB, or Spark. What comes out is the same file."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from orchestration.settings import Settings
from orchestration.warehouse.build import Listener, NodeResult
from orchestration.warehouse.client import dbt_process, started_early


def prestarted_engine(settings: Settings) -> AbstractContextManager[None]:
    """What can be started before there is anything to build."""
    return started_early(settings.staged) if settings.engine == "duckdb" else nullcontext()


def build_on_engine(
    settings: Settings, warehouse: Path, on_node: Listener | None = None
) -> list[NodeResult]:
    """Build all marts into the new DuckDB file `warehouse` with the engine that the settings name."""
    if settings.engine == "duckdb":
        with dbt_process(settings.staged) as dbt:
            return dbt.build(warehouse, on_node)
    from orchestration.warehouse.spark import build_on_spark

    return build_on_spark(warehouse, settings.staged, on_node, remote=settings.spark_remote)
