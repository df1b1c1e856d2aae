"""Each file of the gallery is served as an hour and accepted or refused as listed here."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.errors import ArrivalRefused, SmartCityError
from orchestration.sources.window import Window
from tests.integration.seoul.conftest import Seoul
from tests.support.loopback import Answer

GALLERY = Path(__file__).parents[2] / "gallery" / "seoul"
WINDOW = Window("2026-03-01_02", "2026-03-01_02")
GOOD = ("good.json", "good_not_measured.json", "good_other_time.json")
BROKEN = {
    "html.html": "HTML or XML page instead of JSON",
    "truncated.json": "not whole JSON",
    "no_rows.json": "lacks 'row'",
    "count_too_high.json": "page 1 has 2 rows, list_total_count 3 makes 3",
    "count_too_low.json": "page 1 has 2 rows, list_total_count 1 makes 1",
    "duplicate_row.json": "duplicate row: sensor SYN00001",
    "other_hour.json": "a row of 2026-03-01_01:07:00 came where 2026-03-01_02 was asked for",
    "new_column.json": "column AVG_PM10 is new",
    "missing_column.json": "column MIN_GT is missing",
    "changed_type.json": "'북서' is no number",
    "no_time.json": "'2026-03-01_02:61:00' is no time",
}


@pytest.mark.parametrize("name", GOOD)
def test_good_pages_are_accepted(seoul: Seoul, name: str) -> None:
    seoul.server.fail(Answer((GALLERY / name).read_bytes()))
    assert seoul.lake.refresh(WINDOW) == {"2026-03": 2}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_pages_are_refused_and_kept_aside(seoul: Seoul, name: str) -> None:
    body = (GALLERY / name).read_bytes()
    seoul.server.fail(Answer(body))
    with pytest.raises(ArrivalRefused, match=BROKEN[name]) as caught:
        seoul.lake.refresh(WINDOW)
    assert "\n" not in str(caught.value)
    (aside,) = seoul.lake.quarantined()
    assert body in [path.read_bytes() for path in aside.iterdir()]
    assert seoul.lake.in_force() == {}


@pytest.mark.parametrize("path", sorted(GALLERY.glob("error_*.json")), ids=lambda p: p.stem)
def test_every_error_object_is_an_error(seoul: Seoul, path: Path) -> None:
    seoul.server.fail(Answer(path.read_bytes()), times=99)
    with pytest.raises(SmartCityError, match=r"Seoul Open Data|has any data"):
        seoul.lake.refresh(WINDOW)


def test_every_file_is_listed() -> None:
    listed = {*GOOD, *BROKEN, "README.md", *(p.name for p in GALLERY.glob("error_*.json"))}
    assert {path.name for path in GALLERY.iterdir()} == listed
