"""Number formats of cells, and texts that a spreadsheet must not read as formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COUNT, YEAR, PERCENT, INDEX, AMOUNT, TEXT, TIME = (
    "#,##0",
    "0",
    "0.0%",
    "0.000",
    "#,##0.0##",
    "@",
    "yyyy-mm-dd hh:mm",
)
_INTEGERS = ("bigint", "integer", "hugeint", "smallint")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def number_format(column: Mapping[str, Any]) -> str:
    """The number format of a column's cells, from its name and type."""
    name, kind = str(column["name"]), str(column["data_type"])
    if kind in _INTEGERS:
        return YEAR if "year" in name or name in ("decimals", "level", "position") else COUNT
    if kind.startswith("decimal"):
        return AMOUNT
    if kind == "double":
        if "share" in name:
            return PERCENT
        return INDEX if _is_index(name) else AMOUNT
    return TIME if kind.startswith("timestamp") else TEXT


def _is_index(name: str) -> bool:
    return any(word in name for word in ("quotient", "hhi", "krugman", "score", "ratio"))


def safe_text(value: str) -> str:
    """`value`, with an apostrophe in front if a spreadsheet would read it as a formula."""
    return "'" + value if value.startswith(_FORMULA) else value
