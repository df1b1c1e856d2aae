"""The body of a linkage table: for each row its place in the special classification and its link.

A blank repeats the level above it as long as no higher level changes. Notes, sums and repeated headers are
not rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.sources.taxonomy.linkage.codes import looks_like_code
from orchestration.sources.taxonomy.linkage.grid import Grid, Line
from orchestration.sources.taxonomy.linkage.header import Header, Ksic, Level, is_header

_NOTE = re.compile(r"^(?:주|※|\*|＊|자료|출처|비고|참고|[0-9]\)|[①-⑳]|-\s)")
_SUM = re.compile(r"^(?:합계|총계|소계|계|전체)(?:\s|$|\()")


@dataclass(frozen=True)
class Step:
    """One level of a place: the agency's own code ("" where it has none) and names."""

    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True)
class Link:
    """A row: its number, its place from the top down, and the cells of the link."""

    number: int
    place: tuple[Step, ...]
    code: str
    name: str
    remark: str


@dataclass(frozen=True)
class Body:
    """The rows of a table and the notes below it."""

    links: tuple[Link, ...]
    notes: tuple[str, ...]


def read_body(grid: Grid, header: Header, link: Ksic) -> Body:
    """The rows and notes below the header, with the columns of one KSIC revision."""
    lines = grid.lines[header.first_row :]
    coded = [n for n, line in enumerate(lines) if _cell(line, link.code)]
    end = coded[-1] + 1 if coded else 0
    links, notes = [], []
    places = _Levels(header.levels) if header.levels else _Own(header.own, lines, link)
    for index, line in enumerate(lines):
        if is_header(line, header):
            continue
        if _is_note(line, link, is_last=index >= end):
            notes.append(" ".join(line.texts))
            continue
        place = places.read(line)
        cells = (_cell(line, column) for column in (link.code, link.name, link.remark))
        links.append(Link(line.number, place, *cells))
    return Body(tuple(links), tuple(notes))


def _is_note(line: Line, link: Ksic, *, is_last: bool) -> bool:
    texts = line.texts
    if _SUM.match(texts[0]):
        return True
    code = _cell(line, link.code)
    if code and (looks_like_code(code) or len(texts) > 1):
        return False
    return bool(_NOTE.match(texts[0])) or (is_last and len(texts) == 1)


class _Levels:
    """Places of a table with columns for each level."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self._levels = levels
        self._last: list[Step | None] = [None] * len(levels)

    def read(self, line: Line) -> tuple[Step, ...]:
        """The place of a row; blanks repeat the row before."""
        has_changed = False
        for depth, level in enumerate(self._levels):
            step = _step(line, level)
            if step is not None:
                has_changed = has_changed or step != self._last[depth]
                self._last[depth] = step
            elif has_changed:
                self._last[depth] = None
        return tuple(_distinct(step for step in self._last if step is not None))


class _Own:
    """Places of a table with one code column for all levels: a code is below the codes it begins with."""

    def __init__(self, own: Level, lines: Sequence[Line], link: Ksic) -> None:
        self._own = own
        steps = [_step(line, own) for line in lines if not _is_note(line, link, is_last=False)]
        self._steps = {step.code: step for step in reversed(steps) if step and step.code}
        self._last: Step | None = None

    def read(self, line: Line) -> tuple[Step, ...]:
        """The place of a row; a blank repeats the row before."""
        step = _step(line, self._own) or self._last
        self._last = step
        if step is None:
            return ()
        above = [
            self._steps[step.code[:length]]
            for length in range(1, len(step.code))
            if step.code[:length] in self._steps
        ]
        return (*above, self._steps.get(step.code, step))


def _distinct(steps: Iterator[Step]) -> Iterator[Step]:
    """The steps without those that repeat the one above, as merged cells over two levels do."""
    last = None
    for step in steps:
        if step != last:
            yield step
        last = step


def _step(line: Line, level: Level) -> Step | None:
    """The level of a row; one cell may have code and name (`1 기반산업`). None where it is blank."""
    code, name = _cell(line, level.code), _cell(line, level.name)
    if level.code is None:
        match = re.match(r"^\(?([A-Z]?[0-9]+(?:[.\-][0-9]+)*|[A-Z])[).\s]+(?=\S)", name)
        if match:
            code, name = match[1], name[match.end() :].strip()
    elif level.name is None:
        match = re.match(r"^([A-Z]?[0-9.\-]+|[A-Z])[.\s]+(\D.*)$", code)
        if match:
            code, name = match[1].rstrip("."), match[2].strip()
    return Step(code.strip("."), name, _cell(line, level.name_en)) if code or name else None


def _cell(line: Line, column: int | None) -> str:
    return "" if column is None else line.at(column)
