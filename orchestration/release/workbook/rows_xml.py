"""SQL that writes rows as XML of a worksheet: DuckDB is several times faster here than a cell by cell loop.

Format: ECMA-376 part 1, 18.3.1 (`row`, `c`); texts are inline strings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import duckdb
from xlsxwriter.utility import xl_col_to_name

_MOST = 32_766
"""Characters of a cell in Excel, less one for the apostrophe."""
_SPECIAL = "'[&<>\\x00-\\x1F]|^[=+@-]|_x'"
"""What a text has that cannot be written as it is; most texts have nothing of it."""
_FORMULA = re.compile(r"[=+@\t\r-]")
_LOOKS_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(r"[\x01-\x08\x0B-\x1F]")
"""The control characters that XML does not allow, and the carriage return, which it would change."""
_DAYS_TO_1970 = 25_569
"""Excel counts days from 1899-12-30."""


@dataclass(frozen=True)
class Cells:
    """The cells of one column: SQL for the value, its DuckDB type, SQL for the number of the style."""

    value: str
    data_type: str
    style: str


def rows_query(columns: Sequence[Cells], relation: str, first_row: int, order: str) -> str:
    """A query that gives the XML of one row of `relation` per line, in the order `order`, from `first_row`.

    An empty value and an empty text have no cell. Each cell is one `concat`, and a constant style is part
    of its text: DuckDB plans a query longer than it writes the rows of most sheets.
    """
    shown, cells = [], []
    for at, column in enumerate(columns):
        value, style = f"v{at}", column.style.strip("'")
        shown.append(f"{_value(column)} as {value}")
        if not style.isdigit():
            shown.append(f"{column.style} as s{at}")
            style = f"', s{at}, '"
        cells.append(_cell(xl_col_to_name(at), value, style, column))
    return f"""
        with numbered as (
            select row_number() over (order by {order}) + {first_row - 1} as line, {", ".join(shown)}
            from {relation}
        )
        select concat('<row r="', line, '">', {", ".join(cells)}, '</row>') from numbered order by line
    """


def _value(column: Cells) -> str:
    if _is_text(column):
        return f"cell_text({column.value})"
    return _number(column.value, column.data_type)


def _is_text(column: Cells) -> bool:
    return column.data_type in ("varchar", "string")


def _cell(letter: str, value: str, style: str, column: Cells) -> str:
    """One cell, with a style in its text; null where the value is null, which `concat` leaves out."""
    start = f"""'<c r="{letter}', line, '" s="{style}"""
    if _is_text(column):
        kind, content = ' t="inlineStr"><is><t xml:space="preserve">', value
        end = "</t></is></c>"
    elif column.data_type == "boolean":
        kind, content, end = ' t="b"><v>', f"{value}::int", "</v></c>"
    else:
        kind, content, end = "><v>", value, "</v></c>"
    return f"""case when {value} is not null then concat({start}"{kind}', {content}, '{end}') end"""


def _number(value: str, data_type: str) -> str:
    if data_type == "date" or data_type.startswith("timestamp"):
        return f"(epoch({value}::timestamp) / 86400 + {_DAYS_TO_1970})"
    if data_type == "double":
        return f"case when isfinite({value}) then {value} end"
    return value


def create_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary function `cell_text`: a text as XML, with an apostrophe in front of a formula.

    The few texts that need escaping go through Python: as SQL in every column, planning took longer than
    writing the rows.
    """
    connection.create_function("escape_text", _escape, ["VARCHAR"], "VARCHAR")
    connection.execute(
        f"create temp macro cell_text(t) as case when regexp_matches(t, {_SPECIAL})"
        f" or length(t) > {_MOST} then escape_text(t) else nullif(t, '') end"
    )


def _escape(text: str) -> str:
    """`text` as the content of an XML element; control characters as Excel writes them (`_x001F_`).

    Text that looks like such a character is escaped, too.
    """
    safe = ("'" if _FORMULA.match(text) else "") + text[:_MOST]
    safe = escape(_LOOKS_ESCAPED.sub(r"_x005F_\1", safe))
    return _CONTROL.sub(lambda character: f"_x{ord(character[0]):04X}_", safe)
