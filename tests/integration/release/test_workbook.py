"""The workbook of the bundled release: every cell equal to the marts, and opened with LibreOffice."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from orchestration.release.export import key_of
from orchestration.release.views import period_of
from orchestration.release.workbook.columns import plan_columns
from orchestration.release.workbook.workbook import (
    CODES,
    COVER,
    DICTIONARY,
    PROVINCES,
    SOURCES,
    SUMMARY,
)
from orchestration.storage.sql import quote_name
from orchestration.warehouse.manifest import mart_models
from tests.support.needs import need

MODELS = mart_models()


@pytest.fixture(scope="module")
def workbook(release: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(release / "smart_city.xlsx", read_only=True)


@pytest.fixture(scope="module")
def cover(workbook: openpyxl.Workbook) -> dict[str, tuple[Any, ...]]:
    """The lines of the cover by their first cell."""
    return {str(row[0]): row for row in workbook[COVER].iter_rows(values_only=True) if row[0]}


@pytest.fixture
def marts(marts_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(marts_file), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


def sheet_of(mart: str) -> str:
    return DICTIONARY if mart == "data_dictionary" else mart


def rows_of(book: openpyxl.Workbook, mart: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The English headings and the rows of a mart's sheet."""
    rows = list(book[sheet_of(mart)].iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if row[1] is not None)
    return [str(cell).split("\n")[1] for cell in rows[top]], rows[top + 1 :]


def as_in_a_cell(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str):
        return "'" + value if value.startswith(("=", "+", "-", "@")) else value or None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return value


def test_sheets(workbook: openpyxl.Workbook, release: Path) -> None:
    rows = json.loads((release / "release.json").read_text("utf-8"))["marts"]
    shown = {sheet_of(mart) for mart, count in rows.items() if count}
    assert workbook.sheetnames[:3] == [COVER, SUMMARY, PROVINCES]
    assert workbook.sheetnames[-3:] == [DICTIONARY, CODES, SOURCES]
    assert set(workbook.sheetnames) == {COVER, SUMMARY, PROVINCES, CODES, SOURCES, *shown}


def test_the_cover_gives_a_reason_for_every_mart_without_a_sheet(
    workbook: openpyxl.Workbook, cover: dict[str, tuple[Any, ...]], release: Path
) -> None:
    record = json.loads((release / "release.json").read_text("utf-8"))
    without = {mart for mart in record["marts"] if sheet_of(mart) not in workbook.sheetnames}
    assert {"sdot_monthly", "sdot_sensor_health", "unmapped_codes"} <= without
    for mart in without:
        korean, english = str(cover[mart][5]).split(" / ")
        assert len(korean) > 10
        assert len(english) > 10
    for mart, rows in record["marts"].items():
        if mart not in without:
            _, _, _, shown, in_all, left_out = cover[sheet_of(mart)][:6]
            assert in_all == rows
            assert shown == rows or f"csv/{mart}.csv" in left_out, mart


@pytest.mark.parametrize("mart", sorted(MODELS))
def test_cells_equal_the_mart(
    workbook: openpyxl.Workbook, marts: duckdb.DuckDBPyConnection, mart: str
) -> None:
    """Every row of the sheet is a row of the mart, in the order of the sheet; no year is left out."""
    if sheet_of(mart) not in workbook.sheetnames:
        pytest.skip("a mart without rows has no sheet")
    headings, rows = rows_of(workbook, mart)
    columns = plan_columns(MODELS[mart])
    assert headings == [column.english for column in columns]
    names = [column.name for column in columns]
    key = key_of(MODELS[mart])
    stored = marts.execute(f"select * from {quote_name(mart)}")
    fields = [field[0] for field in stored.description]
    by_key = {
        tuple(as_in_a_cell(row[fields.index(k)]) for k in key): row for row in stored.fetchall()
    }
    assert len(rows) == len({tuple(row[names.index(k)] for k in key) for row in rows})
    for row in rows:
        found = by_key[tuple(row[names.index(k)] for k in key)]
        for name, cell in zip(names, row, strict=True):
            if name in fields:
                expected = as_in_a_cell(found[fields.index(name)])
                if isinstance(expected, float):
                    assert cell == pytest.approx(expected, rel=1e-12), (mart, name, row)
                else:
                    assert cell == expected, (mart, name, row)
    if period := period_of(MODELS[mart]):
        at, periods = names.index(period), {row[fields.index(period)] for row in by_key.values()}
        shown = [row[at] for row in rows]
        assert set(shown) == {as_in_a_cell(p) for p in periods}
        assert shown == sorted(shown, reverse=True)


