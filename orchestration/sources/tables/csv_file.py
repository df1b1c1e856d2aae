"""Delimited files as agencies publish them: UTF-8 or CP949, read as text by pyarrow.

No value of a row ever stands in an error: rows can describe a person or a company.
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
"""Characters of a line. The longest line of a file that we know has some hundred."""


ENCODINGS = ("utf-8", "cp949")


def encoding_of(path: Path, where: str) -> str:
    """`utf-8` or `cp949`, whichever decodes the whole file (UTF-8 first); else `ArrivalRefused`."""
    encoding = detected_encoding(path, where)
    if encoding is None:
        raise ArrivalRefused(
            "neither UTF-8 nor CP949 throughout",
            where=where,
            remedy="download it again, or save it as CSV UTF-8",
        )
    return encoding


def detected_encoding(path: Path, where: str) -> str | None:
    """As `encoding_of`, but None where neither decodes. Raises `ArrivalRefused` for what is no text."""
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
    """Whether every byte is ASCII: the same text in CP949 and in UTF-8, which is read twice as fast."""
    with path.open("rb") as file:
        return all(chunk.isascii() for chunk in iter(lambda: file.read(_BLOCK), b""))


def first_record(path: Path, encoding: str, where: str) -> list[str]:
    """The fields of the first line, without a byte order mark and blanks around them."""
    with path.open("rb") as file:
        fields = _fields(file.readline(LONGEST_LINE + 1), encoding, f"{where} line 1")
    return [field.strip() for field in fields]


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
        remedy="download the file again; its line ends are lost",
    )


def _open_quote(where: str) -> ArrivalRefused:
    return ArrivalRefused(
        "a quote is opened and never closed, or is inside a field",
        where=where,
        remedy="close the quote, or double it inside a text",
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

    They are text, or doubles where listed in `numbers` (null where the file has one of `no_number`).
    Row i of the table is line i + 2 of the file. Raises `NotNumbers` when a number is none.
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
        raise ArrivalRefused("holds no rows", where=where, remedy="download it again")
    return table.rename_columns(list(wanted))


class NotNumbers(Exception):
    """A column of numbers that holds something else. What it holds is not told."""


def options(
    encoding: str,
    columns: Sequence[str],
    wanted: Sequence[str],
    *,
    skip: int = 0,
    numbers: Collection[str] = (),
    no_number: Sequence[str] = (),
) -> tuple[pacsv.ReadOptions, pacsv.ParseOptions, pacsv.ConvertOptions]:
    """pyarrow's options to read `wanted` of `columns`, nothing guessed."""
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
    """The refusal of a file that could not be split into `width` columns: the line, how many."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        reader = csv.reader(_lines(file, where), strict=True)
        line = 1
        try:
            for record in reader:
                if record and len(record) != width:
                    return ArrivalRefused(
                        f"{len(record)} fields where {width} are declared",
                        where=f"{where} line {line}",
                        remedy="download the file again; it may be truncated",
                    )
                line = reader.line_num + 1
        except csv.Error:
            return _open_quote(f"{where} line {line}")
        except ArrivalRefused as error:
            return error
    return ArrivalRefused("not CSV throughout", where=where, remedy="download the file again")


def _lines(file: TextIO, where: str) -> Iterator[str]:
    """The lines of a file; one that is too long is never in memory whole."""
    for number in count(1):
        line = file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise _too_long(f"{where} line {number}")
        if not line:
            return
        yield line


def width_of(path: Path, encoding: str, where: str) -> int:
    """How many fields the rows have: some files have more of them than headers."""
    with path.open("rb") as file:
        lines = [file.readline(LONGEST_LINE + 1) for _ in range(2)]
    return max(
        len(_fields(line, encoding, f"{where} line {number}"))
        for number, line in enumerate(lines, start=1)
    )
