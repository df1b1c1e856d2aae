"""Read delimited files of agencies: UTF-8 or CP949, as text, with pyarrow.

No error has a value of a row: rows can describe a person or a company.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TextIO

import pyarrow as pa
import pyarrow.csv as pacsv

from orchestration.errors import ArrivalRefused

_BLOCK = 1 << 22
LONGEST_LINE = 1 << 20
"""Bytes of a line at most. The lines of known files have some hundred."""
ENCODINGS = ("utf-8", "cp949")


def encoding_of(path: Path, where: str) -> str:
    """`utf-8` or `cp949`, the first that decodes the whole file; raises `ArrivalRefused` if none does."""
    encoding = detected_encoding(path, where)
    if encoding is None:
        raise ArrivalRefused(
            "neither UTF-8 nor CP949 in all lines",
            where=where,
            remedy="download it again, or save it as CSV UTF-8",
        )
    return encoding


def detected_encoding(path: Path, where: str) -> str | None:
    """As `encoding_of`, but None if neither decodes. Raises `ArrivalRefused` if the file is not text."""
    with path.open("rb") as file:
        head = file.read(512)
    if not head.strip():
        raise ArrivalRefused("the file is empty", where=where, remedy="download it again")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise ArrivalRefused(
            "an HTML or XML page instead of a CSV file", where=where, remedy="download it again"
        )
    if b"\0" in head:
        raise ArrivalRefused("not a text file", where=where, remedy="save it as CSV")
    return next((encoding for encoding in ENCODINGS if _decodes(path, encoding)), None)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_BLOCK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def is_ascii(path: Path) -> bool:
    """Whether every byte is ASCII. Such a file is the same text in UTF-8, which is read twice as fast."""
    with path.open("rb") as file:
        return all(chunk.isascii() for chunk in iter(lambda: file.read(_BLOCK), b""))


def first_record(path: Path, encoding: str, where: str) -> list[str]:
    """The fields of the first line, without byte order mark and surrounding blanks."""
    fields = _fields(first_lines(path, 1)[0], encoding, f"{where} line 1")
    return [field.strip() for field in fields]


def first_lines(path: Path, count: int) -> list[bytes]:
    """The first `count` lines; a longer line than `LONGEST_LINE` is cut one byte after it."""
    with path.open("rb") as file:
        return [file.readline(LONGEST_LINE + 1) for _ in range(count)]


def _fields(line: bytes, encoding: str, where: str) -> list[str]:
    """The fields of one line of a file."""
    if len(line) > LONGEST_LINE:
        raise _too_long(where)
    try:
        text = line.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise ArrivalRefused(
            f"not {encoding.upper()}", where=where, remedy="download it again"
        ) from None
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        raise _open_quote(where) from None


def _too_long(where: str) -> ArrivalRefused:
    return ArrivalRefused(
        f"a line longer than {LONGEST_LINE:,} characters",
        where=where,
        remedy="download the file again; its line breaks are lost",
    )


def _open_quote(where: str) -> ArrivalRefused:
    return ArrivalRefused(
        "an opening quote without a closing one, or a quote inside a field",
        where=where,
        remedy="close the quote; double a quote inside a text",
    )


def read_table(
    path: Path,
    encoding: str,
    wanted: Mapping[str, int],
    width: int,
    where: str,
    *,
    numbers: Collection[str] = (),
    no_number: Sequence[str] = (),
) -> pa.Table:
    """The wanted columns (name -> position) of a file with a header and `width` columns.

    They are text, or doubles if listed in `numbers` (null where the file has one of `no_number`). Blank
    lines are skipped. Raises `NotNumbers` for a value in `numbers` that is not a number, and
    `ArrivalRefused` for a file that is not such a table.
    """
    columns = [f"c{i}" for i in range(width)]
    doubles = [f"c{wanted[name]}" for name in numbers]
    try:
        table = pacsv.read_csv(
            path,
            *options(
                encoding,
                columns,
                [f"c{i}" for i in wanted.values()],
                skip=1,
                numbers=doubles,
                no_number=no_number,
            ),
        )
    except (pa.ArrowException, UnicodeDecodeError) as error:
        if "conversion error" in str(error):
            raise NotNumbers from None
        raise broken_row(path, encoding, width, where) from None
    if not table.num_rows:
        raise ArrivalRefused("the file has no rows", where=where, remedy="download it again")
    return table.rename_columns(list(wanted))


class NotNumbers(Exception):
    """A column of numbers has another value, which the error does not show."""


def options(
    encoding: str,
    columns: Sequence[str],
    wanted: Sequence[str],
    *,
    skip: int = 0,
    numbers: Collection[str] = (),
    no_number: Sequence[str] = (),
) -> tuple[pacsv.ReadOptions, pacsv.ParseOptions, pacsv.ConvertOptions]:
    """Options of pyarrow that read the columns `wanted` of `columns` without guessing types."""
    types = {name: pa.float64() if name in numbers else pa.string() for name in wanted}
    return (
        pacsv.ReadOptions(
            column_names=list(columns), encoding=encoding, skip_rows=skip, block_size=_BLOCK
        ),
        pacsv.ParseOptions(),
        pacsv.ConvertOptions(
            column_types=types,
            include_columns=list(wanted),
            null_values=list(no_number),
            strings_can_be_null=False,
        ),
    )


def broken_row(path: Path, encoding: str, width: int, where: str) -> ArrivalRefused:
    """The refusal of a file that cannot be split into `width` columns: the first wrong line."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        reader = csv.reader(_lines(file, where), strict=True)
        line = 1
        try:
            for record in reader:
                if record and len(record) != width:
                    return ArrivalRefused(
                        f"{len(record)} fields instead of {width}",
                        where=f"{where} line {line}",
                        remedy="download the file again; it may be truncated",
                    )
                line = reader.line_num + 1
        except csv.Error:
            return _open_quote(f"{where} line {line}")
        except ArrivalRefused as error:
            return error
    return ArrivalRefused(
        "not a CSV file in all lines", where=where, remedy="download the file again"
    )


def _lines(file: TextIO, where: str) -> Iterator[str]:
    """The lines of a file; a line that is too long is not read completely."""
    for number in count(1):
        line = file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise _too_long(f"{where} line {number}")
        if not line:
            return
        yield line


def width_of(path: Path, encoding: str, where: str) -> int:
    """The number of fields of a row: some files have more fields than headers."""
    return max(
        len(_fields(line, encoding, f"{where} line {number}"))
        for number, line in enumerate(first_lines(path, 2), start=1)
    )


def line_numbers(path: Path, encoding: str, rows: int) -> pa.Array:
    """The line on which each of the `rows` records after the header begins; the header is line 1."""
    with path.open("rb") as file:
        lines = [number for number, line in enumerate(file, start=1) if line.strip(b"\r\n")]
    if len(lines) != rows + 1:
        lines = _record_lines(path, encoding)
    if len(lines) != rows + 1:
        raise ValueError(f"{len(lines)} records instead of {rows + 1}")
    return pa.array(lines[1:], pa.int64())


def _record_lines(path: Path, encoding: str) -> list[int]:
    """The line on which each record begins, in a file with texts of several lines."""
    lines, start = [], 1
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file)
        for record in reader:
            if record:
                lines.append(start)
            start = reader.line_num + 1
    return lines
