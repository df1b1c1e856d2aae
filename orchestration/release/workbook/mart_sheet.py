"""Writes the sheet of a mart: title, notes, sources and headings; its rows follow when it is packed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import duckdb

from orchestration.contracts.declaration import Declaration
from orchestration.release.export import ExportedMart, Model, key_of
from orchestration.release.views import period_of
from orchestration.release.workbook.attribution import name_sources, sources_of
from orchestration.release.workbook.cell_formats import TEXT, unit_format
from orchestration.release.workbook.columns import SheetColumn, plan_columns
from orchestration.release.workbook.filling import Filling
from orchestration.release.workbook.selection import Selection, latest
from orchestration.release.workbook.sheet import (
    LONG_TEXT,
    PrintSetup,
    Styles,
    set_up_print,
    write_headings,
    write_top,
)
from orchestration.storage.sql import count_rows, quote_name

_PRINTED_ROWS = 500
"""Of a sheet with more rows, only the latest period is in the print area."""
_NUMBER_WIDTH, _WIDEST_NAME = 8.0, 18.0
"""Names that are wider than `_WIDEST_NAME` are shrunk to it; from `LONG_TEXT` on they are wrapped."""


@dataclass(frozen=True)
class MartSheet:
    """What a sheet is made from: a mart, its model, the `shown` rows of `selection`, title and notes."""

    mart: ExportedMart
    model: Model
    selection: Selection
    shown: int
    title: str
    notes: Sequence[str]


def write_mart(
    sheet: Any,
    styles: Styles,
    marts_db: duckdb.DuckDBPyConnection,
    plan: MartSheet,
    sources: Mapping[str, Sequence[Declaration]],
    footer: str,
) -> Filling:
    """Draw the sheet without its rows; returns what fills it."""
    columns = plan_columns(plan.model)
    relation = (
        f"(select * from {quote_name(plan.mart.name)} where {plan.selection.condition}) as mart"
    )
    relation = " ".join([relation, *filter(None, (column.join for column in columns))])
    printed = _printed_rows(marts_db, plan)
    notes = [*plan.notes, _name_sources(marts_db, plan, sources)]
    if any(column.is_folded for column in columns):
        notes.insert(-1, _FOLDED_NOTE)
    if printed < plan.shown:
        notes.insert(-1, _PRINT_NOTE)
    top = write_top(sheet, styles, plan.title, notes)
    widths = _measure(marts_db, columns, relation)
    write_headings(
        sheet,
        styles,
        top,
        [column.heading for column in columns],
        [width if width >= LONG_TEXT else min(width, _WIDEST_NAME) for width in widths],
        [column.is_folded for column in columns],
    )
    by_unit = any(column.by_unit for column in columns)
    units = _units(marts_db, relation) if by_unit else []
    _write_templates(sheet, styles, top + 1, columns, widths, units)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + plan.shown, len(columns) - 1)
    last_column = sum(column.is_printed for column in columns) - 1
    set_up_print(sheet, PrintSetup(footer, top, top + printed, last_column))
    return Filling(columns, relation, _order(plan.model), top + 2, plan.shown, units)


_FOLDED_NOTE = "코드 열은 접혀 있음([+]로 펼침). / Columns of codes are folded; [+] opens them."
_PRINT_NOTE = (
    "인쇄 영역은 최근 시점임(전체를 인쇄하려면 인쇄 영역을 해제)."
    " / The print area is the latest period; clear it to print all rows."
)


def _order(model: Model) -> str:
    """The order of the rows: the latest period first, then by key."""
    period = period_of(model)
    rest = [f"mart.{quote_name(column)}" for column in key_of(model) if column != period]
    return ", ".join([f"mart.{quote_name(period)} desc", *rest] if period else rest)


def _printed_rows(marts_db: duckdb.DuckDBPyConnection, plan: MartSheet) -> int:
    period = period_of(plan.model)
    if plan.shown <= _PRINTED_ROWS or period is None:
        return plan.shown
    chosen = plan.selection & latest(plan.mart.name, period)
    return count_rows(marts_db, quote_name(plan.mart.name), chosen.condition) or plan.shown


def _measure(
    marts_db: duckdb.DuckDBPyConnection, columns: Sequence[SheetColumn], relation: str
) -> list[float]:
    """The width of the cells of each column in characters; a Korean character (three bytes) counts two."""
    texts = {c.name: f"max((length({c.sql}) + strlen({c.sql})) / 2)" for c in columns if c.is_text}
    if not texts:
        return [_NUMBER_WIDTH] * len(columns)
    found = marts_db.execute(f"select {', '.join(texts.values())} from {relation}").fetchall()[0]
    widths = dict(zip(texts, found, strict=True))
    return [float(widths.get(c.name, _NUMBER_WIDTH) or 0) for c in columns]


def _units(marts_db: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    query = f"select distinct unit from {relation} where unit is not null order by unit"
    return [row[0] for row in marts_db.execute(query).fetchall()]


def _write_templates(
    sheet: Any,
    styles: Styles,
    first: int,
    columns: Sequence[SheetColumn],
    widths: Sequence[float],
    units: Sequence[str],
) -> None:
    """One empty cell per column in its style, and again for each unit."""
    for line, unit in enumerate([None, *units]):
        for position, (column, width) in enumerate(zip(columns, widths, strict=True)):
            number = unit_format(unit) if unit and column.by_unit else column.number_format
            style = _text_style(styles, width) if column.is_text else styles.number(number)
            sheet.write_blank(first + line, position, None, style)


def _text_style(styles: Styles, width: float) -> Any:
    if width >= LONG_TEXT:
        return styles.wrapped
    return styles.shrunk if width > _WIDEST_NAME else styles.number(TEXT)


def _name_sources(
    marts_db: duckdb.DuckDBPyConnection,
    plan: MartSheet,
    sources: Mapping[str, Sequence[Declaration]],
) -> str:
    """The sources of the shown rows, or all where the mart does not name them."""
    if "source_id" not in plan.model["columns"]:
        return name_sources(chain.from_iterable(sources.values()))
    return name_sources(sources_of(marts_db, plan.mart.name, plan.selection.condition, sources))
