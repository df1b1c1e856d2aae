"""Writes the workbook: cover, summary, provinces by year, a sheet per mart, codes, sources.

It is written from the release's marts.duckdb; the same marts, release id and citation give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import duckdb
import xlsxwriter

from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.contracts.declaration import Declaration
from orchestration.release.citation import TITLE_EN, TITLE_KO
from orchestration.release.disk_errors import disk_errors
from orchestration.release.export import ExportedMart, Model
from orchestration.release.identity import ReleaseIdentity
from orchestration.release.workbook.attribution import name_sources, sources_of
from orchestration.release.workbook.cover import Contents, Omitted, write_cover
from orchestration.release.workbook.figures import FIGURES_MART, read_figures
from orchestration.release.workbook.filling import Filling
from orchestration.release.workbook.labels import columns_with_codes, create_labels
from orchestration.release.workbook.mart_sheet import MartSheet, write_mart
from orchestration.release.workbook.packing import pack
from orchestration.release.workbook.provinces import write_provinces
from orchestration.release.workbook.rows_xml import create_functions
from orchestration.release.workbook.selection import MOST_SHOWN, Selection, selections
from orchestration.release.workbook.sheet import Styles
from orchestration.release.workbook.summary import write_summary
from orchestration.release.workbook.text_sheet import write_codes, write_sources
from orchestration.site.texts import LANGUAGES, load_texts
from orchestration.storage.sql import count_rows, quote_name

NAME = "smart_city.xlsx"
COVER, SUMMARY, PROVINCES = "표지 Cover", "요약 Summary", "시도×연도 Provinces"
DICTIONARY, CODES, SOURCES = "데이터 사전 Dictionary", "코드 Codes", "출처 Sources"
_DICTIONARY_MART = "data_dictionary"
_CREATED = datetime(2000, 1, 1)
"""Creation time in the properties of the workbook; constant, so that the bytes are reproducible."""
_SUMMARY = (
    "서울의 규모와 비중, 시도별·기술 계층별 비중",
    "Seoul's size and share; provinces and layers",
)
_PROVINCES = "시도와 연도별 값과 추정값", "Values and estimates by province and year"
_CODES = "코드와 한국어·영어 이름", "Codes with their Korean and English labels"
_SOURCES = "출처와 이용 조건", "Sources and their licences"
_EMPTY_CELLS = "빈칸은 미상 또는 비공개 값임. / An empty cell is unknown or not disclosed."


def write_workbook(
    folder: Path,
    marts: Sequence[ExportedMart],
    models: Mapping[str, Model],
    sources: Sequence[Declaration],
    identity: ReleaseIdentity,
) -> Path:
    """Write smart_city.xlsx into the release's `folder`; raises `StorageError` where the disk refuses."""
    target = folder / NAME
    with (
        disk_errors(target),
        bounded_duckdb(folder, folder / "marts.duckdb", read_only=True) as marts_db,
    ):
        marts_db.execute("set timezone = 'UTC'")
        create_labels(marts_db, columns_with_codes(models.values()))
        create_functions(marts_db)
        writer = _Writer(marts_db, models, sources, identity)
        writer.write(marts)
        pack(writer.close(), target, writer.fillings, marts_db)
    return target


