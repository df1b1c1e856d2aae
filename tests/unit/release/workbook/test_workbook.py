"""The workbook as a whole: omitted marts, headings, notes and print setup of a small release."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import openpyxl

from orchestration.release.export import ExportedMart
from orchestration.release.identity import ReleaseIdentity
from orchestration.release.workbook.selection import MOST_SHOWN
from orchestration.release.workbook.workbook import CODES, COVER, SOURCES, write_workbook
from orchestration.warehouse.manifest import mart_models

IDENTITY = ReleaseIdentity("r-1", "2026-11-25.1", date(2026, 11, 25), "author")


def write_rows(folder: Path, rows: int) -> openpyxl.Workbook:
    """A workbook of `industry_share` with this many rows of one region, in two years."""
    models = {"industry_share": mart_models()["industry_share"]}
    with duckdb.connect(str(folder / "marts.duckdb")) as marts:
        columns = models["industry_share"]["columns"].values()
        made = (f"cast(null as {c['data_type']}) as {c['name']}" for c in columns)
        marts.execute(
            f"create table industry_share as select {', '.join(made)} from range({rows});"
            "update industry_share set year = 2023 - rowid % 2, value = 5,"
            "share_of_nation = 0.1, region_level = 'nation', level = 'division'"
        )
    marts_in_it = [ExportedMart("industry_share", rows)]
    path = write_workbook(folder, marts_in_it, models, [], IDENTITY)
    return openpyxl.load_workbook(path)


def test_a_mart_too_large_for_a_sheet_is_listed_on_the_cover(tmp_path: Path) -> None:
    """Rows of one region and level, so that no smaller selection exists but the latest year."""
    rows = 2 * MOST_SHOWN + 2
    book = write_rows(tmp_path, rows)
    assert book.sheetnames == [COVER, CODES, SOURCES]
    cells = {cell.value: cell for row in book[COVER].iter_rows() for cell in row}
    assert cells["industry_share"].hyperlink is None
    (reason,) = [str(value) for value in cells if "too many for a sheet" in str(value)]
    assert f"{rows:,} rows" in reason
    assert "csv/industry_share.csv" in reason
    assert "parquet/industry_share.parquet" in reason


def test_a_mart_without_rows_is_listed_with_the_reason(tmp_path: Path) -> None:
    book = write_rows(tmp_path, 0)
    assert book.sheetnames == [COVER, CODES, SOURCES]
    cover = [cell.value for row in book[COVER].iter_rows() for cell in row]
    (reason,) = [str(value) for value in cover if "has no rows" in str(value)]
    assert "industry_share" in reason
    assert "비어 있다" in reason


def test_a_sheet_has_notes_frozen_headings_filters_and_print_setup(tmp_path: Path) -> None:
    sheet = write_rows(tmp_path, 600)["industry_share"]
    assert str(sheet["A1"].value).startswith("industry_share: ")
    notes = [str(row[0].value) for row in sheet.iter_rows(min_row=2, max_row=6) if row[0].value]
    (top,) = [at for at, row in enumerate(sheet.iter_rows(), start=1) if row[1].value is not None][
        :1
    ]
    assert any(note.startswith("출처: ") for note in notes)
    assert any("인쇄 영역" in note for note in notes)
    assert sheet.freeze_panes == f"A{top + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{top}:")
    assert sheet.print_title_rows == f"${top}:${top}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth in (1, None)  # one page is the default
    assert sheet.page_setup.fitToHeight == 0
    assert "&P" in sheet.oddFooter.right.text
    assert sheet.max_row == top + 600
    headings = {cell.value.split("\n")[1]: cell for cell in sheet[top]}
    formats = {
        name: sheet.cell(top + 1, cell.column).number_format for name, cell in headings.items()
    }
    assert formats["Share of nation"] == "0.0%"
    assert formats["Value"] == "#,##0"
    assert formats["Year"] == "0"
    folded = sheet.column_dimensions[headings["Status code"].column_letter]
    assert folded.hidden
    assert headings["Status code"].column == headings["Status"].column + 1


def test_equal_marts_give_equal_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        write_rows(folder, 10)
    one, two = ((folder / "smart_city.xlsx").read_bytes() for folder in folders)
    assert one == two
