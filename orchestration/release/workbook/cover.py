"""Writes the first sheet: title, citation, contents of each sheet, and the marts without a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.release.citation import TITLE_EN, TITLE_KO, cite
from orchestration.release.identity import ReleaseIdentity
from orchestration.release.workbook.sheet import LINE, PrintSetup, Styles, lines_of, set_up_print

_HEADINGS = (
    "시트\nSheet",
    "내용\nContents",
    "Contents in English",
    "행(시트)\nRows here",
    "행(전체)\nRows in all",
    "시트에 담은 범위\nWhat is shown",
)
_OMITTED = ("마트\nMart", "내용\nContents", "Contents in English", "", "", "사유\nReason")
_WIDTHS = (27, 44, 52, 10, 10, 48)
_NOTES = (
    (
        "안내",
        "큰 표는 일부만 담았으며, 전체는 같은 폴더의 csv/, parquet/, marts.duckdb에 있음."
        " 빈칸은 미상 또는 비공개 값이며, 비중은 백분율로 표시함."
        " 인쇄는 ‘요약’과 ‘시도×연도’ 시트를 권하며, 큰 표의 인쇄 영역은 최근 시점임.",
    ),
    (
        "Note",
        "Large tables show a part; all rows are in csv/, parquet/ and marts.duckdb beside this file."
        " An empty cell is unknown or not disclosed; shares are shown as percentages. For print, use the"
        " summary and the sheet of provinces; the print area of a large table is its latest period.",
    ),
)


@dataclass(frozen=True)
class Contents:
    """One line of the table of contents. `shown` of `rows` rows of a mart are in the sheet."""

    sheet: str
    korean: str
    english: str
    shown: int | None = None
    rows: int | None = None
    selection: str = ""


@dataclass(frozen=True)
class Omitted:
    """A mart without a sheet, and the reason."""

    mart: str
    korean: str
    english: str
    reason: str


def write_cover(
    sheet: Any,
    styles: Styles,
    identity: ReleaseIdentity,
    contents: Sequence[Contents],
    omitted: Sequence[Omitted],
    footer: str,
) -> None:
    """Fill the cover."""
    for position, width in enumerate(_WIDTHS):
        sheet.set_column(position, position, width)
    sheet.write_string(0, 0, f"{TITLE_KO} / {TITLE_EN}", styles.title)
    citation = cite(identity)
    facts = (
        ("릴리스 / Release", identity.name),
        ("인용", citation.korean),
        ("Citation", citation.english),
        *_NOTES,
    )
    for row, (label, text) in enumerate(facts, start=2):
        sheet.write_string(row, 0, label, styles.strong)
        sheet.merge_range(row, 1, row, len(_WIDTHS) - 1, text, styles.wrapped)
        sheet.set_row(row, LINE * lines_of(text, sum(_WIDTHS[1:])))
    top = len(facts) + 3
    next_row = _write_contents(sheet, styles, top, contents)
    if omitted:
        _write_omitted(sheet, styles, next_row + 1, omitted)
    sheet.freeze_panes(top + 1, 0)
    set_up_print(sheet, PrintSetup(footer))


def _write_contents(sheet: Any, styles: Styles, top: int, contents: Sequence[Contents]) -> int:
    _write_headings(sheet, styles, top, _HEADINGS)
    count = styles.of(num_format="#,##0", valign="top")
    for row, line in enumerate(contents, start=top + 1):
        _fit_row(sheet, row, (line.korean, line.english, line.selection))
        sheet.write_url(row, 0, f"internal:'{line.sheet}'!A1", styles.link, line.sheet)
        sheet.write_string(row, 1, line.korean, styles.wrapped)
        sheet.write_string(row, 2, line.english, styles.wrapped)
        for position, number in enumerate((line.shown, line.rows), start=3):
            if number is not None:
                sheet.write_number(row, position, number, count)
        sheet.write_string(row, 5, line.selection, styles.wrapped)
    return top + len(contents) + 1


def _write_omitted(sheet: Any, styles: Styles, top: int, omitted: Sequence[Omitted]) -> None:
    title = f"시트 없음 / No sheet: {len(omitted)}"
    sheet.write_string(top, 0, title, styles.section)
    _write_headings(sheet, styles, top + 1, _OMITTED)
    for row, line in enumerate(omitted, start=top + 2):
        _fit_row(sheet, row, (line.korean, line.english, line.reason))
        sheet.write_string(row, 0, line.mart, styles.wrapped)
        sheet.write_string(row, 1, line.korean, styles.wrapped)
        sheet.write_string(row, 2, line.english, styles.wrapped)
        sheet.write_string(row, 5, line.reason, styles.wrapped)


def _fit_row(sheet: Any, row: int, texts: tuple[str, str, str]) -> None:
    """Make a row high enough for its texts, as not every program does so when it opens the file."""
    widths = _WIDTHS[1], _WIDTHS[2], _WIDTHS[5]
    sheet.set_row(row, LINE * max(map(lines_of, texts, widths)))


def _write_headings(sheet: Any, styles: Styles, row: int, headings: Sequence[str]) -> None:
    for position, heading in enumerate(headings):
        sheet.write_string(row, position, heading, styles.heading)
    sheet.set_row(row, 32)
