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

DIGITS = (3, 6)
"""Digits to which estimates and their errors are rounded; the last one may differ as that of a decimal."""

MOST_ROUNDED_APART = 1e-4
"""How many of the values of a rounded column may differ by one unit, as a share; three always may."""


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
    compared = [(name, kind) for name, kind in columns if name not in key]
    units = {n: _unit(connection, mart, n) for n, kind in compared if kind == "DOUBLE"}
    sides = (
        f'(select *, true as there from one."{mart}") as a'
        f' full join (select *, true as there from other."{mart}") as b on {joined}'
    )
    for name, unit in units.items():
        if unit and (apart := _too_many_apart(connection, sides, name)):
            return apart
    differs = [_differs(name, kind, units.get(name, 0.0)) for name, kind in compared]
    anything = " or ".join(["a.there is null", "b.there is null", *differs])
    rows = connection.execute(
        f"select a, b from {sides} where {anything} order by all limit 1"
    ).fetchall()
    return "" if not rows else _told(*rows[0])


def _unit(connection: duckdb.DuckDBPyConnection, mart: str, name: str) -> float:
    """One unit in the last place of a column of rounded floats; 0 where it is whole or not rounded."""
    both = f'(select "{name}" as v from one."{mart}" union all select "{name}" from other."{mart}")'
    rounded = {
        digits: connection.execute(
            f"select coalesce(bool_and(v = round(v, {digits})), true) from {both}"
        ).fetchall()[0][0]
        for digits in (0, *DIGITS)
    }
    found = next((digits for digits, is_rounded in rounded.items() if is_rounded), 0)
    return 1.01 * 10.0**-found if found else 0.0


def _too_many_apart(connection: duckdb.DuckDBPyConnection, sides: str, name: str) -> str:
    """What to say where more values differ than lie between two rounded ones; empty where few do."""
    near = _differs(name, "DOUBLE", 0.0)
    ((apart, values),) = connection.execute(
        f'select count(*) filter ({near}), count(a."{name}") from {sides}'
    ).fetchall()
    most = max(3, MOST_ROUNDED_APART * values)
    return f"{apart} of {values} values of {name} differ" if apart > most else ""


def _differs(name: str, kind: str, unit: float) -> str:
    a, b = f'a."{name}"', f'b."{name}"'
    if kind == "DOUBLE":
        near = f"abs({a} - {b}) <= greatest({unit}, {RELATIVE} * greatest(abs({a}), abs({b})))"
    elif kind.startswith("DECIMAL"):
        near = f"abs({a} - {b}) <= {SMALLEST_DECIMAL}"
    else:
        return f"{a} is distinct from {b}"
    return f"({a} is distinct from {b} and not coalesce({near}, false))"


def _told(a: dict[str, Any] | None, b: dict[str, Any] | None) -> str:
    if not a or not a["there"] or not b or not b["there"]:
        return f"a row is in one alone: {a if a and a['there'] else b}"
    return f"{ {k: (a[k], b[k]) for k in a if a[k] != b[k]} } in {a}"
