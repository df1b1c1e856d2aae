"""The metadata of a taxonomy file, and what a spreadsheet makes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orchestration.errors import TaxonomyRefused
from orchestration.sources.taxonomy.form import peek_taxonomy_id
from orchestration.whatif import read_taxonomy

HEADER = "taxonomy_id,layer,ksic_revision,ksic_code"
ROW = "mine,a,10,62"
TITLE = "# title_en: Robots, drones and parts"


def read(folder: Path, *lines: str) -> dict[str, object]:
    path = folder / "mine.csv"
    path.write_text("\r\n".join(lines) + "\r\n", "utf-8-sig")
    (row,) = read_taxonomy(path).to_pylist()
    return dict(row)


def test_metadata_are_in_every_row(tmp_path: Path) -> None:
    row = read(
        tmp_path,
        "# title_ko: 로봇산업 특수분류",
        TITLE,
        "# agency_ko: 통계청",
        "# notice: 제2026-1호",
        "# notice_date: 2026-07-01",
        "# valid_from: 2026-07-15",
        "# source_url: https://kssc.kostat.go.kr/",
        "# a remark",
        HEADER,
        ROW,
    )
    assert (row["title_ko"], row["agency_ko"], row["agency_en"]) == (
        "로봇산업 특수분류",
        "통계청",
        None,
    )
    assert (row["notice"], row["notice_date"]) == ("제2026-1호", date(2026, 7, 1))
    assert row["valid_from"] == date(2026, 7, 15)
    assert row["source_url"] == "https://kssc.kostat.go.kr/"
    assert row["raw_row"] == 10


@pytest.mark.parametrize(
    "line",
    [
        TITLE,
        f"{TITLE},,",
        f'"{TITLE}",,,',
        "# title_en: Robots, drones and parts,,,,,,",
        "#TITLE_EN:Robots, drones and parts",
    ],
)
def test_a_spreadsheet_keeps_the_title(tmp_path: Path, line: str) -> None:
    row = read(tmp_path, line, f"{HEADER},,", f"{ROW},,")
    assert row["title_en"] == "Robots, drones and parts"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("# titel: x", "# titel: is not a known key"),
        ("# notice_date: 1.7.2026", "'1.7.2026' is not a date"),
        ("# valid_from: 20260701", "'20260701' is not a date"),
        ("# source_url: kostat.go.kr", "is not a web address"),
        ("# notice: second", "# notice: is given twice"),
    ],
)
def test_bad_metadata_are_refused_by_line(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(TaxonomyRefused, match="line 2") as refused:
        read(tmp_path, "# notice: first", line, HEADER, ROW)
    assert reason in str(refused.value)


def test_values_right_of_the_header_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyRefused, match="6 fields where the header has 4"):
        read(tmp_path, f"{HEADER},,", f"{ROW},,x")


@pytest.mark.parametrize("content", ["", "# a", HEADER, "\x00", '"', "a,b\n1,2"])
def test_an_id_that_cannot_be_read_is_empty(content: str) -> None:
    assert peek_taxonomy_id(content.encode()) == ""


def test_the_id_is_read_behind_metadata() -> None:
    assert peek_taxonomy_id(f"\ufeff{TITLE}\n\n{HEADER}\n{ROW}\n".encode()) == "mine"