def test_codes_have_korean_labels_beside_them(workbook: openpyxl.Workbook) -> None:
    headings, rows = rows_of(workbook, "industry_estimate")
    found = {
        (row[headings.index(f"{label}{kind}")], row[headings.index(label)])
        for label, kind in (
            ("Series", " code"), ("Measure", " code"), ("Level", " code"), ("Method", " code"),
            ("KSIC", " code"), ("Region", " code"), ("Reliability", " code"),
        )
        for row in rows
    }  # fmt: skip
    assert {
        ("register", "등록 기반(2020년부터)"),
        ("employees", "종사자수"),
        ("division", "중분류"),
        ("62", "컴퓨터 프로그래밍, 시스템 통합 및 관리업"),
        ("11", "서울특별시"),
    } <= found
    for at, label in enumerate(headings):
        if f"{label} code" in headings:
            assert headings[at + 1] == f"{label} code"


def test_no_formula_and_no_empty_sheet(release: Path) -> None:
    with zipfile.ZipFile(release / "smart_city.xlsx") as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = book.read(name).decode()
                assert "<f>" not in xml, name
                assert xml.count("<row ") > 2, name
                assert 'orientation="landscape"' in xml, name
                assert "fitToPage" in xml, name
                assert "&amp;P / &amp;N" in xml, name


def numbers_of(workbook: openpyxl.Workbook, sheet: str) -> set[float]:
    rows = workbook[sheet].iter_rows(values_only=True)
    return {cell for row in rows for cell in row if isinstance(cell, int | float)}


def test_the_summary_and_the_tables_of_provinces_equal_the_marts(
    workbook: openpyxl.Workbook, marts: duckdb.DuckDBPyConnection
) -> None:
    """Values, bounds and estimates of the total by year; the headline has no grade C.

    Of the taxonomies of the report: those for comparison have pages, and no place in the summary.
    """
    total = (
        "layer = 'total' and counting = 'inclusive' and overlap_rule = 'two_or_more' and taxonomy_id in"
        " (select taxonomy_id from smart_city_share where overlap_rule = 'table_8')"
    )
    values = marts.execute(
        f"""select value, value_low, value_high, share, share_low, share_high
        from smart_city_share where {total}"""
    ).fetchall()
    estimates = marts.execute(
        f"""select estimate, estimate_low_80, estimate_high_80, share_estimate, share_estimate_low_80,
        share_estimate_high_80, reliability, region_code from smart_city_estimate where {total}"""
    ).fetchall()
    shown = numbers_of(workbook, PROVINCES)
    expected = {
        cell for row in (*values, *estimates) for cell in row if isinstance(cell, int | float)
    }
    assert {round(n, 9) for n in expected} <= {round(n, 9) for n in shown}
    headline = numbers_of(workbook, SUMMARY)
    seoul = [row for row in estimates if row[7] == "11"]
    assert {row[0] for row in seoul if row[6] in "AB"} <= headline
    graded = [
        row
        for row in workbook[SUMMARY].iter_rows(min_row=1, max_row=28, values_only=True)
        if row[1] in ("정확 Exact", "추정 Estimate")
    ]
    assert len(graded) >= 4
    assert not any("C" in row for row in graded)


def test_three_charts_read_their_numbers_from_the_summary(release: Path) -> None:
    with zipfile.ZipFile(release / "smart_city.xlsx") as book:
        charts = [name for name in book.namelist() if re.fullmatch(r"xl/charts/chart\d\.xml", name)]
        assert len(charts) == 3
        for name in charts:
            xml = book.read(name).decode()
            assert xml.count(f"<c:f>'{SUMMARY}'!") >= 4, name
            assert "<c:errBars>" in xml, name


def test_libreoffice_opens_it_and_prints_few_pages(
    release: Path, workbook: Any, tmp_path: Path
) -> None:
    soffice = need("libreoffice", "soffice")
    need("libreoffice", "pdfinfo")
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", tmp_path, release / "smart_city.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=580,
    )
    pdf = tmp_path / "smart_city.pdf"
    described = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    (pages,) = re.findall(r"Pages:\s+(\d+)", described)
    assert int(pages) <= 5.7 * len(workbook.sheetnames)
    text = subprocess.run(
        ["pdftotext", "-layout", "-l", "8", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "대한민국 스마트시티 산업 통계" in text
    assert "Seoul: size and share" in text
    assert "###" not in text
