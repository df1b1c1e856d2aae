"""Detect the format of a file of microdata: encoding, header, and positions of the columns.

The service provides CP949 without a header, with the columns in the order of the layout. Also accepted
are a header (columns are then found by name, in any order, also with others between them), a byte order
mark, UTF-8, blanks around values and numbers written as `12.0`. Every other format is refused with a
message that names it.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from orchestration.errors import ArrivalRefused
from orchestration.sources.mdis.layout import Layout, Microdata
from orchestration.sources.tables.csv_file import first_lines

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WHOLE = re.compile(r"([0-9]+)\.0+")


@dataclass(frozen=True)
class Form:
    """How a file is read. `columns` are the names of its columns in the order of the file."""

    layout: Layout
    encoding: str
    has_header: bool
    columns: tuple[str, ...]

    def position(self, column: str) -> str:
        """The name of `column` when the file is read: c0, c1 and so on."""
        return f"c{self.columns.index(column)}"


def form_of(microdata: Microdata, path: Path, where: str, source_id: str) -> Form:
    """The form of the file at `path`; raises `ArrivalRefused` when it has no declared layout."""
    lines = first_lines(path, 2)
    encoding = _encoding(lines, microdata.encoding, where)
    first, second = (_fields(line, encoding) for line in lines)
    named = {name for layout in microdata.layouts for name in layout.columns}
    has_header = bool(named & set(first))
    find_year = _year_by_name if has_header else _year_by_position
    for layout in microdata.layouts:
        columns = tuple(first) if has_header else layout.columns
        if find_year(layout, first, second) == str(layout.year):
            _check_header(layout, columns, where)
            return Form(layout, encoding, has_header, columns)
    declared = ", ".join(f"{x.year} ({len(x.columns)} columns)" for x in microdata.layouts)
    raise ArrivalRefused(
        f"{_describe(first, second, has_header)}; no declared layout matches: {declared}",
        where=where,
        remedy=f"download the columns of the layout, comma-separated, or add a layout to {source_id}.yml",
    )


def strip_value(value: str) -> str:
    """`value` without surrounding blanks, `12.0` as `12`."""
    value = value.strip()
    whole = _WHOLE.fullmatch(value)
    return whole[1] if whole else value


def _encoding(lines: list[bytes], declared: str, where: str) -> str:
    if lines[0].startswith(_UTF16):
        raise ArrivalRefused(
            "the file is UTF-16 (“Unicode text” of a spreadsheet)",
            where=where,
            remedy="save it as CSV UTF-8, or drop the file as it was downloaded",
        )
    if lines[0].startswith(_BOM):
        return "utf-8"
    for encoding in (declared, "utf-8") if b"".join(lines).isascii() else ("utf-8", declared):
        try:
            lines[0].decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise ArrivalRefused(
        f"the first line is neither UTF-8 nor {declared.upper()}",
        where=where,
        remedy="download it again",
    )


def _fields(line: bytes, encoding: str) -> list[str]:
    text = line.decode(encoding, errors="replace").removeprefix("\ufeff")
    return [strip_value(field) for field in next(csv.reader(io.StringIO(text)), [])]


def _year_by_name(layout: Layout, header: list[str], row: list[str]) -> str | None:
    if layout.year_column not in header:
        return None
    at = header.index(layout.year_column)
    return row[at] if at < len(row) else None


def _year_by_position(layout: Layout, row: list[str], _: list[str]) -> str | None:
    same = len(row) == len(layout.columns)
    return row[layout.columns.index(layout.year_column)] if same else None


def _check_header(layout: Layout, columns: tuple[str, ...], where: str) -> None:
    missing = [name for name in layout.read if name not in columns]
    if missing:
        raise ArrivalRefused(
            f"the header of {layout.year} does not have {', '.join(missing)}",
            where=where,
            remedy="choose these columns too when downloading",
        )
    twice = next((name for name in layout.read if columns.count(name) > 1), None)
    if twice:
        raise ArrivalRefused(
            f"the header has {twice} {columns.count(twice)} times",
            where=where,
            remedy="keep the column once",
        )


def _describe(first: list[str], second: list[str], has_header: bool) -> str:
    """Describe the first lines of the file, without a value of a row."""
    if has_header:
        return f"a header of {len(first)} columns; the first row of {len(second)} fields has no known year"
    text = ",".join(first)
    if text.lstrip().startswith("<"):
        return "an HTML or XML page instead of data"
    for mark, name in (("\t", "tabs"), (";", "semicolons"), ("|", "vertical bars")):
        if len(first) == 1 and text.count(mark) > 1:
            return f"the first line is separated by {name}, not by commas"
    if len(first) == 1 and text.isdigit():
        return "the first line has only digits (fixed width), not separated by commas"
    if first and first[0] and not first[0][:4].isdigit():
        return f"the first line has {len(first)} fields and neither a year nor known column names"
    return f"the first line has {len(first)} fields"
