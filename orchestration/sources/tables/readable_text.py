"""Read text files in which a few bytes are invalid, without losing rows.

Agencies publish files in which single rows have an invalid byte, mostly in a name or an address that is
never used. Only the characters that cannot be read are lost, and the row is listed.
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
"""Lines with invalid bytes at most, as a share; one line is always accepted."""


@dataclass(frozen=True)
class ReadableText:
    """A file that decodes as `encoding`. `broken_lines` are the numbers of lines with invalid bytes.

    If there are any, `path` is a copy in UTF-8 with U+FFFD for each invalid byte and the same lines.
    """

    path: Path
    encoding: str
    broken_lines: tuple[int, ...] = ()

    def note_broken_lines(self, where: str) -> None:
        """Note in the summary and the log which lines have invalid bytes, if any."""
        if self.broken_lines:
            lines = ", ".join(map(str, self.broken_lines[:5]))
            more = ", …" if len(self.broken_lines) > 5 else ""
            note(
                f"{where} line {lines}{more}: a byte cannot be read; the columns in use are counted"
            )


@contextmanager
def readable_text(path: Path, where: str) -> Iterator[ReadableText]:
    """The file as text, for the duration of the block.

    Raises `ArrivalRefused` if it is not text, or if more than `MOST_BROKEN` of its lines have bytes
    that are valid neither in UTF-8 nor in CP949.
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
            f"neither UTF-8 nor CP949: {len(broken):,} of {lines:,} lines cannot be read",
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
    """The numbers of the lines that do not decode, and the number of lines."""
    broken, number = [], 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                broken.append(number)
    return broken, number
