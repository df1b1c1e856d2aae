"""Dagster's records in PostgreSQL, with the driver that dagster-postgres brings.

An address that begins with `postgresql://` means another driver to newer versions of SQLAlchemy, one
that is not installed; here it means psycopg2, as dagster-postgres has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster._serdes import ConfigurableClassData
from dagster_postgres import DagsterPostgresStorage

_SCHEMES = ("postgresql://", "postgres://")


class PostgresStorage(DagsterPostgresStorage):
    """`DagsterPostgresStorage`, configured with `postgres_url`."""

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> PostgresStorage:
        """The storage at the address of `config_value`; tables are created where there are none."""
        return cls(with_driver(str(config_value["postgres_url"])), inst_data=inst_data)


def with_driver(url: str) -> str:
    """`url` with the driver named, unless it names one."""
    for scheme in _SCHEMES:
        if url.startswith(scheme):
            return "postgresql+psycopg2://" + url.removeprefix(scheme)
    return url
