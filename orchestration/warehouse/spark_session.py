"""Open a Spark session on this machine, or on a cluster through Spark Connect. Needs the extra `spark`."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from orchestration.errors import ConfigurationError, WarehouseError
from orchestration.foreign_text import first_line
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
"""Settings of Spark on this machine; a folder of settings (SPARK_CONF_DIR) replaces them.

A cluster has its own: docs/scale.md.
"""

_CONNECTED = "SPARK_CONNECT_MODE_ENABLED"
"""Environment variable that pyspark leaves after a connection to a server."""


@contextmanager
def spark_session(remote: str | None) -> Iterator[Any]:
    """Open the session that dbt uses. `remote` is the address of a Connect server: sc://host:15002."""
    with environ({"SPARK_REMOTE": remote} if remote else {}), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = _open(remote)
        try:
            yield session
        finally:
            session.stop()
            os.environ.pop(_CONNECTED, None)  # a later session of this process may be a local one


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
    elif "SPARK_CONF_DIR" not in os.environ:
        builder = builder.config(map=LOCAL)
    try:
        session = builder.getOrCreate()
        session.sql("select 1").collect()
    except (PySparkException, RuntimeError, OSError) as error:
        raise WarehouseError(
            f"Spark does not start: {first_line(error)}",
            where=remote or "this machine",
            remedy="is the Connect server up?" if remote else "Spark needs Java 17 or 21",
        ) from None
    return session
