"""Writes the workbook: cover, a sheet per mart that is not too large, data dictionary, sources.

It is written from the release's marts.duckdb; the same marts, release id and citation give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.contracts.declaration import Declaration
from orchestration.release.citation import AUTHOR, TITLE_EN, Citation
from orchestration.release.disk_errors import disk_errors
from orchestration.release.export import ExportedMart, Model, key_of
from orchestration.release.workbook.cell_formats import TEXT, number_format
from orchestration.release.workbook.cover import Contents, write_cover
from orchestration.release.workbook.headings import heading
from orchestration.release.workbook.selection import MOST_SHOWN, Selection, selections
from orchestration.release.workbook.sheet import Styles, write_sheet
from orchestration.storage.sql import count_rows, quote_name, quote_names

NAME = "smart_city.xlsx"
COVER, DICTIONARY, SOURCES = "표지 Cover", "데이터 사전 Dictionary", "출처 Sources"
_DICTIONARY_MART = "data_dictionary"
_CREATED = datetime(2000, 1, 1)
"""Creation time in the properties of the workbook; constant, so that the bytes are reproducible."""

_SOURCE_HEADINGS: Mapping[str, Callable[[Declaration], str]] = {
    "출처\nSource": lambda s: s.source_id,
    "제목\nTitle (Korean)": lambda s: s.title_ko,
    "Title (English)": lambda s: s.title_en,
    "발행 기관\nPublisher": lambda s: s.publisher,
    "출처 표시\nAttribution (Korean)": lambda s: s.attribution_ko,
    "Attribution (English)": lambda s: s.attribution_en,
    "이용 조건\nLicence": lambda s: s.licence.name,
    "이용 조건 주소\nLicence URL": lambda s: str(s.licence.url),
    "출처 페이지\nLanding page": lambda s: str(s.landing_page),
}


def write_workbook(
    folder: Path,
    marts: Sequence[ExportedMart],
    models: Mapping[str, Model],
    sources: Sequence[Declaration],
    release_id: str,
    citation: Citation,
) -> Path:
    """Write smart_city.xlsx into the release's `folder`; raises `StorageError` where the disk refuses."""
    target = folder / NAME
    with (
        disk_errors(target),
        bounded_duckdb(folder, folder / "marts.duckdb", read_only=True) as marts_db,
    ):
        marts_db.execute("set timezone = 'UTC'")
        book = xlsxwriter.Workbook(target, {"in_memory": True, "remove_timezone": True})
        book.set_properties({"title": TITLE_EN, "author": AUTHOR, "created": _CREATED})
        styles = Styles(book)
        cover = book.add_worksheet(COVER)
        contents = [
            _write_mart(book, styles, marts_db, mart, models[mart.name])
            for mart in sorted(marts, key=lambda mart: mart.name == _DICTIONARY_MART)
        ]
        contents.append(_write_sources(book, styles, sources))
        write_cover(cover, styles, release_id, (citation.korean, citation.english), contents)
        book.close()
    return target


def _write_mart(
    book: Any, styles: Styles, marts_db: duckdb.DuckDBPyConnection, mart: ExportedMart, model: Model
) -> Contents:
    title = DICTIONARY if mart.name == _DICTIONARY_MART else mart.name
    meanings = model["config"]["meta"]["ko"], model["description"]
    selection = _widest_selection(marts_db, mart, model)
    if selection is None:
        return Contents(
            title, *meanings, 0, mart.rows, _describe_missing_sheet(mart), has_sheet=False
        )
    columns = list(model["columns"].values())
    rows = marts_db.execute(
        f"select {quote_names(c['name'] for c in columns)} from {quote_name(mart.name)}"
        f" where {selection.condition} order by {quote_names(key_of(model))}"
    ).fetchall()
    left_out = _describe_left_out(mart, len(rows), selection)
    write_sheet(
        book.add_worksheet(title),
        styles,
        [heading(c) for c in columns],
        [number_format(c) for c in columns],
        rows,
        left_out,
    )
    return Contents(title, *meanings, len(rows), mart.rows, left_out)


def _widest_selection(
    marts_db: duckdb.DuckDBPyConnection, mart: ExportedMart, model: Model
) -> Selection | None:
    """The largest part of a mart that fits in a sheet; None where even the smallest is too large."""
    for selection in selections(mart.name, mart.rows, model):
        if count_rows(marts_db, quote_name(mart.name), selection.condition) <= MOST_SHOWN:
            return selection
    return None


def _describe_missing_sheet(mart: ExportedMart) -> str:
    return (
        f"{mart.rows:,}행으로 시트에 담기에 너무 큼."
        f" 전체: csv/{mart.name}.csv, parquet/{mart.name}.parquet /"
        f" {mart.rows:,} rows are too many for a sheet;"
        f" all are in csv/{mart.name}.csv and parquet/{mart.name}.parquet"
    )


def _describe_left_out(mart: ExportedMart, shown: int, selection: Selection) -> str:
    if shown == mart.rows:
        return ""
    return (
        f"{mart.rows:,}행 중 {shown:,}행({selection.korean})만 담음. 전체: csv/{mart.name}.csv /"
        f" {shown:,} of {mart.rows:,} rows are shown ({selection.english});"
        f" all are in csv/{mart.name}.csv"
    )


def _write_sources(book: Any, styles: Styles, sources: Sequence[Declaration]) -> Contents:
    rows = [[read(s) for read in _SOURCE_HEADINGS.values()] for s in sources]
    headings = list(_SOURCE_HEADINGS)
    write_sheet(book.add_worksheet(SOURCES), styles, headings, [TEXT] * len(headings), rows)
    return Contents(
        SOURCES, "출처와 이용 조건", "Sources and their licences", len(rows), len(rows), ""
    )
