"""Writes the first sheet: title, citation, contents of each sheet and the rows that are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.release.citation import TITLE_EN, TITLE_KO
from orchestration.release.workbook.sheet import Styles

_HEADINGS = (
    "시트\nSheet",
    "내용\nContents",
    "Contents in English",
    "행(시트)\nRows here",
    "행(전체)\nRows in all",
    "시트에 담은 범위\nWhat is shown",
)


@dataclass(frozen=True)
class Contents:
    """One line of the table of contents. `shown` of `rows` rows are in the sheet."""

    sheet: str
    korean: str
    english: str
    shown: int
    rows: int
    selection: str
    has_sheet: bool = True


def write_cover(
    sheet: Any,
    styles: Styles,
    release_id: str,
    citation: tuple[str, str],
    contents: Sequence[Contents],
) -> None:
    """Fill the cover; `citation` is the Korean and the English citation."""
    for position, width in enumerate((28, 60, 70, 12, 12, 50)):
        sheet.set_column(position, position, width)
    sheet.write_string(0, 0, f"{TITLE_KO} / {TITLE_EN}", styles.title)
    for row, (label, text) in enumerate(
        (
            ("릴리스 / Release", release_id),
            ("인용", citation[0]),
            ("Citation", citation[1]),
            (
                "안내",
                "큰 표는 일부만 담았으며, 전체는 같은 폴더의 csv/, parquet/, marts.duckdb에 있음."
                " 빈칸은 미상 또는 비공개 값이며, 비중은 백분율로 표시함.",
            ),
            (
                "Note",
                "Large tables show a part; all rows are in csv/, parquet/ and marts.duckdb beside this"
                " file. An empty cell is unknown or not disclosed; shares are shown as percentages.",
            ),
        ),
        start=2,
    ):
        sheet.write_string(row, 0, label, styles.strong)
        sheet.write_string(row, 1, text)
    if without := [line.sheet for line in contents if not line.has_sheet]:
        sheet.write_string(7, 0, "시트 없음 / No sheet", styles.strong)
        sheet.write_string(7, 1, f"{len(without)}: {', '.join(without)}")
    top = 8
    for position, heading in enumerate(_HEADINGS):
        sheet.write_string(top, position, heading, styles.heading)
    for row, line in enumerate(contents, start=top + 1):
        if line.has_sheet:
            sheet.write_url(row, 0, f"internal:'{line.sheet}'!A1", string=line.sheet)
        else:
            sheet.write_string(row, 0, line.sheet)
        sheet.write_string(row, 1, line.korean, styles.wrapped)
        sheet.write_string(row, 2, line.english, styles.wrapped)
        sheet.write_number(row, 3, line.shown, styles.number("#,##0"))
        sheet.write_number(row, 4, line.rows, styles.number("#,##0"))
        sheet.write_string(row, 5, line.selection, styles.wrapped)
    sheet.set_row(top, 32)
    sheet.freeze_panes(top + 1, 0)
