"""Find the header of a linkage table, and what each of its columns is.

The header has one to four rows: the levels of the special classification (대분류 …) or its code and name,
then the KSIC code and name, often `한국표준산업분류(제10차)` above `코드` and `분류명`, and a remark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.sources.taxonomy.linkage.codes import looks_like_code
from orchestration.sources.taxonomy.linkage.grid import Grid, Line

LEVELS = ("대분류", "중분류", "소분류", "세분류", "세세분류")
_WITHIN = 40
_MOST_ROWS = 4
_LEVEL = re.compile(r"(세세|대|중|소|세)(?:분류)?(?=$|[^가-힣]|코드|명|분류|항목|영문|국문)")
_KSIC = re.compile(r"표준산업분류|KSIC", re.IGNORECASE)
_REVISION = re.compile(
    r"(?:제|KSIC\D{0,8}|REV\D{0,3}|\(|_|^|분류)\s*(9|10|11)(?:차|\)|$|\b)", re.IGNORECASE
)
_REMARK = re.compile(
    r"비고|일부|포함여부|포함범위|적용범위|연계구분|연계유형|구분|REMARK|NOTE", re.IGNORECASE
)
_CODE = re.compile(r"코드|번호|CODE", re.IGNORECASE)
_NAME = re.compile(r"분류명|항목명|산업명|업종명|명칭|명$|국문|내용|NAME", re.IGNORECASE)
_ENGLISH = re.compile(r"영문|영어|ENGLISH|\bENG\b", re.IGNORECASE)
_LABELS = (_LEVEL, _KSIC, _REMARK, _CODE, _NAME, _ENGLISH)
_LONGEST_LABEL = 30
_SERIAL = re.compile(r"^(연번|순번|번호|NO\.?|일련번호)$", re.IGNORECASE)


@dataclass
class Level:
    """The columns of one level: code, Korean and English name; None where there is none."""

    code: int | None = None
    name: int | None = None
    name_en: int | None = None


@dataclass
class Ksic:
    """The columns of the link to one KSIC revision ("" where the header does not say which)."""

    revision: str
    code: int | None = None
    name: int | None = None
    remark: int | None = None


@dataclass
class Header:
    """The columns of a table. `levels` are from the top down.

    `own` are the columns of a table with one code column for all levels; then `levels` is empty.
    """

    first_row: int
    labels: tuple[str, ...]
    levels: list[Level] = field(default_factory=list)
    own: Level = field(default_factory=Level)
    links: list[Ksic] = field(default_factory=list)

    def link_of(self, revision: str) -> Ksic:
        """The link of a revision, or the only one of a header that does not say it."""
        return next((one for one in self.links if one.revision == revision), self.links[0])


def find_header(grid: Grid) -> Header | None:
    """The first header of the grid; None if it has none."""
    for start in range(min(len(grid.lines), _WITHIN)):
        if not any(_KSIC.search(_squeezed(text)) for text in grid.lines[start].texts):
            continue
        rows = 1
        while rows < _MOST_ROWS and _is_label_row(grid.lines[start + rows : start + rows + 1]):
            rows += 1
        header = _read(grid, start, rows)
        if header is not None:
            return header
    return None


def is_header(line: Line, header: Header) -> bool:
    """Whether the row repeats a row of the header, as each printed page does."""
    texts = [cell for cell in line.cells if cell]
    labels = " ".join(header.labels)
    return len(texts) > 1 and all(text in labels for text in texts)


def _is_label_row(lines: Sequence[Line]) -> bool:
    """Whether a row below the first of a header belongs to it: each of its texts is a label."""
    return all(
        len(text) <= _LONGEST_LABEL and any(form.search(_squeezed(text)) for form in _LABELS)
        for line in lines
        for text in line.texts
    ) and bool(lines)


def _read(grid: Grid, start: int, rows: int) -> Header | None:
    """The header of `rows` rows from `start`; None if these rows are none."""
    block = grid.lines[start : start + rows]
    if any(looks_like_code(cell) for line in block for cell in line.cells):
        return None
    labels = _labels(block, grid.width)
    header = Header(start + rows, tuple(labels))
    for column, label in enumerate(labels):
        _place(header, column, label)
    header.links = [link for link in header.links if link.code is not None]
    header.levels = [level for level in header.levels if (level.code, level.name) != (None, None)]
    has_own = header.own.code is not None or header.own.name is not None
    return header if header.links and (header.levels or has_own) else None


def _labels(block: Sequence[Line], width: int) -> list[str]:
    """The text of each column from the top down. A blank repeats the text to its left in the upper rows.

    Merged cells are filled already; a CSV has blanks instead.
    """
    filled = []
    for depth, line in enumerate(block):
        cells, last = [], ""
        for column in range(width):
            text = line.at(column)
            below = any(other.at(column) for other in block[depth + 1 :])
            above = any(other.at(column) for other in block[:depth])
            if text:
                last = text
            cells.append(text or (last if below and not above else ""))
        filled.append(cells)
    return [" ".join(dict.fromkeys(cells[c] for cells in filled if cells[c])) for c in range(width)]


def _place(header: Header, column: int, label: str) -> None:
    """Give the column its place in the header by its label."""
    text = _squeezed(label)
    level = _LEVEL.search(_KSIC.sub("", text))
    revision = _REVISION.search(text)
    if not text or _SERIAL.match(text):
        return
    if _KSIC.search(text) or (level and revision):
        _place_link(header, column, label, revision[1] if revision else "")
    elif level:
        while len(header.levels) <= (index := LEVELS.index(f"{level[1]}분류")):
            header.levels.append(Level())
        _set(header.levels[index], column, label)
    elif _REMARK.search(text) and not _NAME.search(text):
        for link in header.links:
            link.remark = column if link.remark is None else link.remark
    elif _CODE.search(text) or _NAME.search(text) or "분류" in text:
        _set(header.own, column, label)


def _place_link(header: Header, column: int, label: str, revision: str) -> None:
    link = next((one for one in header.links if one.revision == revision), None)
    if link is None and header.links and not revision:
        link = header.links[-1]  # 한국표준산업분류(10차) 코드, 한국표준산업분류명
    if link is None:
        link = Ksic(revision)
        header.links.append(link)
    text = _squeezed(label)
    own = _squeezed(label.split(" ")[-1])
    if _REMARK.search(own) and not _CODE.search(own) and not _NAME.search(own):
        link.remark = column
    elif _CODE.search(text) and link.code is None:
        link.code = column
    elif _NAME.search(own) or _LEVEL.search(own):
        link.name = column if link.name is None else link.name
    elif link.code is None:
        link.code = column


def _set(level: Level, column: int, label: str) -> None:
    text = _squeezed(label)
    if _ENGLISH.search(text):
        level.name_en = column
    elif _CODE.search(text) and level.code is None:
        level.code = column
    elif level.name is None:
        level.name = column


def _squeezed(text: str) -> str:
    return "".join(text.split())
