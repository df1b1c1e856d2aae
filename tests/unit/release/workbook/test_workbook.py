"""Cell formats, headings and selected rows of the workbook."""

from __future__ import annotations

from pathlib import Path

import duckdb
import openpyxl
import pytest
import xlsxwriter

from orchestration.release.citation import Citation
from orchestration.release.export import ExportedMart
from orchestration.release.workbook.cell_formats import number_format, safe_text
from orchestration.release.workbook.headings import english, heading, korean
from orchestration.release.workbook.selection import (
    MOST_ROWS,
    MOST_SHOWN,
    select_rows,
    selections,
)
from orchestration.release.workbook.sheet import Styles, write_sheet
from orchestration.release.workbook.workbook import COVER, SOURCES, write_workbook
from orchestration.warehouse.manifest import mart_models


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_neutralised(tmp_path: Path, text: str) -> None:
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    write_sheet(book.add_worksheet("rows"), Styles(book), [text], ["@"], [[text]])
    book.close()
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["rows"]
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.value.startswith("'")


def test_other_texts_stay_as_they_are() -> None:
    assert [safe_text(t) for t in ("서울", "1=1", "")] == ["서울", "1=1", ""]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("share_of_nation", "double", "0.0%"),
        ("location_quotient", "double", "0.000"),
        ("value", "bigint", "#,##0"),
        ("year", "integer", "0"),
        ("change", "decimal(29,6)", "#,##0.0##"),
        ("region_code", "varchar", "@"),
        ("retrieved_at", "timestamp with time zone", "yyyy-mm-dd hh:mm"),
    ],
)
def test_number_formats(name: str, kind: str, expected: str) -> None:
    assert number_format({"name": name, "data_type": kind}) == expected


def test_headings_in_both_languages() -> None:
    column = {"name": "share_of_nation", "config": {"meta": {"ko": "전국 대비 비중(0~1)"}}}
    assert heading(column) == "전국 대비 비중\nShare of nation"
    assert english({"name": "region_name_ko"}) == "Region name (Korean)"


@pytest.mark.parametrize(
    ("name", "meaning", "expected"),
    [
        ("request", "요청 내용(키 제외, JSON)", "요청 내용"),
        ("related_tasks_ko", "관련 정책과제(한국어, 세미콜론 구분)", "관련 정책과제(한국어)"),
        ("status", "observed 공표, suppressed 인원수 비공개", "상태"),
    ],
)
def test_no_korean_heading_is_cut_within_brackets(name: str, meaning: str, expected: str) -> None:
    assert korean({"name": name, "config": {"meta": {"ko": meaning}}}) == expected


def test_every_heading_is_short_and_unique_in_its_mart() -> None:
    """Headings of all marts: not a sentence, and no heading twice."""
    for mart, model in mart_models().items():
        columns = list(model["columns"].values())
        assert len({heading(c) for c in columns}) == len(columns), mart
        for column in columns:
            found = korean(column)
            assert 1 <= len(found) <= 34, (mart, column["name"], found)
            assert found.count("(") == found.count(")"), (mart, column["name"], found)
            assert not found[0].islower(), (mart, column["name"], found)


def test_large_marts_show_their_latest_part() -> None:
    models = mart_models()
    assert select_rows("industry_share", MOST_ROWS, models["industry_share"]).condition == "true"
    large = select_rows("regional_complement", MOST_ROWS + 1, models["regional_complement"])
    assert "max(year)" in large.condition
    assert "base_region_code = '11'" in large.condition
    assert large.english == "from the latest year with divisions on, base region Seoul (11)"
    monthly = select_rows("sdot_monthly", MOST_ROWS + 1, models["sdot_monthly"])
    assert (monthly.condition, monthly.english) == (
        '"month" = (select max("month") from "sdot_monthly")',
        "the latest month",
    )


def test_a_part_that_is_too_large_is_narrowed_to_provinces() -> None:
    models = mart_models()
    widest, narrower = selections("industry_share", MOST_ROWS + 1, models["industry_share"])
    assert narrower.condition == f"{widest.condition} and region_level <> 'district'"
    assert narrower.english == "from the latest year with divisions on, the nation and provinces"
    small = list(selections("industry_share", 1, models["industry_share"]))
    assert [s.english for s in small] == ["", "the nation and provinces"]
    assert len(list(selections("source_snapshots", 1, models["source_snapshots"]))) == 1


def test_a_mart_too_large_for_a_sheet_is_listed_on_the_cover(tmp_path: Path) -> None:
    """Rows of one year in one region, so that no smaller selection exists."""
    models = {"industry_share": mart_models()["industry_share"]}
    rows = MOST_SHOWN + 1
    with duckdb.connect(str(tmp_path / "marts.duckdb")) as marts:
        columns = models["industry_share"]["columns"].values()
        made = (f"cast(null as {c['data_type']}) as {c['name']}" for c in columns)
        marts.execute(
            f"create table industry_share as select {', '.join(made)} from range({rows});"
            "update industry_share set year = 2023, region_level = 'nation'"
        )
    marts_in_it = [ExportedMart("industry_share", rows)]
    path = write_workbook(tmp_path, marts_in_it, models, [], "r-1", Citation("인용", "citation"))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [COVER, SOURCES]
    cells = {cell.value: cell for row in book[COVER].iter_rows() for cell in row}
    assert "1: industry_share" in cells
    assert cells["industry_share"].hyperlink is None
    (told,) = [str(value) for value in cells if "too many for a sheet" in str(value)]
    assert f"{rows:,} rows" in told
    assert "csv/industry_share.csv" in told
    assert "parquet/industry_share.parquet" in told
