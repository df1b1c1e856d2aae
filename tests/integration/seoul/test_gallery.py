"""Each file of the gallery is served as an hour and accepted or refused as listed here."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.contracts.window import Window
from orchestration.errors import (
    ArrivalRefused,
    ConfigurationError,
    CredentialRejected,
    SmartCityError,
    SourceUnavailable,
)
from tests.integration.seoul.conftest import Seoul
from tests.support.loopback import Answer

GALLERY = Path(__file__).parents[2] / "gallery" / "seoul"
WINDOW = Window("2026-03-01_02", "2026-03-01_02")
GOOD = ("good.json", "good_not_measured.json", "good_other_time.json", "good_euc_kr.json")
BROKEN = {
    "html.html": "HTML or XML page instead of JSON",
    "truncated.json": "not complete JSON",
    "no_rows.json": "no field 'row'",
    "count_too_high.json": "page 1 has 2 rows, 3 are expected from list_total_count 3",
    "count_too_low.json": "page 1 has 2 rows, 1 are expected from list_total_count 1",
    "duplicate_row.json": "duplicate row: sensor SYN00001",
    "other_hour.json": "a row of 2026-03-01_01:07:00 was returned where 2026-03-01_02 was requested",
    "new_column.json": "column AVG_PM10 is new",
    "missing_column.json": "column MIN_GT is missing",
    "changed_type.json": "'북서' is not a number",
    "no_time.json": "'2026-03-01_02:61:00' is not a time",
    "xml_entities.xml": "HTML or XML page instead of JSON",
    "xml_external.xml": "HTML or XML page instead of JSON",
    "xml_half.xml": "HTML or XML page instead of JSON",
    "xml_rows.xml": "its rows as XML instead of JSON",
    "rows_empty.json": "page 1 has 0 rows, 2 are expected from list_total_count 2",
    "value_list.json": "AVG_TP is a list of 1, neither text nor a number",
    "value_object.json": "SN is an object of 1 fields, neither text nor a number",
    "value_boolean.json": "AVG_TP is true, neither text nor a number",
    "value_1e309.json": "'1e309' is not a number",
    "value_number_1e309.json": "the number 1e309 is beyond 64 bits",
    "value_superscript.json": "'20²' is not a number",
    "value_surrogate.json": "half of a surrogate pair",
    "value_nul.json": "the character NUL",
    "value_5000_digits.json": "a whole number of 5,000 digits",
    "too_deep.json": "nested too deeply",
    "count_boolean.json": "list_total_count of the response is true, not a count",
    "count_beyond_64_bits.json": "a whole number of 19 digits",
    "count_superscript.json": "list_total_count of the response is '2²', not a count",
    "count_endless.json": "announces 999,999,999 rows for one hour, 300 pages hold 900",
    "result_list.json": "RESULT of the response is a list of 1, not an object",
    "code_number.json": "CODE of the response is 0, not text",
    "not_utf8.json": "the response is damaged",
    "service_text.json": "IotVdata017 of the response is '점검 중입니다', not an object",
    "escape_sequence.json": r"a row of 2026-03-01_01:.* was returned where",
}


@pytest.mark.parametrize("name", GOOD)
def test_good_pages_are_accepted(seoul: Seoul, name: str) -> None:
    seoul.server.fail(Answer((GALLERY / name).read_bytes()))
    assert seoul.lake.refresh(WINDOW) == {"2026-03": 2}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_pages_are_refused_and_quarantined(seoul: Seoul, name: str) -> None:
    body = (GALLERY / name).read_bytes()
    seoul.server.fail(Answer(body))
    with pytest.raises(ArrivalRefused, match=BROKEN[name]) as caught:
        seoul.lake.refresh(WINDOW)
    assert "\n" not in str(caught.value)
    (aside,) = seoul.lake.quarantined()
    assert body in [path.read_bytes() for path in aside.iterdir()]
    assert seoul.lake.active() == {}


@pytest.mark.parametrize("path", sorted(GALLERY.glob("error_*.json")), ids=lambda p: p.stem)
def test_every_error_object_is_an_error(seoul: Seoul, path: Path) -> None:
    seoul.server.fail(Answer(path.read_bytes()), times=99)
    with pytest.raises(SmartCityError, match=r"Seoul Open Data|has any data"):
        seoul.lake.refresh(WINDOW)


XML = {
    "error_INFO-100.xml": (
        CredentialRejected,
        "INFO-100: 인증키가 유효하지.*correct SEOUL_API_KEY",
    ),
    "error_INFO-100_euc_kr.xml": (CredentialRejected, "인증키가 유효하지.*correct SEOUL_API_KEY"),
    "error_INFO-100_service.xml": (CredentialRejected, "INFO-100: 인증키가 유효하지"),
    "error_INFO-100_unknown_encoding.xml": (CredentialRejected, "INFO-100: 인증키가 유효하지"),
    "error_INFO-200.xml": (ArrivalRefused, "has any data"),
    "error_ERROR-310.xml": (ConfigurationError, "ERROR-310: .*correct request.service"),
    "error_ERROR-500.xml": (SourceUnavailable, r"ERROR-500: 서버 오류입니다. \(4 attempts\)"),
}


@pytest.mark.parametrize("name", XML)
def test_an_error_may_come_as_xml(seoul: Seoul, name: str) -> None:
    kind, message = XML[name]
    seoul.server.fail(Answer((GALLERY / name).read_bytes()), times=99)
    with pytest.raises(kind, match=message):
        seoul.lake.refresh(WINDOW)
    assert len(seoul.server.requests) == (4 if kind is SourceUnavailable else 1)


def test_an_hour_without_data_may_come_as_xml(seoul: Seoul) -> None:
    seoul.server.fail(
        Answer((GALLERY / "error_INFO-200.xml").read_bytes()), when=lambda t: "_00/" in t
    )
    assert seoul.lake.refresh() == {"2026-02": 14, "2026-03": 14}


def test_every_file_is_listed() -> None:
    listed = {*GOOD, *BROKEN, *XML, "README.md"}
    listed |= {p.name for p in GALLERY.glob("error_*.json")}
    assert {path.name for path in GALLERY.iterdir()} == listed
