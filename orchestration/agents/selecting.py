"""The tool `run_select`: one select statement, within limits of time, rows and size."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
from pydantic import Field

from orchestration.agents.answer import Answer, plain
from orchestration.agents.opened import OpenRelease
from orchestration.agents.tool import InLanguage, Tool
from orchestration.agents.withheld import graded_marts, refuse_detours
from orchestration.errors import QueryError
from orchestration.release.query import query_errors, require_one_query
from orchestration.release.query_errors import LIST_COLUMNS
from orchestration.release.query_hints import hints

MOST_SECONDS = 20.0
_MOST_CHARACTERS = 20_000
_MOST_IN_A_CELL = 2_000
_MOST_IN_ALL = 200_000
_WITHHELD = {
    "ko": "{}: 신뢰등급 C인 추정값은 null이며 구간(_low_80, _high_80)만 제시함."
    " 추정값을 더할 때 C인 행이 빠짐에 유의",
    "en": "{}: estimates of reliability C are null; use their interval (_low_80, _high_80). A sum of"
    " estimates leaves these rows out",
}
_BOUNDS = {
    "ko": "_low와 _high는 상·하한이며 그 중간값은 통계값이 아님",
    "en": "_low and _high are bounds; the middle between them is not a statistic",
}
_CUT = {
    "ko": "{}자를 넘는 글은 잘라서 표시함",
    "en": "texts of more than {} characters are cut",
}


class Select(InLanguage):
    """Arguments of `run_select`."""

    sql: str = Field(
        description="One select statement in DuckDB's SQL. Name marts without database or schema.",
        min_length=1,
        max_length=_MOST_CHARACTERS,
    )
    limit: int = Field(100, ge=1, le=1_000, description="Most rows in the answer.")


def run_select(release: OpenRelease, wanted: Select) -> Answer:
    """The rows of the statement; raises `QueryError` unless it is one select that succeeds in time."""
    connection = release.connection
    with _our_remedy(), _within_time(connection), query_errors(connection, wanted.sql):
        require_one_query(connection, wanted.sql)
        _require_select(connection, wanted.sql)
        refuse_detours(connection, wanted.sql)
        tables = {name.lower() for name in connection.get_table_names(wanted.sql)}
        cursor = connection.execute(wanted.sql)
        columns = [column[0] for column in cursor.description or []]
        rows = cursor.fetchmany(wanted.limit + 1)
        missing = [] if rows else hints(connection, wanted.sql)
    notes = _notes(columns, tables & set(graded_marts(connection)), wanted.language)
    shown, size = _within_size(rows[: wanted.limit])
    if size["cut"]:
        notes.append(_CUT[wanted.language].format(f"{_MOST_IN_A_CELL:,}"))
    limits: dict[str, Any] = {"shown": len(shown)}
    if len(rows) > len(shown):
        limits["note"] = "there are more rows, which are not shown; select less, or raise `limit`"
    return Answer(
        {"columns": columns, "rows": shown, "limit": limits},
        source_ids=_source_ids(release, columns, rows, tables),
        notes=[*notes, *missing],
    )


@contextmanager
def _our_remedy() -> Iterator[None]:
    """Point to our tool where a message points to a command."""
    try:
        yield
    except QueryError as error:
        remedy = error.remedy.replace(LIST_COLUMNS, "`describe_marts` lists marts and columns")
        raise QueryError(error.what, where=error.where, remedy=remedy) from None


@contextmanager
def _within_time(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt the query after `MOST_SECONDS`; raises `QueryError` then."""
    timer = threading.Timer(MOST_SECONDS, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise QueryError(
            f"the query took longer than {MOST_SECONDS:g} seconds",
            where="the query",
            remedy="select fewer rows, or join on keys",
        ) from None
    finally:
        timer.cancel()


def _require_select(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    kind = connection.extract_statements(sql)[0].type
    if kind != duckdb.StatementType.SELECT:
        raise QueryError(
            f"{kind.name} is not a select statement",
            where="the query",
            remedy="write a select; `describe_marts` describes marts and columns",
        )


def _within_size(rows: list[tuple[object, ...]]) -> tuple[list[list[Any]], dict[str, bool]]:
    """The rows as plain values, as many as `_MOST_IN_ALL` characters hold, and whether a text was cut."""
    shown: list[list[Any]] = []
    left, cut = _MOST_IN_ALL, False
    for row in rows:
        values = [plain(value) for value in row]
        for number, value in enumerate(values):
            text = value if isinstance(value, str) else str(value)
            if len(text) > _MOST_IN_A_CELL:
                values[number], cut = f"{text[:_MOST_IN_A_CELL]}…", True
            left -= min(len(text), _MOST_IN_A_CELL)
        if left < 0:
            break
        shown.append(values)
    return shown, {"cut": cut}


def _notes(columns: list[str], graded: set[str], language: Any) -> list[str]:
    notes = [_WITHHELD[language].format(", ".join(sorted(graded)))] if graded else []
    if any(column.endswith("_low") for column in columns):
        notes.append(_BOUNDS[language])
    return notes


def _source_ids(
    release: OpenRelease, columns: list[str], rows: list[tuple[object, ...]], tables: set[str]
) -> set[str]:
    """The sources that the rows name; else those of the marts that the query reads."""
    if "source_id" in columns:
        place = columns.index("source_id")
        return {str(row[place]) for row in rows if row[place] is not None}
    with_source = release.rows(
        "select distinct table_name from duckdb_columns() where column_name = 'source_id'"
        " and list_contains($1, table_name)",
        [sorted(tables)],
    )
    found: set[str] = set()
    for row in with_source:
        sql = f'select distinct source_id from "{row["table_name"]}" where source_id is not null'
        found |= {source["source_id"] for source in release.rows(sql)}
    return found


TOOL = Tool(
    "run_select",
    "Run one SELECT",
    "Run one select statement on the marts of the current release, read-only. describe_marts lists marts"
    " and columns. At most `limit` rows; the answer says when there are more. Columns that end in _low and"
    " _high are bounds: never average them. Estimates of reliability C are null, use their interval.",
    Select,
    run_select,
)
