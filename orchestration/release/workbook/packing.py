"""Packs the workbook: the file that xlsxwriter made, with the rows of each sheet streamed into it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO

import duckdb
from xlsxwriter.utility import xl_rowcol_to_cell

from orchestration.release.workbook.filling import Filling, Template

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive; constant, so that the bytes are reproducible."""
_BATCH = 2_000
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_ROW = re.compile(r"<row [^>]*?(?:/>|>.*?</row>)", re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
_END = "</sheetData>"


def pack(
    skeleton: BytesIO,
    target: Path,
    fillings: Mapping[int, Filling],
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Write the workbook `skeleton` to `target`, its template rows replaced by the rows of `fillings`.

    `fillings` are by position of the sheet, from 0. Raises `OSError` where the disk refuses.
    """
    by_name = {f"xl/worksheets/sheet{position + 1}.xml": f for position, f in fillings.items()}
    with zipfile.ZipFile(skeleton) as source, zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(entry, "w") as file:
                content = source.read(name)
                if name in by_name:
                    _fill(file, content.decode(), by_name[name], connection)
                else:
                    file.write(content)


def _fill(
    file: IO[bytes], xml: str, filling: Filling, connection: duckdb.DuckDBPyConnection
) -> None:
    at = xml.index(f'<row r="{filling.first_row}"')
    end = xml.index(_END, at)
    last = xl_rowcol_to_cell(filling.first_row + filling.rows - 2, len(filling.columns) - 1)
    file.write(_DIMENSION.sub(f'<dimension ref="A1:{last}"/>', xml[:at], count=1).encode())
    rows = connection.execute(filling.query(_read_template(xml[at:end])))
    while batch := rows.fetchmany(_BATCH):
        file.write("".join(row[0] for row in batch).encode())
    file.write(xml[end:].encode())


def _read_template(xml: str) -> Template:
    return [_STYLE.findall(row) for row in _ROW.findall(xml)]
