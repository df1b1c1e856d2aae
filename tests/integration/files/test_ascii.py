"""A file of ASCII alone is read without decoding: tables and refusals are those of the other way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.generate_microdata import write_microdata
from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ArrivalRefused
from orchestration.sources.mdis import provider as mdis
from orchestration.sources.provider import Tables
from orchestration.sources.tables import csv_file
from orchestration.sources.tables.csv_file import is_ascii
from tests.support.file_gallery import GALLERY, microdata, microdata_row
from tests.support.microdata import microdata_snapshot

GOOD = microdata([microdata_row(employees=str(n)) for n in range(40)])
BROKEN = {
    "short row": GOOD + b"2019,11\n",
    "long row": GOOD + microdata([[*microdata_row(), "1"]]),
    "cut off": GOOD[: GOOD.rindex(b",")],
    "open quote": GOOD + b'"' + GOOD,
    "quote with a line in it": GOOD + b'2019,"1\n1"' + b",1" * 29 + b"\n",
    "a zero byte": GOOD + microdata([microdata_row(employees="\0")]),
    "no number": GOOD + microdata([microdata_row(employees="many")]),
    "fraction": GOOD + microdata([microdata_row(employees="2.5x")]),
    "negative": GOOD + microdata([microdata_row(employees="-1")]),
    "too large": GOOD + microdata([microdata_row(employees="9" * 30)]),
    "other year": GOOD + microdata([microdata_row(year="2018")]),
    "blank year": GOOD + microdata([microdata_row(year="")]),
    "unknown industry": GOOD + microdata([microdata_row(leaf="99999")] * 9),
    "other widths": GOOD + microdata([microdata_row("1", "1010")] * 9),
    "empty": b"",
    "empty lines": b"\n\n\n",
}


def _parsed(path: Path) -> Tables | str:
    """The tables, or the refusal in full."""
    try:
        return mdis.parse(
            load_declarations()["mdis_census"], [microdata_snapshot(path, "file.csv")]
        )
    except ArrivalRefused as refusal:
        return str(refusal)


@pytest.fixture
def both_ways(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], list[Tables | str]]:
    def parsed(path: Path) -> list[Tables | str]:
        assert is_ascii(path)
        found = [_parsed(path)]
        with monkeypatch.context() as patch:
            patch.setattr(mdis, "is_ascii", lambda _: False)
            return [*found, _parsed(path)]

    return parsed


@pytest.mark.parametrize("block", [256, 1 << 22])
def test_same_tables(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    both_ways: Callable[[Path], list[Tables | str]],
    block: int,
) -> None:
    monkeypatch.setattr(csv_file, "_BLOCK", block)
    path = tmp_path / "file.csv"
    write_microdata(path, 2_000, unknown_share=0.005, missing_share=0.01)
    ascii_way, other_way = both_ways(path)
    assert isinstance(ascii_way, dict)
    assert isinstance(other_way, dict)
    assert ascii_way["census_cells"].num_rows > 2_000
    assert ascii_way["left_out"].num_rows > 10
    for name, table in ascii_way.items():
        assert table.equals(other_way[name])


@pytest.mark.parametrize("name", BROKEN)
def test_same_refusals(
    tmp_path: Path, both_ways: Callable[[Path], list[Tables | str]], name: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(BROKEN[name])
    ascii_way, other_way = both_ways(path)
    assert isinstance(ascii_way, str), ascii_way
    assert ascii_way == other_way


@pytest.mark.parametrize("path", sorted((GALLERY / "mdis").glob("*.csv")), ids=lambda p: p.stem)
def test_same_answers_to_the_gallery(
    path: Path, both_ways: Callable[[Path], list[Tables | str]]
) -> None:
    ascii_way, other_way = both_ways(path)
    assert ascii_way == other_way


def test_korean_in_a_column_that_nobody_reads_changes_no_cell(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(GOOD)
    plain = _parsed(path)
    path.write_bytes(GOOD.replace(b"2001,**", "2001,똠".encode("cp949"), 1))
    assert not is_ascii(path)
    assert _parsed(path) == plain


def test_bytes_that_are_neither_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    broken = b"2001,\xff\xff"
    path.write_bytes(GOOD.replace(b"2001,**", broken, 1))
    assert "the first line is neither UTF-8 nor CP949" in str(_parsed(path))
    path.write_bytes(GOOD + GOOD.replace(b"2001,**", broken, 1))
    assert "not a CSV file in all lines" in str(_parsed(path))


@pytest.mark.parametrize("at", [0, 4, 7, 8])
def test_one_byte_anywhere_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(csv_file, "_BLOCK", 4)
    path = tmp_path / "file.csv"
    path.write_bytes(b"a" * at + b"\x80" + b"a" * 3)
    assert not is_ascii(path)
    path.write_bytes(b"a" * 9)
    assert is_ascii(path)
