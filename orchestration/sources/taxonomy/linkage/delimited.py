"""Read a delimited file that Excel saved: UTF-8 with or without byte order mark, CP949 or UTF-16.

The delimiter is a comma, a tab or a semicolon: the one that splits most rows into columns.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from orchestration.errors import ArrivalRefused
from orchestration.sources.tables.csv_file import encoding_of
from orchestration.sources.taxonomy.linkage.grid import Grid, Line, tidy

_DELIMITERS = ",\t;"
_MOST_BYTES = 8 << 20


def read_delimited(path: Path, where: str) -> Grid:
    """The rows of the file, each with the line on which it begins; raises `ArrivalRefused`."""
    if path.stat().st_size > _MOST_BYTES:
        raise ArrivalRefused(
            f"larger than {_MOST_BYTES >> 20} MiB", where=where, remedy="keep only the table"
        )
    text = _text(path, where)
    if text.startswith("sep=") and text[4:5] in _DELIMITERS:  # Excel writes it for other countries
        text = text.partition("\n")[2]
        offset = 1
    else:
        offset = 0
    tables = [_split(text, delimiter, offset, where) for delimiter in _DELIMITERS]
    best = max(tables, key=lambda lines: sum(len(line.texts) > 2 for line in lines))
    return Grid(path.name, "line", tuple(best))


def _text(path: Path, where: str) -> str:
    content = path.read_bytes()
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        return content.decode(encoding_of(path, where)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise ArrivalRefused(
            "neither UTF-8, CP949 nor UTF-16", where=where, remedy="save it as CSV UTF-8"
        ) from None


def _split(text: str, delimiter: str, offset: int, where: str) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[Line] = []
    number = 1 + offset
    try:
        for values in reader:
            cells = tuple(tidy(value) for value in values)
            if any(cells):
                lines.append(Line(number, cells))
            number = reader.line_num + 1 + offset
    except csv.Error as error:
        raise ArrivalRefused(
            f"not CSV: {error}", where=f"{where} line {number}", remedy="correct the file"
        ) from None
    return lines
