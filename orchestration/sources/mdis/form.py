"""The form of a file of microdata: encoding, header, where each column is.

The service gives CP949 without a header, columns in the order of the layout. A file may also have a
header (columns are then found by name, in any order, with others between them), a byte order mark or
UTF-8, blanks around values and numbers written `12.0`: all of this says the same exactly. Anything else
is refused by what it is.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from orchestration.errors import ArrivalRefused
from orchestration.sources.mdis.layout import Layout, Microdata

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_LINE = 1 << 20
_WHOLE = re.compile(r"([0-9]+)\.0+")


@dataclass(frozen=True)
class Form:
    """How a file is read: its layout, encoding, whether a header comes first, and where each column is."""

    layout: Layout
    encoding: str
    has_header: bool
    columns: tuple[str, ...]

    def position(self, column: str) -> str:
        """The name that we read `column` under: c0, c1, …"""
        return f"c{self.columns.index(column)}"


def form_of(microdata: Microdata, path: Path, where: str, source_id: str) -> Form:
    """The form of the file at `path`; raises `ArrivalRefused` when it has no declared layout."""
    with path.open("rb") as file:
        lines = [file.readline(_LONGEST_LINE) for _ in range(2)]
    encoding = _encoding(lines, microdata.encoding, where)
    first, second = (_fields(line, encoding) for line in lines)
    named = {name for layout in microdata.layouts for name in layout.columns}
    has_header = bool(named & set(first))
    year_of = _years_by_name if has_header else _years_by_place
    for layout in microdata.layouts:
        columns = tuple(first) if has_header else layout.columns
        if year_of(layout, first, second) == str(layout.year):
            _check_header(layout, columns, where)
            return Form(layout, encoding, has_header, columns)
    declared = ", ".join(f"{x.year} ({len(x.columns)} columns)" for x in microdata.layouts)
    raise ArrivalRefused(
        f"{_seen(first, second, has_header)}; it fits no declared layout: {declared}",
        where=where,
        remedy=f"download the columns of the layout, comma-separated, or declare it in {source_id}.yml",
    )


def plain(value: str) -> str:
    """A value without blanks around it, `12.0` as `12`."""
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
    return [plain(field) for field in next(csv.reader(io.StringIO(text)), [])]


def _years_by_name(layout: Layout, header: list[str], row: list[str]) -> str | None:
    if layout.year_column not in header:
        return None
    at = header.index(layout.year_column)
    return row[at] if at < len(row) else None


def _years_by_place(layout: Layout, row: list[str], _: list[str]) -> str | None:
    same = len(row) == len(layout.columns)
    return row[layout.columns.index(layout.year_column)] if same else None


def _check_header(layout: Layout, columns: tuple[str, ...], where: str) -> None:
    missing = [name for name in layout.read if name not in columns]
    if missing:
        raise ArrivalRefused(
            f"the header of {layout.year} lacks {', '.join(missing)}",
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


def _seen(first: list[str], second: list[str], has_header: bool) -> str:
    """What the beginning of the file looks like, without a value of a row."""
    if has_header:
        return f"a header of {len(first)} columns and first row of {len(second)} fields of no known year"
    text = ",".join(first)
    if text.lstrip().startswith("<"):
        return "an HTML or XML page instead of a file"
    for mark, name in (("\t", "tabs"), (";", "semicolons"), ("|", "bars")):
        if len(first) == 1 and text.count(mark) > 1:
            return f"the first line is separated by {name}, not by commas"
    if len(first) == 1 and text.isdigit():
        return "the first line is one run of digits (fixed width), not separated by commas"
    if first and first[0] and not first[0][:4].isdigit():
        return f"the first line has {len(first)} fields and neither a year nor known column names"
    return f"the first line has {len(first)} fields"
