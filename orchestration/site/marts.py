"""Reads a release's marts: named queries with literal values, so that what is shown is what ran."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from orchestration.storage.sql import quote_name, quote_text

Row = Mapping[str, Any]
"""One row of a query, by column name."""

Literal = str | int | float | Sequence[str]
"""What may stand for a placeholder of a query."""


@dataclass(frozen=True)
class QueryResult:
    """A query as it ran, with what it gave."""

    sql: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def only(self, **wanted: Any) -> list[Row]:
        """The rows that have these values."""
        return [
            row for row in self.rows if all(row[name] == value for name, value in wanted.items())
        ]


class Marts:
    """The marts of one release, opened read-only; each query runs only once."""

    def __init__(self, path: Path) -> None:
        self._connection = duckdb.connect(str(path), read_only=True)
        self._answers: dict[str, QueryResult] = {}
        self._filled = self._find_filled()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def has(self, *names: str) -> bool:
        """Whether all these marts exist and hold at least one row."""
        return all(name in self._filled for name in names)

    def ask(self, name: str, **values: Literal) -> QueryResult:
        """Run `queries/<name>.sql` with its placeholders filled in."""
        return self.run(_fill(_query(name), values))

    def run(self, sql: str) -> QueryResult:
        """Run this statement, or give the answer that it gave before."""
        if sql not in self._answers:
            cursor = self._connection.execute(sql)
            columns = tuple(column[0] for column in cursor.description or ())
            rows = tuple(
                dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()
            )
            self._answers[sql] = QueryResult(sql, columns, rows)
        return self._answers[sql]

    def _find_filled(self) -> frozenset[str]:
        names = [
            str(row[0])
            for row in self._connection.execute(
                "select table_name from information_schema.tables where table_type = 'BASE TABLE'"
            ).fetchall()
        ]
        return frozenset(name for name in names if self._is_filled(name))

    def _is_filled(self, name: str) -> bool:
        query = f"select 1 from {quote_name(name)} limit 1"
        return bool(self._connection.execute(query).fetchall())


@cache
def _query(name: str) -> str:
    return (files(__package__) / "queries" / f"{name}.sql").read_text("utf-8").strip()


def _fill(sql: str, values: Mapping[str, Literal]) -> str:
    for name, value in values.items():
        sql = sql.replace("{" + name + "}", _literal(value))
    return sql


def _literal(value: Literal) -> str:
    if isinstance(value, str):
        return quote_text(value)
    if isinstance(value, Sequence):
        return "(" + ", ".join(_literal(part) for part in value) + ")"
    return repr(value)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
