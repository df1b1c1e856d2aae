"""Writes the summary: Seoul's numbers by year, its share over time, provinces and layers, with charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from orchestration.release.workbook.charts import Bars, ChartSheet, Line
from orchestration.release.workbook.figures import (
    EXACT,
    HEADLINE_GRADES,
    NATION,
    SEOUL,
    TOTAL,
    Figure,
    Point,
    periods,
    taxonomies,
)
from orchestration.release.workbook.sheet import PrintSetup, Styles, set_up_print, write_top
from orchestration.site.texts import LANGUAGES, load_texts

_COUNT, _SHARE = "#,##0", "0.0%"
_TITLE = "요약: 서울의 스마트시티 산업 / Summary: Seoul's smart-city industry"
_NOTES = (
    "전체는 공통기술을 포함함. 정확: 공표값에서 정확히 산출한 값."
    " 추정: 통계적 방법으로 산출한 값으로 80% 구간을 함께 제시함."
    " 신뢰등급 C인 추정값은 첫 표에 싣지 않고 다른 표와 그림에 표시함.",
    "Totals include common technology. Exact: follows from published data. Estimate: computed by a"
    " statistical method, with its 80 % interval; grade C is not in the first table.",
)
_SHARE_OF_NATION = "전국 대비 종사자 비중 / Share of the nation's employees"
_LAST_COLUMN, _CHART_COLUMN, _DATA_COLUMN = 17, 10, 20
_CHART_ROWS = 22
_WIDE, _NARROW = (1500, 440), (610, 430)
_BASES = {True: "정확 Exact", False: "추정 Estimate"}


@dataclass(frozen=True)
class _Row:
    """A line of the first table: what is counted, its basis, and its points by period."""

    taxonomy_id: str
    measure: str
    is_share: bool
    is_exact: bool
    points: dict[tuple[str, int], Point]

    @property
    def number_format(self) -> str:
        return _SHARE if self.is_share else _COUNT


def write_summary(
    book: Any, sheet: Any, styles: Styles, figures: Sequence[Figure], sources: str, footer: str
) -> None:
    """Fill the sheet from the figures of the release; the charts read their numbers from its cells."""
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, _LAST_COLUMN, 10.5)
    sheet.hide_gridlines(2)
    seoul = [f for f in figures if f.region_code == SEOUL and f.layer == TOTAL]
    rows = list(_headline(seoul))
    row = write_top(sheet, styles, _TITLE, (*_NOTES, sources)) + 1
    for sentence in headline_sentences(rows):
        sheet.write_string(row, 0, sentence, styles.strong)
        row += 1
    charts = ChartSheet(book, sheet, styles, _DATA_COLUMN)
    row = _write_headline(charts, sheet, styles, row + 1, rows, periods(seoul))
    main = taxonomies(figures)[0]
    employees = [
        f for f in figures if f.taxonomy_id == main and f.measure == "employees" and f.share
    ]
    if employees:
        sheet.set_h_pagebreaks([row])
        period = periods(employees)[-1]
        latest = [f for f in employees if (f.series, f.year) == period]
        scope = f"{load_texts('ko').label('taxonomy_id', main)}, {period[1]}"
        provinces = [f for f in latest if f.layer == TOTAL and f.region_code != NATION]
        title = f"시도별 {_SHARE_OF_NATION}, {scope}"
        row = _write_ranking(charts, sheet, styles, row, title, provinces)
        layers = [f for f in latest if f.region_code == SEOUL]
        title = f"서울의 기술 계층별(공통기술 포함) {_SHARE_OF_NATION}, {scope}"
        row = _write_ranking(charts, sheet, styles, row, title, layers)
    set_up_print(sheet, PrintSetup(footer, last_row=row, last_column=_LAST_COLUMN))


def headline_sentences(rows: Sequence[_Row]) -> list[str]:
    """Seoul's employees and their share in the latest year of the first taxonomy, in Korean and English."""
    found = {
        row.is_share: row
        for row in reversed(rows)
        if row.measure == "employees" and row.taxonomy_id == rows[0].taxonomy_id
    }
    if not {True, False} <= set(found):
        return []
    period = max(
        set(found[True].points) & set(found[False].points), key=lambda p: p[1], default=None
    )
    if period is None:
        return []
    count, share = found[False].points[period], found[True].points[period]
    name = [
        load_texts(language).label("taxonomy_id", rows[0].taxonomy_id) for language in LANGUAGES
    ]
    about = ("", "") if count.grade == EXACT else ("약 ", "about ")
    return [
        f"{period[1]}년 서울의 스마트시티 산업 종사자는 {about[0]}{_in_words(count, _COUNT, '명')},"
        f" 전국의 {_in_words(share, _SHARE, '')}이다({name[0]}).",
        f"In {period[1]}, Seoul's smart-city industry has {about[1]}{_in_words(count, _COUNT, '')}"
        f" employees, {_in_words(share, _SHARE, '')} of the nation ({name[1]}).",
    ]


def _in_words(point: Point, number_format: str, unit: str) -> str:
    def write(number: float) -> str:
        return f"{number:.1%}" if number_format == _SHARE else f"{number:,.0f}"

    interval = ""
    if point.low is not None and point.high is not None:
        interval = f"(80%: {write(point.low)}–{write(point.high)})"
    return f"{write(point.number)}{unit}{interval}"


