"""Writes the sheets of short texts: the codes with their labels, and the sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from orchestration.contracts.credit import address
from orchestration.contracts.declaration import Declaration
from orchestration.release.workbook.cell_formats import safe_text
from orchestration.release.workbook.labels import codes_with_labels
from orchestration.release.workbook.sheet import (
    PrintSetup,
    Styles,
    display_width,
    set_up_print,
    write_headings,
    write_top,
)

_SOURCE_COLUMNS: Mapping[str, Callable[[Declaration], str]] = {
    "출처\nSource": lambda s: s.source_id,
    "제목\nTitle (Korean)": lambda s: s.title_ko,
    "제목(영어)\nTitle (English)": lambda s: s.title_en,
    "발행 기관\nPublisher": lambda s: s.publisher,
    "출처 표시\nAttribution (Korean)": lambda s: s.attribution_ko,
    "출처 표시(영어)\nAttribution (English)": lambda s: s.attribution_en,
    "이용 조건\nLicence": lambda s: s.licence.name,
    "이용 조건 주소\nLicence URL": lambda s: address(s.licence.url),
    "출처 페이지\nLanding page": lambda s: address(s.landing_page),
}
_CODE_HEADINGS = ("열\nColumn", "코드\nCode", "한국어\nKorean", "영어\nEnglish")


def write_sources(sheet: Any, styles: Styles, sources: Sequence[Declaration], footer: str) -> int:
    """Write the sources and their licences; returns the number of rows."""
    rows = [[read(source) for read in _SOURCE_COLUMNS.values()] for source in sources]
    title = "출처와 이용 조건 / Sources and their licences"
    return _write_table(sheet, styles, title, list(_SOURCE_COLUMNS), rows, footer)


def write_codes(sheet: Any, styles: Styles, columns: Sequence[str], footer: str) -> int:
    """Write the codes with their labels, by the columns that have them; returns the number of rows."""
    rows = list(codes_with_labels(columns))
    title = "코드와 이름 / Codes and their labels"
    return _write_table(sheet, styles, title, _CODE_HEADINGS, rows, footer)


def _write_table(
    sheet: Any,
    styles: Styles,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    footer: str,
) -> int:
    top = write_top(sheet, styles, title, ())
    widths = [
        float(max((display_width(row[at]) for row in rows), default=0))
        for at in range(len(headings))
    ]
    write_headings(sheet, styles, top, headings, widths)
    for line, row in enumerate(rows, start=top + 1):
        for position, text in enumerate(row):
            sheet.write_string(line, position, safe_text(text), styles.wrapped)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + max(len(rows), 1), len(headings) - 1)
    set_up_print(sheet, PrintSetup(footer, top))
    return len(rows)
