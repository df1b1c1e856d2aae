"""Runs queries on a release's marts; values are written into the SQL, so that pages show the full query."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
from numpy.typing import NDArray

from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.storage.sql import quote_name, quote_text

Row = Mapping[str, Any]
"""One row of a query, by column name."""

Literal = str | int | float | Sequence[str]
"""A value for a placeholder of a query; a sequence becomes an SQL list in brackets."""


@dataclass(frozen=True)
class QueryResult:
    """An SQL query and its result."""

    sql: str
    """The statement with its values."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str = ""
    """The file in `queries/` that the statement comes from; empty for a statement without a file."""
    literals: Mapping[str, str] = field(default_factory=dict)
    """The SQL literals that replace its placeholders."""

    def where(self, **values: Any) -> list[Row]:
        """The rows whose columns have the given values."""
        return [
            row for row in self.rows if all(row[name] == value for name, value in values.items())
        ]


class Marts:
    """The marts of one release, opened read-only. The result of each query is cached."""

    def __init__(self, path: Path) -> None:
        self._opened = ExitStack()
        self._connection = self._opened.enter_context(
            bounded_duckdb(path.parent, path, read_only=True)
        )
        self._results: dict[str, QueryResult] = {}

    @classmethod
    def over(cls, connection: duckdb.DuckDBPyConnection) -> Self:
        """Marts that are tables or views of an open connection, which the caller closes."""
        marts = cls.__new__(cls)
        marts._opened, marts._connection, marts._results = ExitStack(), connection, {}
        return marts

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def has_rows(self, *names: str) -> bool:
        """Whether all these marts exist and have at least one row."""
        return all(name in self._with_rows for name in names)

    def query(self, name: str, **values: Literal) -> QueryResult:
        """The result of `queries/<name>.sql` with `values` for its placeholders; raises `duckdb.Error`."""
        sql, used = _fill(name, values)
        return self.run(sql, name, used)

    def columns(self, name: str, **values: Literal) -> Mapping[str, NDArray[Any]]:
        """The result of `queries/<name>.sql` as one array per column; for results too long for rows."""
        sql, _ = _fill(name, values)
        found: Mapping[str, Any] = self._connection.execute(sql).fetchnumpy()
        return found

    def of_taxonomies(self, result: QueryResult, taxonomies: Sequence[str]) -> QueryResult:
        """The rows of these taxonomies. report.js writes the same statement around the query."""
        listed = _literal(taxonomies)
        return replace(
            result,
            sql=f"select * from (\n{result.sql}\n) where taxonomy_id in {listed}",
            rows=tuple(row for row in result.rows if row["taxonomy_id"] in taxonomies),
            literals={**result.literals, "taxonomies": listed},
        )

    def run(
        self, sql: str, name: str = "", literals: Mapping[str, str] | None = None
    ) -> QueryResult:
        """The result of the statement `sql`, from the cache if it ran before; raises `duckdb.Error`.

        `name` and `literals` say which query it was written from.
        """
        if sql not in self._results:
            cursor = self._connection.execute(sql)
            columns = tuple(column[0] for column in cursor.description or ())
            rows = tuple(
                dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()
            )
            self._results[sql] = QueryResult(sql, columns, rows, name, literals or {})
        return self._results[sql]

    @cached_property
    def _with_rows(self) -> frozenset[str]:
        names = [
            str(row[0])
            for row in self._connection.execute(
                "select table_name from information_schema.tables where table_type = 'BASE TABLE'"
            ).fetchall()
        ]
        return frozenset(name for name in names if self._has_row(name))

    def _has_row(self, name: str) -> bool:
        query = f"select 1 from {quote_name(name)} limit 1"
        return bool(self._connection.execute(query).fetchall())


@cache
def read_query(name: str) -> str:
    """The text of `queries/<name>.sql` with its placeholders."""
    return (files(__package__) / "queries" / f"{name}.sql").read_text("utf-8").strip()


def _fill(name: str, values: Mapping[str, Literal]) -> tuple[str, dict[str, str]]:
    """The statement of a query, and the SQL literals in place of its placeholders."""
    sql = read_query(name)
    used = {key: _literal(value) for key, value in values.items() if f"{{{key}}}" in sql}
    for key, literal in used.items():
        sql = sql.replace(f"{{{key}}}", literal)
    return sql, used


def _literal(value: Literal) -> str:
    if isinstance(value, str):
        return quote_text(value)
    if isinstance(value, Sequence):
        return "(" + ", ".join(_literal(part) for part in value) + ")"
    return repr(value)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
