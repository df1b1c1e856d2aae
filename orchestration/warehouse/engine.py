"""Choose the engine that builds the warehouse, DuckDB or Spark. Both write the same DuckDB file."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from orchestration.settings import Settings
from orchestration.warehouse.build import Listener, NodeResult
from orchestration.warehouse.client import dbt_process, prestarted_dbt


def prestarted_engine(settings: Settings) -> AbstractContextManager[None]:
    """Start what the engine needs before there is anything to build; a context manager."""
    return prestarted_dbt(settings.staged) if settings.engine == "duckdb" else nullcontext()


def build_on_engine(
    settings: Settings, warehouse: Path, on_node: Listener | None = None
) -> list[NodeResult]:
    """Build all marts into the new DuckDB file `warehouse` with the engine that the settings name."""
    if settings.engine == "duckdb":
        with dbt_process(settings.staged) as dbt:
            return dbt.build(warehouse, on_node)
    from orchestration.warehouse.spark import build_on_spark

    return build_on_spark(warehouse, settings.staged, on_node, remote=settings.spark_remote)
