"""Number formats of cells, by name and type of a column or by the unit of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COUNT, YEAR, PERCENT, INDEX, AMOUNT, TEXT, DATE, TIME = (
    "#,##0",
    "0",
    "0.0%",
    "0.000",
    "#,##0.0##",
    "@",
    "yyyy-mm-dd",
    "yyyy-mm-dd hh:mm",
)
_INTEGERS = ("bigint", "integer", "hugeint", "smallint")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INDEX_WORDS = ("quotient", "hhi", "krugman", "score", "ratio", "effective")
_COUNT_WORDS = (
    *("estimate", "complement_value", "change", "national", "mix", "regional"),
    *("homothetic", "competitive", "allocation"),
)
_SHARE_WORDS = ("share", "coverage", "relative")

_MIXED_UNITS = (
    *("value", "value_upper", "published_value", "published_value_upper"),
    *("computed_value", "computed_low", "computed_high", "difference"),
    *("census_low", "census_high", "census_difference", "joint_low", "joint_high"),
    *("baseline_value", "interim_value", "target_value"),
)
"""Columns whose unit is in the column `unit` of the same row."""
_UNIT_FORMATS = {"percent": '#,##0.0"%"', "percentage_points": '#,##0.0"%p"', "years": "#,##0.0"}


def number_format(column: Mapping[str, Any]) -> str:
    """The number format of a column's cells, from its name and type."""
    name, kind = str(column["name"]), str(column["data_type"])
    if kind in _INTEGERS:
        return YEAR if "year" in name or name in ("decimals", "level", "position") else COUNT
    if kind == "date":
        return DATE
    if kind.startswith("timestamp"):
        return TIME
    if kind == "double" or kind.startswith("decimal"):
        return _format_of_fraction(name)
    return TEXT


def _format_of_fraction(name: str) -> str:
    for number, words in (
        (PERCENT, _SHARE_WORDS),
        (INDEX, _INDEX_WORDS),
        (COUNT, _COUNT_WORDS),
    ):
        if any(word in name for word in words):
            return number
    return AMOUNT


def has_unit_of_row(model: Mapping[str, Any], name: str) -> bool:
    """Whether the unit of this column is in the column `unit` of the row."""
    return "unit" in model["columns"] and name in _MIXED_UNITS


def unit_format(unit: str) -> str:
    """The number format of a value in this unit."""
    return _UNIT_FORMATS.get(unit, "#,##0.###")


def safe_text(value: str) -> str:
    """`value`, with an apostrophe in front if a spreadsheet would read it as a formula."""
    return "'" + value if value.startswith(_FORMULA) else value