class _Writer:
    """The workbook while its sheets are drawn. The rows of marts come last, when the file is packed."""

    def __init__(
        self,
        marts_db: duckdb.DuckDBPyConnection,
        models: Mapping[str, Model],
        sources: Sequence[Declaration],
        identity: ReleaseIdentity,
    ) -> None:
        self._skeleton = BytesIO()
        self._book = xlsxwriter.Workbook(self._skeleton, {"in_memory": True})
        self._book.set_properties(
            {"title": TITLE_EN, "author": identity.author, "created": _CREATED}
        )
        self._styles = Styles(self._book)
        self._marts_db, self._models, self._identity = marts_db, models, identity
        self._all_sources = list(sources)
        self._sources: dict[str, list[Declaration]] = {}
        for source in sources:
            self._sources.setdefault(source.source_id, []).append(source)
        self._footer = f"{TITLE_KO} · {identity.name}"
        self._contents: list[Contents] = []
        self._omitted: list[Omitted] = []
        self._marts: list[str] = []
        self.fillings: dict[int, Filling] = {}

    def write(self, marts: Sequence[ExportedMart]) -> None:
        """Draw all sheets."""
        cover = self._book.add_worksheet(COVER)
        self._write_figures()
        for mart in sorted(marts, key=lambda mart: mart.name == _DICTIONARY_MART):
            self._write_mart(mart)
        self._write_texts()
        write_cover(
            cover,
            self._styles,
            self._identity,
            self._contents,
            self._omitted,
            self._footer,
        )

    def close(self) -> BytesIO:
        """The drawn workbook, with template cells in place of the rows of marts."""
        self._book.close()
        return self._skeleton

    def _write_figures(self) -> None:
        figures = read_figures(self._marts_db)
        if not figures:
            return
        used = sources_of(self._marts_db, FIGURES_MART, "true", self._sources)
        source = name_sources(used)
        summary, provinces = self._book.add_worksheet(SUMMARY), self._book.add_worksheet(PROVINCES)
        write_summary(self._book, summary, self._styles, figures, source, self._footer)
        write_provinces(provinces, self._styles, figures, source, self._footer)
        self._contents += [Contents(SUMMARY, *_SUMMARY), Contents(PROVINCES, *_PROVINCES)]

    def _write_mart(self, mart: ExportedMart) -> None:
        model = self._models[mart.name]
        meanings = model["config"]["meta"]["ko"], model["description"]
        found = _widest_selection(self._marts_db, mart, model)
        if found is None:
            self._omitted.append(Omitted(mart.name, *meanings, _describe_omission(mart)))
            return
        selection, shown = found
        is_dictionary = mart.name == _DICTIONARY_MART
        sheet_name = DICTIONARY if is_dictionary else mart.name
        left_out = _describe_left_out(mart, shown, selection)
        notes = [note for note in (left_out, _EMPTY_CELLS) if note]
        plan = MartSheet(
            mart, model, selection, shown, f"{mart.name}: {meanings[0]} / {meanings[1]}", notes
        )
        sheet = self._book.add_worksheet(sheet_name)
        self.fillings[sheet.index] = write_mart(
            sheet, self._styles, self._marts_db, plan, self._sources, self._footer
        )
        self._contents.append(Contents(sheet_name, *meanings, shown, mart.rows, left_out))
        self._marts.append(mart.name)

    def _write_texts(self) -> None:
        columns = columns_with_codes(self._models[mart] for mart in self._marts)
        codes, sources = self._book.add_worksheet(CODES), self._book.add_worksheet(SOURCES)
        rows = write_codes(codes, self._styles, columns, self._footer)
        self._contents.append(Contents(CODES, *_CODES, rows, rows))
        rows = write_sources(sources, self._styles, self._all_sources, self._footer)
        self._contents.append(Contents(SOURCES, *_SOURCES, rows, rows))


def _widest_selection(
    marts_db: duckdb.DuckDBPyConnection, mart: ExportedMart, model: Model
) -> tuple[Selection, int] | None:
    """The largest part of a mart that fits in a sheet, and its rows; None for no rows or too many."""
    for selection in selections(mart.name, mart.rows, model) if mart.rows else ():
        shown = count_rows(marts_db, quote_name(mart.name), selection.condition)
        if 0 < shown <= MOST_SHOWN:
            return selection, shown
    return None


def _describe_omission(mart: ExportedMart) -> str:
    if mart.rows:
        return (
            f"{mart.rows:,}행으로 시트에 담기에 너무 큼."
            f" 전체: csv/{mart.name}.csv, parquet/{mart.name}.parquet /"
            f" {mart.rows:,} rows are too many for a sheet;"
            f" all are in csv/{mart.name}.csv and parquet/{mart.name}.parquet"
        )
    reasons = []
    for language in LANGUAGES:
        text = load_texts(language)
        key = mart.name if text.has(f"empty.{mart.name}.reason") else "any"
        reasons.append(text(f"empty.{key}.reason", mart=mart.name))
    return " / ".join(reasons)


def _describe_left_out(mart: ExportedMart, shown: int, selection: Selection) -> str:
    if shown == mart.rows:
        return ""
    return (
        f"{mart.rows:,}행 중 {shown:,}행({selection.korean})만 담음. 전체: csv/{mart.name}.csv /"
        f" {shown:,} of {mart.rows:,} rows are shown ({selection.english});"
        f" all are in csv/{mart.name}.csv"
    )
