"""Says why a query has no rows: which value of a condition is in no row of its mart."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.storage.sql import quote_name, quote_text

_MOST_VALUES = 2_000
_MOST_SHOWN = 3
_SIMILAR = 0.6


@dataclass(frozen=True)
class _Condition:
    """`column = value` for one of `values`; `qualifier` is the table or alias before the column, or ''."""

    qualifier: str
    column: str
    values: tuple[str, ...]


def hints(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """One sentence for each value of a condition (`=`, `in`) that no row of its mart has.

    Where each value exists, one for each condition that alone excludes all rows.
    """
    parsed = connection.execute("select json_serialize_sql($1)", [sql]).fetchone()
    tree = json.loads(parsed[0]) if parsed else {}
    found: list[str] = []
    for select in _selects(tree):
        tables = dict(_tables(select.get("from_table")))
        by_mart: dict[str, list[_Condition]] = {}
        for condition in _conditions(select.get("where_clause")):
            if mart := _mart_of(connection, tables, condition):
                by_mart.setdefault(mart, []).append(condition)
        for mart, conditions in by_mart.items():
            missing = [line for c in conditions for line in _missing(connection, mart, c)]
            found += missing or _blocking(connection, mart, conditions)
    return list(dict.fromkeys(found))


def _selects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "SELECT_NODE":
            yield node
        for child in node.values():
            yield from _selects(child)
    elif isinstance(node, list):
        for child in node:
            yield from _selects(child)


def _tables(node: Any) -> Iterator[tuple[str, str]]:
    """Each table of a from clause: its alias, or its name without one, and its name."""
    if not isinstance(node, dict):
        return
    if node.get("type") == "BASE_TABLE":
        yield node["alias"] or node["table_name"], node["table_name"]
    for side in ("left", "right"):
        yield from _tables(node.get(side))


def _conditions(node: Any) -> Iterator[_Condition]:
    """The conditions that every row of the result has to meet."""
    if not isinstance(node, dict):
        return
    match node.get("type"):
        case "CONJUNCTION_AND":
            for child in node["children"]:
                yield from _conditions(child)
        case "COMPARE_EQUAL":
            yield from _condition(node["left"], [node["right"]])
            yield from _condition(node["right"], [node["left"]])
        case "COMPARE_IN":
            column, *values = node["children"]
            yield from _condition(column, values)


def _condition(column: dict[str, Any], values: list[dict[str, Any]]) -> Iterator[_Condition]:
    literals = [value.get("literal", {}) for value in values if value.get("class") == "CONSTANT"]
    if column.get("type") == "COLUMN_REF" and len(literals) == len(values):
        names = column["column_names"]
        qualifier = names[-2] if len(names) > 1 else ""
        texts = tuple(literal["text"] for literal in literals if "text" in literal)
        yield _Condition(qualifier, names[-1], texts)


def _mart_of(
    connection: duckdb.DuckDBPyConnection, marts: dict[str, str], condition: _Condition
) -> str | None:
    """The mart of the file that has the column of the condition."""
    names = [marts.get(condition.qualifier, "")] if condition.qualifier else list(marts.values())
    row = connection.execute(
        "select table_name from duckdb_columns() where column_name = $1 and list_contains($2, table_name)",
        [condition.column, names],
    ).fetchone()
    return row[0] if row else None


def _missing(
    connection: duckdb.DuckDBPyConnection, mart: str, condition: _Condition
) -> Iterator[str]:
    """A sentence for each value of the condition that the mart does not have."""
    found = _values(connection, mart, condition.column)
    if len(found) == _MOST_VALUES:
        return  # not a key of few values
    values = [str(value) for value in found]
    for value in condition.values:
        if value not in values:
            kind = type(found[0]) if found else str
            advice = _range(values) if kind is int else _advice(value, values)
            yield f"no row of {mart} has {condition.column} = {_quoted(value, kind)}; {advice}"


def _blocking(
    connection: duckdb.DuckDBPyConnection, mart: str, conditions: list[_Condition]
) -> Iterator[str]:
    """A sentence for each condition without which the others have rows in the mart."""
    for left_out in conditions if len(conditions) > 1 else ():
        others = [condition for condition in conditions if condition is not left_out]
        where = " and ".join(
            f"{quote_name(c.column)}::varchar in {_list(c.values)}" for c in others
        )
        if found := _values(connection, mart, left_out.column, where):
            kept = _range([str(value) for value in found])
            yield f"without the condition on {left_out.column}, {mart} has rows; {kept}"


def _values(
    connection: duckdb.DuckDBPyConnection, mart: str, column: str, where: str = "true"
) -> list[object]:
    """The different values of a column in order, at most `_MOST_VALUES`."""
    name = quote_name(column)
    rows = connection.execute(
        f"select distinct {name} from {quote_name(mart)} where {name} is not null and {where}"
        f" order by 1 limit {_MOST_VALUES}"
    ).fetchall()
    return [value for (value,) in rows]


def _advice(value: str, values: list[str]) -> str:
    """What to write instead: the code without its letter, close values, or the range of values."""
    close = [known for known in values if len(known) > 1 and value.endswith(known)]
    if not close:
        folded = {known.casefold(): known for known in values}
        keys = difflib.get_close_matches(value.casefold(), folded, _MOST_SHOWN, _SIMILAR)
        close = [folded[key] for key in keys]
    return f"did you mean {_listed(close)}?" if close else _range(values)


def _range(values: list[str]) -> str:
    if not values:
        return "the mart is empty"
    if len(values) <= _MOST_SHOWN:
        return f"the values are {_listed(values)}"
    return f"the values are {values[0]} to {values[-1]}"


def _listed(values: list[str]) -> str:
    return ", ".join(values[:_MOST_SHOWN])


def _quoted(value: str, kind: type) -> str:
    return value if kind is int else quote_text(value)


def _list(values: tuple[str, ...]) -> str:
    return "(" + ", ".join(map(quote_text, values)) + ")"
