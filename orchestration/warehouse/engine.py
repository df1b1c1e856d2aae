"""Which engine builds the warehouse: DuckDB in this process, or Spark. What comes out is the same file."""

from __future__ import annotations

from pathlib import Path

from orchestration.settings import Settings
from orchestration.warehouse.build import Listener, NodeResult, build_warehouse


def build_on_engine(
    settings: Settings, warehouse: Path, on_node: Listener | None = None
) -> list[NodeResult]:
    """Build all marts into the new DuckDB file `warehouse` with the engine that the settings name."""
    if settings.engine == "duckdb":
        return build_warehouse(warehouse, settings.staged, on_node)
    from orchestration.warehouse.spark import build_on_spark

    return build_on_spark(warehouse, settings.staged, on_node, remote=settings.spark_remote)
