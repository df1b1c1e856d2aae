"""`dbt build` on Spark: the same project, the same staged Parquet, and the same DuckDB file as the result.

<lake>/staged/            read where it lies
<lake>/warehouse/<run>/spark/             Spark's tables of this run, removed at its end
<lake>/warehouse/<run>/smartcity.duckdb   the marts read out of them: gate and release go on from here
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration.storage.files import storage_errors
from orchestration.warehouse.build import Listener, NodeResult, build_arguments, invoke
from orchestration.warehouse.manifest import mart_models
from orchestration.warehouse.project import TARGET, environment
from orchestration.warehouse.spark_session import spark_session
from orchestration.warehouse.spark_tables import (
    AUDITED_MODELS,
    drop_schemas,
    read_out,
    read_out_audited,
    register_staged,
)


def build_on_spark(
    warehouse: Path,
    staged: Path,
    on_node: Listener | None = None,
    remote: str | None = None,
) -> list[NodeResult]:
    """Build all marts into the new DuckDB file `warehouse`; raises as `build_warehouse` does."""
    schema = "smartcity_" + re.sub(r"\W", "_", warehouse.parent.name)
    staging = f"{schema}_staged"
    marts = mart_models()
    with _tables_of_the_run(warehouse) as folder, spark_session(remote) as session:
        try:
            session.sql(f"create schema {schema} location '{folder.as_uri()}'")
            register_staged(session, staging, staged)
            results = invoke(
                build_arguments(),
                {
                    **environment(warehouse, staged),
                    "SMARTCITY_DBT_TARGET": "spark",
                    "SMARTCITY_SPARK_SCHEMA": schema,
                    "SMARTCITY_STAGED_SCHEMA": staging,
                },
                on_node,
                target=TARGET / "spark",
            )
            built = {r.name for r in results if r.succeeded}
            with storage_errors(warehouse):
                read_out(folder, warehouse, {k: v for k, v in marts.items() if k in built})
                read_out_audited(folder, warehouse, sorted(built & set(AUDITED_MODELS)))
        finally:
            _forget(session, schema, staging)
    return results


@contextmanager
def _tables_of_the_run(warehouse: Path) -> Iterator[Path]:
    """The folder of this run's tables, next to the DuckDB file that is written from them."""
    folder = warehouse.with_name("spark")
    with storage_errors(folder):
        warehouse.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _forget(session: Any, *schemas: str) -> None:
    """Drop the tables of the run: a cluster keeps its catalogue. A broken session has none."""
    from pyspark.errors import PySparkException

    try:
        drop_schemas(session, schemas)
    except (PySparkException, ConnectionError):
        return
