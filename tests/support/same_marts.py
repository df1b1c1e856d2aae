"""Two warehouses held against each other: every mart, row by row, value by value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

RELATIVE = 1e-12
"""How far two floats may lie apart: engines add in different orders."""

SMALLEST_DECIMAL = 1e-6
"""One unit in the last place of a decimal: engines round a float that lies between two differently."""


def differences(one: Path, other: Path, marts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What differs, by mart; `marts` are nodes of the manifest. Empty where the warehouses are equal."""
    found = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        for name, node in sorted(marts.items()):
            if difference := _difference(connection, name, node["config"]["meta"]["key"]):
                found[name] = difference
    return found


def row_counts(warehouse: Path, marts: Mapping[str, Any]) -> dict[str, int]:
    """How many rows each mart has."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {m: connection.sql(f'select count(*) from "{m}"').fetchall()[0][0] for m in marts}


def _difference(connection: duckdb.DuckDBPyConnection, mart: str, key: list[str]) -> str:
    columns, others = (
        connection.execute(
            "select column_name, data_type from duckdb_columns()"
            " where database_name = ? and table_name = ? order by column_index",
            [database, mart],
        ).fetchall()
        for database in ("one", "other")
    )
    if columns != others:
        return f"columns {set(columns) ^ set(others)}"
    joined = " and ".join(f'a."{c}" is not distinct from b."{c}"' for c in key)
    differs = {name: _differs(name, kind) for name, kind in columns if name not in key}
    anything = " or ".join(["a.there is null", "b.there is null", *differs.values()])
    rows = connection.execute(
        f'select a, b from (select *, true as there from one."{mart}") as a'
        f' full join (select *, true as there from other."{mart}") as b on {joined}'
        f" where {anything} order by all limit 1"
    ).fetchall()
    return "" if not rows else _told(*rows[0])


def _differs(name: str, kind: str) -> str:
    a, b = f'a."{name}"', f'b."{name}"'
    if kind == "DOUBLE":
        near = f"abs({a} - {b}) <= {RELATIVE} * greatest(abs({a}), abs({b}))"
    elif kind.startswith("DECIMAL"):
        near = f"abs({a} - {b}) <= {SMALLEST_DECIMAL}"
    else:
        return f"{a} is distinct from {b}"
    return f"({a} is distinct from {b} and not coalesce({near}, false))"


def _told(a: dict[str, Any] | None, b: dict[str, Any] | None) -> str:
    if not a or not a["there"] or not b or not b["there"]:
        return f"a row is in one alone: {a if a and a['there'] else b}"
    return f"{ {k: (a[k], b[k]) for k in a if a[k] != b[k]} } in {a}"
