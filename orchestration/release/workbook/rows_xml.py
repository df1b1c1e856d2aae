"""SQL that writes rows as XML of a worksheet: DuckDB is several times faster here than a cell by cell loop.

Format: ECMA-376 part 1, 18.3.1 (`row`, `c`); texts are inline strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
from xlsxwriter.utility import xl_col_to_name

from orchestration.storage.sql import quote_text

_MOST = 32_766
"""Characters of a cell in Excel, less one for the apostrophe."""
_FORMULA = "'^[=+@\\t\\r-]'"
_SPECIAL = "'[&<>\\x00-\\x1F]|^[=+@-]|_x'"
"""What a text has that cannot be written as it is; most texts have nothing of it."""
_CONTROL = [code for code in range(1, 32) if chr(code) not in "\t\n"]
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

    An empty value has no cell.
    """
    aliases = [f"v{position}" for position in range(len(columns))]
    values = ", ".join(f"{c.value} as {a}" for c, a in zip(columns, aliases, strict=True))
    styles = ", ".join(f"{c.style} as s{position}" for position, c in enumerate(columns))
    cells = " || ".join(
        _cell(xl_col_to_name(position), alias, f"s{position}", column.data_type)
        for position, (alias, column) in enumerate(zip(aliases, columns, strict=True))
    )
    return f"""
        with numbered as (
            select row_number() over (order by {order}) + {first_row - 1} as line, {values}, {styles}
            from {relation}
        )
        select '<row r="' || line || '">' || {cells} || '</row>' from numbered order by line
    """


def _cell(letter: str, value: str, style: str, data_type: str) -> str:
    start = f"""'<c r="{letter}' || line || '" s="' || {style}"""
    if data_type in ("varchar", "string"):
        text = (
            f"""{start} || '" t="inlineStr"><is><t xml:space="preserve">' || cell_text({value})"""
        )
        return f"coalesce({text} || '</t></is></c>', '')"
    if data_type == "boolean":
        return f"""coalesce({start} || '" t="b"><v>' || {value}::int || '</v></c>', '')"""
    return f"""coalesce({start} || '"><v>' || {_number(value, data_type)} || '</v></c>', '')"""


def _number(value: str, data_type: str) -> str:
    if data_type == "date" or data_type.startswith("timestamp"):
        return f"(epoch({value}::timestamp) / 86400 + {_DAYS_TO_1970})"
    if data_type == "double":
        return f"case when isfinite({value}) then {value} end"
    return value


def create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary macro `cell_text`: a text as XML, with an apostrophe in front of a formula.

    Control characters, which XML does not allow, are written as Excel does (`_x001F_`), and so is text
    that looks like that.
    """
    safe = f"case when regexp_matches(t, {_FORMULA}) then chr(39) else '' end || left(t, {_MOST})"
    text = f"regexp_replace({safe}, '_(x[0-9A-Fa-f]{{4}}_)', '_x005F_\\1', 'g')"
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = f"replace({text}, {quote_text(character)}, {quote_text(entity)})"
    escaped = "t"
    for code in _CONTROL:
        escaped = f"replace({escaped}, chr({code}), '_x{code:04X}_')"
    connection.execute(f"create temp macro escaped_controls(t) as {escaped}")
    connection.execute(f"create temp macro escaped(t) as {text}")
    connection.execute(
        f"create temp macro cell_text(t) as case when not regexp_matches(t, {_SPECIAL})"
        f" and length(t) <= {_MOST} then t else escaped_controls(escaped(t)) end"
    )
