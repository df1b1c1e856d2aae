"""A text file with a few bytes that no encoding explains, made readable without losing its rows.

Agencies publish files in which single rows hold a broken byte, mostly in a name or an address that is
never used. Such a row costs only the characters that cannot be read, and is listed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from orchestration.errors import ArrivalRefused
from orchestration.progress import note
from orchestration.sources.tables.csv_file import ENCODINGS, detected_encoding

MOST_BROKEN = 0.01
"""A larger share of lines with broken bytes (but always one line) is another encoding or a damaged file."""


@dataclass(frozen=True)
class ReadableText:
    """A file that decodes as `encoding`. `broken_lines` are the line numbers that had broken bytes.

    Where there are any, `path` is a copy with U+FFFD (UTF-8) in place of each broken byte; lines
    keep their numbers.
    """

    path: Path
    encoding: str
    broken_lines: tuple[int, ...] = ()

    def note_broken_lines(self, where: str) -> None:
        """Say in the summary and the log which lines had broken bytes, if any."""
        if self.broken_lines:
            lines = ", ".join(map(str, self.broken_lines[:5]))
            more = ", …" if len(self.broken_lines) > 5 else ""
            note(
                f"{where} line {lines}{more}: a byte cannot be read; the columns in use are counted"
            )


@contextmanager
def readable_text(path: Path, where: str) -> Iterator[ReadableText]:
    """The file as text, for the duration of the block.

    Raises `ArrivalRefused` where it is no text, or where more than `MOST_BROKEN` of its lines hold
    bytes that neither UTF-8 nor CP949 explains.
    """
    encoding = detected_encoding(path, where)
    if encoding is not None:
        yield ReadableText(path, encoding)
        return
    encoding, broken, lines = min(
        ((name, *_broken_lines(path, name)) for name in ENCODINGS), key=lambda found: len(found[1])
    )
    if len(broken) > max(1, MOST_BROKEN * lines):
        raise ArrivalRefused(
            f"neither UTF-8 nor CP949 throughout: {len(broken):,} of {lines:,} lines cannot be read",
            where=f"{where} line {broken[0]}",
            remedy="download it again, or save it as CSV UTF-8",
        )
    with tempfile.TemporaryDirectory(prefix="smartcity-") as folder:
        copy = Path(folder) / path.name
        with path.open("rb") as source, copy.open("wb") as target:
            for line in source:
                target.write(line.decode(encoding, "replace").encode("utf-8"))
        yield ReadableText(copy, "utf-8", tuple(broken))


def _broken_lines(path: Path, encoding: str) -> tuple[list[int], int]:
    """The numbers of the lines that do not decode, and how many lines there are."""
    broken, number = [], 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                broken.append(number)
    return broken, number
