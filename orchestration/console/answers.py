"""Prints the result of a query, and the marts and columns of a release."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from orchestration.console.tables import Form, print_result, print_table
from orchestration.console.text import print_json, print_text, print_to_stderr
from orchestration.release.query import query_on
from orchestration.release.schema import columns, marts

if TYPE_CHECKING:
    import duckdb


def print_answer(connection: duckdb.DuckDBPyConnection, sql: str, form: Form | None) -> None:
    """Run one query and print its result; without rows, hints say which value has none."""
    names, rows = query_on(connection, sql)
    print_result(names, rows, form)
    if not rows:
        from orchestration.release.query_hints import hints

        for hint in hints(connection, sql):
            print_to_stderr(f"hint: {hint}")


def print_marts(connection: duckdb.DuckDBPyConnection, as_json: bool = False) -> None:
    """Print the marts of a release: name, rows and description."""
    found = marts(connection)
    if as_json:
        print_json([asdict(mart) for mart in found])
    else:
        print_table(
            ["mart", "rows", "description"], [[m.name, m.rows, m.description] for m in found]
        )


def print_columns(
    connection: duckdb.DuckDBPyConnection, mart: str, korean: bool = False, as_json: bool = False
) -> None:
    """Print the columns of a mart: name, type and description."""
    found = columns(connection, mart)
    if as_json:
        print_json([asdict(column) for column in found])
        return
    rows = [
        [c.name, c.data_type.lower(), c.description_ko if korean else c.description_en]
        for c in found
    ]
    print_table(["column", "type", "description"], rows, title=mart)
    print_text(f"{len(rows)} columns")
