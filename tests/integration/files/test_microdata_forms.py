"""Microdata as people have them: a header, a byte order mark, blanks, numbers out of a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.sources.mdis.layout import Microdata
from tests.integration.files.conftest import FileLake
from tests.support.file_gallery import microdata, microdata_row

NAME = "사업체조사_2019.csv"
COLUMNS = Microdata.of(load_declarations()["mdis_census"]).layouts[0].columns
ROWS = [microdata_row(employees=str(n)) for n in range(1, 40)]
ROWS += [microdata_row("21", "030", "A", "01110", "7")] * 9
QUERY = "select region_code, ksic_code, measure, value, status from census_cells order by all"


def with_header(rows: list[list[str]], columns: tuple[str, ...] = COLUMNS) -> str:
    return microdata([list(columns), *rows]).decode("cp949")


def turned(rows: list[list[str]]) -> str:
    """Columns in the other order, one more between them."""
    return with_header([["x", *reversed(row)] for row in rows], ("비고", *reversed(COLUMNS)))


def spreadsheet(value: str) -> str:
    """What is left of a number in a spreadsheet that shows one decimal."""
    return f"{int(value)}.0" if value.isdigit() else value


ACCEPTED: dict[str, Callable[[], bytes]] = {
    "header": lambda: with_header(ROWS).encode("cp949"),
    "header in UTF-8": lambda: with_header(ROWS).encode(),
    "header with a byte order mark": lambda: with_header(ROWS).encode("utf-8-sig"),
    "byte order mark alone": lambda: b"\xef\xbb\xbf" + microdata(ROWS),
    "other order": lambda: turned(ROWS).encode("cp949"),
    "blanks": lambda: microdata([[f" {value}  " for value in row] for row in ROWS]),
    "spreadsheet": lambda: microdata([[spreadsheet(value) for value in row] for row in ROWS]),
    "lost zeros": lambda: microdata(
        [[str(int(v)) if v.isdigit() else v for v in row] for row in ROWS]
    ),
    "quotes": lambda: microdata([[f'"{value}"' for value in row] for row in ROWS]),
}
REFUSED: dict[str, tuple[bytes, str]] = {
    "a column is missing": (
        with_header([row[:-1] for row in ROWS], COLUMNS[:-1]).encode("cp949"),
        "the header of 2019 does not have 주사업_산업세세분류코드",
    ),
    "a column twice": (
        with_header([[*row, "3"] for row in ROWS], (*COLUMNS, "합계종사자수")).encode("cp949"),
        "the header has 합계종사자수 2 times",
    ),
    "UTF-16": (with_header(ROWS).encode("utf-16"), "the file is UTF-16"),
    "tabs": (microdata(ROWS).replace(b",", b"\t"), "separated by tabs, not by commas"),
    "fixed width": (
        microdata(ROWS).replace(b",", b"").replace(b"*", b"0").replace(b"J", b"1"),
        "fixed width",
    ),
    "unknown names": (b"a,b,c\n1,2,3\n", "neither a year nor known column names"),
    "fractions": (
        microdata([*ROWS, microdata_row(employees="2.5")]),
        "합계종사자수 is not a count in 1 rows",
    ),
}


@pytest.mark.parametrize("form", ACCEPTED)
def test_the_same_cells_in_every_form(lake: FileLake, form: str) -> None:
    lake.drop(microdata(ROWS), NAME)
    lake.receive()
    lake.stage()
    expected = lake.rows(QUERY)
    content = ACCEPTED[form]()
    assert content != microdata(ROWS)
    lake.drop(content, NAME)
    (receipt,) = lake.receive()
    assert receipt.status == "loaded", receipt.detail
    lake.stage()
    assert lake.rows(QUERY) == expected
    assert lake.rows("select count(*) from left_out") == [(0,)]


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_said_in_one_line(lake: FileLake, what: str) -> None:
    content, words = REFUSED[what]
    lake.drop(content, NAME)
    (receipt,) = lake.receive()
    assert receipt.status in ("refused", "unrecognised")
    assert words in receipt.detail
    assert "\n" not in receipt.detail
    assert "to do:" in receipt.detail


def test_what_is_suppressed_now_is_not_repeated_among_revisions(lake: FileLake) -> None:
    """A corrected file in which a cell falls below the threshold: its old number is withheld."""
    lake.drop(microdata(ROWS), NAME)
    lake.receive()
    lake.stage()
    fewer = [*ROWS[:39], *[microdata_row("21", "030", "A", "01121", "7")] * 7, *ROWS[-2:]]
    lake.drop(microdata(fewer), NAME)
    lake.receive()
    lake.stage()
    old = lake.rows(
        "select distinct old_value from revisions where new_value like '%status=suppressed'"
    )
    assert old == [("withheld",)]
