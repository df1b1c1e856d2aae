"""The bundled data, staged once into a folder of the test run, and the models that run on them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.contracts.declaration import load_declarations
from orchestration.ingest.collect import collect
from orchestration.ingest.staging import StagingArea
from orchestration.lake.raw_store import RawStore
from orchestration.settings import Settings
from tests.support.sql_models import load_seeds, run_models

ESTIMATE_MARTS = (
    *("industry_estimate", "smart_city_estimate", "estimate_quality", "estimate_test"),
    "industry_share",
)
"""The marts of the estimates."""


def stage_bundled(folder: Path) -> Path:
    """Stage all bundled sources; returns the staged folder."""
    settings = Settings(_env_file=None, SMARTCITY_LAKE=folder)  # type: ignore[call-arg]
    declarations = {k: v for k, v in load_declarations().items() if v.bundled}
    store = RawStore(settings.raw, settings.quarantine)
    staging = StagingArea(settings.staged, store)
    for declaration in declarations.values():
        staging.stage(declaration, collect(declaration, settings, store))
    staging.finish(declarations)
    return settings.staged


def bundled_warehouse(staged: Path, models: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the staged data, the seeds and the models."""
    connection = duckdb.connect(config={"threads": 2})
    load_seeds(connection)
    for folder in sorted(p for p in staged.iterdir() if p.is_dir()):
        connection.execute(
            f"create view {folder.name} as select * from read_parquet('{folder}/*.parquet')"
        )
    run_models(connection, models)
    return connection
