"""A Spark session: of this machine, or of a cluster through Spark Connect. Needs the extra `spark`."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from orchestration.errors import ConfigurationError, WarehouseError
from orchestration.warehouse.project import environ

LOCAL = {
    "spark.master": "local[*]",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
"""For Spark inside this process. A cluster has its own settings: docs/scale.md."""


@contextmanager
def spark_session(remote: str | None) -> Iterator[Any]:
    """The session that dbt then finds. `remote` is the address of a Connect server: sc://host:15002."""
    with environ({"SPARK_REMOTE": remote} if remote else {}), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = _open(remote)
        try:
            yield session
        finally:
            session.stop()


def _open(remote: str | None) -> Any:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise ConfigurationError(
            "the engine spark is not installed",
            remedy="install requirements/spark.txt, or leave SMARTCITY_ENGINE at duckdb",
        ) from None
    builder = SparkSession.builder
    if remote:
        builder = builder.remote(remote)
    else:
        for name, value in LOCAL.items():
            builder = builder.config(name, os.environ.get(_variable(name), value))
    try:
        session = builder.getOrCreate()
        session.sql("select 1").collect()
    except (PySparkException, RuntimeError, OSError) as error:
        raise WarehouseError(
            f"Spark does not start: {str(error).splitlines()[0]}",
            where=remote or "this machine",
            remedy="is the Connect server up?" if remote else "Spark needs Java 17 or 21",
        ) from None
    return session


def _variable(name: str) -> str:
    """The variable of the environment that overrides a setting: SMARTCITY_SPARK_DRIVER_MEMORY, …"""
    return "SMARTCITY_" + name.upper().replace(".", "_")
