"""`smartcity query` and `smartcity tables` as an analyst uses them, on the bundled release."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import run_smartcity
from tests.support.terminal import Terminal

TEN = "select year, region_code, value, share_of_nation from industry_share where"
TEN += " ksic_code = '62' and measure = 'employees' and year = 2023 order by region_code limit 10"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("", "the query is empty"),
        (" -- nothing\n", "the query is empty"),
        ("select 1; select 2", "the text has 2 statements, but a query is one"),
        ("set threads = 2", "SET is not a query; a release is read-only"),
        ("delete from industry_share", "DELETE is not a query"),
        ("copy (select 1) to 'x.csv'", "COPY is not a query"),
        (
            "select yeer from industry_share",
            'no column "yeer" | at line 1, column 8 | to do: did you mean "year"?',
        ),
        (
            "select year\nfrom industry_share\nwhere region_cod = '11'",
            'no column "region_cod" | at line 3, column 7 | to do: did you mean "region_code"?',
        ),
        (
            "select '서울', i.yr from industry_share as i",
            'table "i" has no column "yr" | at line 1, column 14 | to do: did you mean "year"?',
        ),
        (
            "select * from industri_share",
            'no table "industri_share" | at line 1, column 15 | to do: did you mean "industry_share"?',
        ),
        (
            "select j.year from industry_share as i",
            'the query has no table "j" | at line 1, column 8',
        ),
        (
            "select zzzzqq from industry_share",
            'no column "zzzzqq" | at line 1, column 8 | to do: `smart',
        ),
        ("selec 1", 'syntax error at or near "selec" | at line 1, column 1'),
        (
            "select '서울' as 지역,\n 'x' fro t u v",
            'syntax error at or near "t" | at line 2, column 10',
        ),
        (f"select {'1 + ' * 60} 1 1 1", 'syntax error at or near "1" | at line 1, column 251'),
        ("select 'a'::integer", "Conversion Error: Could not convert string 'a'"),
    ],
)
def test_what_is_wrong_and_where(sql: str, said: str, bundled_lake: Path) -> None:
    done = run_smartcity(bundled_lake, "query", sql)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("error: SC701 ")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("condition", "hints"),
    [
        ("ksic_code = 'C26'", ["no row of industry_share has ksic_code = 'C26'; did you mean 26?"]),
        ("'C26' = ksic_code", ["no row of industry_share has ksic_code = 'C26'; did you mean 26?"]),
        (
            "year = 2015 and measure in ('employee', 'employees')",
            [
                "no row of industry_share has year = 2015; the values are 2020 to 2024",
                "no row of industry_share has measure = 'employee'; did you mean employees?",
            ],
        ),
        (
            "region_code = 'x'",
            ["no row of industry_share has region_code = 'x'; the values are 00 to 39"],
        ),
        (
            "year = 2024 and ksic_code = '62'",
            [
                "without the condition on year, industry_share has rows; the values are 2020 to 2023",
                "without the condition on ksic_code, industry_share has rows; the values are A to TOTAL",
            ],
        ),
        ("value < 0", []),
    ],
)
def test_an_empty_result_says_why(condition: str, hints: list[str], bundled_lake: Path) -> None:
    sql = f"with t as (select * from industry_share where {condition}) select * from t"
    for text in (sql, f"select year from industry_share as i where i.{condition}"):
        if "'C26' =" in condition and "i." in text:
            continue
        done = run_smartcity(bundled_lake, "query", text)
        assert done.returncode == 0
        assert done.stdout.splitlines()[-1] == "0 rows"
        assert done.stderr.splitlines() == [f"hint: {hint}" for hint in hints]


def test_numbers_of_a_column_look_alike(bundled_lake: Path) -> None:
    lines = run_smartcity(bundled_lake, "query", TEN).stdout.splitlines()
    assert lines[-1] == "10 rows"
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines[3:-2]]
    assert {year for year, *_ in cells} == {"2023"}
    assert any("," in value for _, _, value, _ in cells)
    assert all("," in value for _, _, value, _ in cells if len(value) > 3)
    assert len({len(share.partition(".")[2]) for *_, share in cells}) == 1


def test_forms_for_programs(bundled_lake: Path) -> None:
    text = run_smartcity(bundled_lake, "query", "--csv", TEN).stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    objects = json.loads(run_smartcity(bundled_lake, "query", "--json", TEN).stdout)
    assert len(rows) == len(objects) == 10
    assert [float(row["share_of_nation"]) for row in rows] == [
        o["share_of_nation"] for o in objects
    ]
    total = run_smartcity(bundled_lake, "query", "--json", "select sum(1.5::decimal(9, 2)) as n")
    assert json.loads(total.stdout) == [{"n": 1.5}]


def test_a_file_with_the_query(bundled_lake: Path, tmp_path: Path) -> None:
    file = tmp_path / "query.sql"
    file.write_text("﻿-- rows\nselect 4711 as n;\n", encoding="utf-8")
    assert run_smartcity(bundled_lake, "query", "--csv", "-f", str(file)).stdout == "n\n4711\n"
    piped = subprocess.run(
        [sys.executable, "-m", "orchestration", "query", "--csv", "--file", "-"],
        input="select 4711 as n",
        env={"SMARTCITY_LAKE": str(bundled_lake)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert piped.stdout == "n\n4711\n"
    file.write_bytes(b"select '\xbc\xad\xbf\xef'")
    for arguments in (
        ("-f", str(file)),
        ("-f", str(tmp_path / "none.sql")),
        (),
        ("select 1", "-f", "-"),
    ):
        done = run_smartcity(bundled_lake, "query", *arguments)
        assert done.returncode == 1
        assert done.stderr.startswith("error: SC701 ")
        assert "Traceback" not in done.stderr


def test_tables(bundled_lake: Path) -> None:
    listed = run_smartcity(bundled_lake, "tables")
    assert "│ industry_share " in listed.stdout
    described = run_smartcity(bundled_lake, "tables", "industry_share", "--ko").stdout
    assert "전국 대비 비중" in described
    columns = json.loads(run_smartcity(bundled_lake, "tables", "industry_share", "--json").stdout)
    assert [c["name"] for c in columns][:3] == ["series", "year", "region_code"]
    assert all(c["description_en"] and c["description_ko"] for c in columns)
    done = run_smartcity(bundled_lake, "tables", "industri_share")
    assert done.returncode == 1
    assert "there is no mart industri_share" in done.stderr
    assert "did you mean industry_share?" in done.stderr


def test_a_narrow_terminal_gets_the_vertical_form(bundled_lake: Path) -> None:
    sql = "select * from industry_share limit 2"
    with Terminal(bundled_lake, "query", sql, columns=90, lines=60) as terminal:
        status, screen = terminal.wait()
    assert status == 0
    assert "row 2\n  series             register\n" in screen
    assert max(map(len, screen.splitlines())) <= 90
    assert screen.endswith("2 rows\n")
    with Terminal(bundled_lake, "query", sql, columns=500, lines=60) as terminal:
        _, screen = terminal.wait()
    assert "row 2\n" not in screen
    assert "│ 2020 │" in screen


def test_a_long_result_is_shown_in_the_pager(bundled_lake: Path) -> None:
    """Ctrl-C belongs to the pager while it runs; the command ends with it."""
    sql = "select year from industry_share order by year"
    pager = f"{sys.executable} {Path(__file__).parent / 'pager.py'}"
    with Terminal(bundled_lake, "query", sql, lines=20, PAGER=pager) as terminal:
        terminal.wait_for("page 1")
        terminal.press("\x03")
        terminal.wait_for("pager goes on")
        terminal.press("q\r")
        status, screen = terminal.wait()
    assert status == 0
    assert "13,902 rows, the first 1,000 are shown; --csv prints all" in screen
