"""Writes the sheet of provinces by year: values with bounds, and estimates with intervals, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.release.workbook.figures import (
    TOTAL,
    Bounds,
    Figure,
    Point,
    periods,
    taxonomies,
)
from orchestration.release.workbook.sheet import PrintSetup, Styles, set_up_print, write_top
from orchestration.site.texts import load_texts

_COUNT, _SHARE = "#,##0", "0.0%"
_TABLES_PER_PAGE = 2
_TITLE = (
    "시도 × 연도: 스마트시티 산업 전체(공통기술 포함) / Provinces by year: all smart-city industry"
)
_NOTES = (
    "값은 공표값에서 정확히 산출한 경우에만 있으며, 그 밖에는 상·하한만 있음."
    " 추정값은 별도의 표에 80% 구간과 신뢰등급(A, B, C)과 함께 싣고, C는 참고용임.",
    "A value is given only where it follows exactly from published data, else its bounds. Estimates are in"
    " tables of their own with the 80 % interval and a grade; C is for orientation only.",
)


@dataclass(frozen=True)
class _Kind:
    """One kind of table: title, headings below each year, number format, and how its cells are read."""

    title: str
    headings: Sequence[str]
    number_format: str
    read: Callable[[Figure], Sequence[float | str | None] | None]


def _of_bounds(bounds: Bounds) -> Sequence[float | None] | None:
    cells = (bounds.value, bounds.low, bounds.high)
    return cells if any(cell is not None for cell in cells) else None


def _of_point(point: Point | None) -> Sequence[float | str | None] | None:
    return (point.number, point.low, point.high, point.grade) if point else None


_BOUNDS = ("값\nValue", "하한\nLow", "상한\nHigh")
_INTERVAL = ("추정\nEstimate", "80% 하한\nLow", "80% 상한\nHigh", "등급\nGrade")
_KINDS = (
    _Kind(
        "공표값에서 산출 / From published data", _BOUNDS, _COUNT, lambda f: _of_bounds(f.published)
    ),
    _Kind("추정 / Estimate", _INTERVAL, _COUNT, lambda f: _of_point(f.estimate)),
    _Kind(
        "전국 대비 비중, 공표값에서 산출 / Share of the nation, from published data",
        _BOUNDS,
        _SHARE,
        lambda f: _of_bounds(f.published_share),
    ),
    _Kind(
        "전국 대비 비중, 추정 / Share of the nation, estimate",
        _INTERVAL,
        _SHARE,
        lambda f: _of_point(f.share_estimate),
    ),
)


def write_provinces(
    sheet: Any, styles: Styles, figures: Sequence[Figure], sources: str, footer: str
) -> None:
    """Fill the sheet: four tables for each taxonomy and measure, less those without numbers."""
    texts = load_texts("ko")
    totals = [figure for figure in figures if figure.layer == TOTAL]
    row = write_top(sheet, styles, _TITLE, (*_NOTES, sources)) + 1
    breaks, widest, tables = [], 1, 0
    for taxonomy in taxonomies(totals):
        for measure in ("employees", "establishments"):
            chosen = [f for f in totals if f.taxonomy_id == taxonomy and f.measure == measure]
            name = f"{texts.label('taxonomy_id', taxonomy)}({taxonomy}) · {texts.label('measure', measure)}"
            for kind in _KINDS:
                cells = {(f.region, f.series, f.year): kind.read(f) for f in chosen}
                if not any(cells.values()):
                    continue
                years = [
                    p for p in periods(chosen) if any(cells.get((f.region, *p)) for f in chosen)
                ]
                _write_table(
                    sheet, styles, row, f"{name} · {kind.title}", kind, years, chosen, cells
                )
                row += len({f.region for f in chosen}) + 5
                widest = max(widest, len(years) * len(kind.headings))
                tables += 1
                if tables % _TABLES_PER_PAGE == 0:
                    breaks.append(row)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, widest, 10)
    sheet.freeze_panes(0, 1)
    sheet.set_h_pagebreaks([at for at in breaks if at < row])
    set_up_print(sheet, PrintSetup(footer))


def _write_table(
    sheet: Any,
    styles: Styles,
    top: int,
    title: str,
    kind: _Kind,
    years: Sequence[tuple[str, int]],
    figures: Sequence[Figure],
    cells: dict[tuple[str, str, int], Sequence[float | str | None] | None],
) -> None:
    sheet.write_string(top, 0, title, styles.section)
    sheet.write_string(top + 1, 0, "", styles.heading)
    sheet.write_string(top + 2, 0, "지역\nRegion", styles.heading)
    sheet.set_row(top + 2, 32)
    regions = list(dict.fromkeys(f.region for f in figures))
    for block, (series, year) in enumerate(years):
        left = 1 + block * len(kind.headings)
        label = f"{year} · {load_texts('ko').label('series', series).split('(')[0]}"
        sheet.merge_range(top + 1, left, top + 1, left + len(kind.headings) - 1, label, styles.year)
        for position, heading in enumerate(kind.headings, start=left):
            sheet.write_string(top + 2, position, heading, styles.heading)
        for row, region in enumerate(regions, start=top + 3):
            _write_cells(sheet, styles, row, left, cells.get((region, series, year)), kind)
    for row, region in enumerate(regions, start=top + 3):
        sheet.write_string(row, 0, region, styles.text)


def _write_cells(
    sheet: Any,
    styles: Styles,
    row: int,
    left: int,
    cells: Sequence[float | str | None] | None,
    kind: _Kind,
) -> None:
    for position, cell in enumerate(cells or (), start=left):
        if isinstance(cell, str):
            sheet.write_string(row, position, cell, styles.flag if cell == "C" else styles.centred)
        elif cell is not None:
            sheet.write_number(row, position, cell, styles.number(kind.number_format))
