"""Rows as XML: hostile texts arrive as they are, and every type has a cell that openpyxl reads back."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

import duckdb
import openpyxl
import pytest
import xlsxwriter

from orchestration.release.workbook.columns import SheetColumn
from orchestration.release.workbook.filling import Filling
from orchestration.release.workbook.packing import pack
from orchestration.release.workbook.rows_xml import create_functions


def read_back(folder: Path, data_type: str, literal: str) -> object:
    """The cell that a value of this type becomes."""
    skeleton = BytesIO()
    book = xlsxwriter.Workbook(skeleton, {"in_memory": True})
    book.add_worksheet("rows").write_blank(1, 0, None, book.add_format({"bold": True}))
    book.close()
    column = SheetColumn("value", "값", "Value", "mart.value", data_type, "@")
    with duckdb.connect() as connection:
        create_functions(connection)
        connection.execute(f"create table mart as select cast({literal} as {data_type}) as value")
        pack(skeleton, folder / "book.xlsx", {0: Filling([column], "mart", "1", 2, 1)}, connection)
    sheet = openpyxl.load_workbook(folder / "book.xlsx")["rows"]
    return sheet["A2"].value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_text(tmp_path: Path, text: str) -> None:
    read = str(read_back(tmp_path, "varchar", "'" + text + "'"))
    assert read.startswith("'")
    assert read[1:].replace("_x000D_", "\r") == text


@pytest.mark.parametrize(
    "text",
    [
        '서울 <b>&amp;</b> "x"',
        "  spaces  ",
        "two\nlines",
        "_x0041_",
        "\N{GRINNING FACE}",
        "a\x01b\x1fc",
    ],
)
def test_texts_arrive_as_they_are(tmp_path: Path, text: str) -> None:
    from openpyxl.utils.escape import unescape

    assert unescape(str(read_back(tmp_path, "varchar", "'" + text + "'"))) == text


def test_a_long_text_is_cut_to_what_a_cell_holds(tmp_path: Path) -> None:
    assert len(str(read_back(tmp_path, "varchar", "repeat('가', 40000)"))) == 32_766


@pytest.mark.parametrize(
    ("data_type", "literal", "expected"),
    [
        ("bigint", "123456789012", 123456789012),
        ("double", "1e0 / 3", 1 / 3),
        ("double", "'nan'", None),
        ("decimal(28,6)", "-1.25", -1.25),
        ("boolean", "true", True),
        ("date", "'2026-06-01'", 46174),
        ("timestamp", "'2026-06-01 12:00:00'", 46174.5),
        ("varchar", "null", None),
    ],
)
def test_other_types(tmp_path: Path, data_type: str, literal: str, expected: object) -> None:
    read = read_back(tmp_path, data_type, literal)
    if isinstance(read, datetime):
        read = (read - datetime(1899, 12, 30)).total_seconds() / 86400
    assert read == expected