def _headline(seoul: Sequence[Figure]) -> Iterator[_Row]:
    for taxonomy in taxonomies(seoul):
        for measure, is_share in product(("employees", "establishments"), (False, True)):
            points = {
                (f.series, f.year): f.share if is_share else f.count
                for f in seoul
                if f.taxonomy_id == taxonomy and f.measure == measure
            }
            for is_exact in (True, False):
                chosen = {
                    period: point
                    for period, point in points.items()
                    if point
                    and point.grade in HEADLINE_GRADES
                    and is_exact == (point.grade == EXACT)
                }
                if chosen:
                    yield _Row(taxonomy, measure, is_share, is_exact, chosen)


def _write_headline(
    charts: ChartSheet,
    sheet: Any,
    styles: Styles,
    top: int,
    rows: Sequence[_Row],
    years: Sequence[tuple[str, int]],
) -> int:
    """Write the first table and the chart of shares; returns the next free row."""
    texts = load_texts("ko")
    sheet.write_string(top, 0, "서울: 규모와 비중 / Seoul: size and share", styles.section)
    for position, (series, _) in enumerate(years, start=2):
        sheet.write_string(top + 1, position, texts.label("series", series), styles.small)
    end = 2 + len(years)
    headings = {
        0: "지표\nMeasure",
        1: "구분\nBasis",
        end: "80% 하한\nLow",
        end + 1: "80% 상한\nHigh",
    }
    headings[end + 2] = "등급\nGrade"
    for position, heading in headings.items():
        sheet.write_string(top + 2, position, heading, styles.heading)
    for position, (_, year) in enumerate(years, start=2):
        sheet.write_number(top + 2, position, year, styles.heading)
    sheet.set_row(top + 1, 42)
    sheet.set_row(top + 2, 32)
    for at, row in enumerate(rows, start=top + 3):
        label = f"{texts.label('measure', row.measure)}{', 전국 대비 비중' if row.is_share else ''}"
        sheet.write_string(
            at, 0, f"{label} · {texts.label('taxonomy_id', row.taxonomy_id)}", styles.text
        )
        sheet.write_string(at, 1, _BASES[row.is_exact], styles.text)
        for position, period in enumerate(years, start=2):
            if point := row.points.get(period):
                sheet.write_number(at, position, point.number, styles.number(row.number_format))
        last = row.points[max(row.points, key=years.index)]
        _write_interval(sheet, styles, at, end, last, row.number_format)
    note = (
        "구간과 등급은 그 행의 가장 최근 연도의 것임. / "
        "Interval and grade are those of the row's latest year."
    )
    bottom = top + 3 + len(rows)
    sheet.write_string(bottom, 0, note, styles.note)
    lines = [
        line
        for at, row in enumerate(rows, start=top + 3)
        if row.is_share and row.measure == "employees"
        for line in _lines(row, at, years)
    ]
    if not lines:
        return bottom + 2
    title = f"서울의 {_SHARE_OF_NATION}"
    charts.insert_lines((bottom + 2, 0), _WIDE, title, top + 2, lines)
    return bottom + 2 + _CHART_ROWS


def _lines(row: _Row, at: int, years: Sequence[tuple[str, int]]) -> Iterator[Line]:
    """One line per series of a row, as no line crosses series."""
    texts = load_texts("ko")
    for series in dict.fromkeys(series for series, _ in row.points):
        positions = [position for position, period in enumerate(years) if period[0] == series]
        yield Line(
            f"{texts.label('taxonomy_id', row.taxonomy_id)}, {_BASES[row.is_exact].split()[0]}",
            at,
            2 + positions[0],
            2 + positions[-1],
            [row.points.get(years[p]) for p in range(positions[0], positions[-1] + 1)],
        )


def _write_ranking(
    charts: ChartSheet, sheet: Any, styles: Styles, top: int, title: str, figures: Sequence[Figure]
) -> int:
    """Write employees and shares, the greatest share first, with a chart; returns the next free row."""
    by_layer = len({figure.region for figure in figures}) == 1
    ranked = sorted(figures, key=lambda f: -f.share.number if f.share else 0.0)
    sheet.write_string(top, 0, title, styles.section)
    interval = ("80% 하한\nLow", "80% 상한\nHigh", "등급\nGrade")
    headings = ("이름\nName", "종사자수\nEmployees", *interval, "비중\nShare", *interval)
    for position, heading in enumerate(headings):
        sheet.write_string(top + 1, position, heading, styles.heading)
    sheet.set_row(top + 1, 32)
    for row, figure in enumerate(ranked, start=top + 2):
        name = figure.layer_name if by_layer else figure.region
        flag = " (C)" if figure.share and figure.share.grade == "C" else ""
        sheet.write_string(row, 0, name + flag, styles.text)
        for left, point, number in ((1, figure.count, _COUNT), (5, figure.share, _SHARE)):
            if point:
                sheet.write_number(row, left, point.number, styles.number(number))
                _write_interval(sheet, styles, row, left + 1, point, number)
    points = [figure.share for figure in ranked if figure.share]
    charts.insert_bars((top + 1, _CHART_COLUMN), _NARROW, title, Bars(top + 2, 5, points))
    return top + 2 + max(len(ranked), _CHART_ROWS) + 1


def _write_interval(
    sheet: Any, styles: Styles, row: int, left: int, point: Point, number_format: str
) -> None:
    for position, bound in enumerate((point.low, point.high), start=left):
        if bound is not None:
            sheet.write_number(row, position, bound, styles.number(number_format))
    sheet.write_string(
        row, left + 2, point.grade, styles.flag if point.grade == "C" else styles.centred
    )
