"""Every way in which the Seoul service, or the way to it, can fail."""

from __future__ import annotations

import json

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
from tests.support.live_lake import IMPATIENT, set_limits
from tests.support.loopback import Answer
from tests.support.seoul_service import SERVICE, error, reading

HOUR = "2026-03-01_02"
WINDOW = Window(HOUR, HOUR)
FINAL = [
    ("INFO-100", CredentialRejected),
    ("ERROR-300", ConfigurationError),
    ("ERROR-301", ConfigurationError),
    ("ERROR-310", ConfigurationError),
    ("ERROR-331", ConfigurationError),
    ("ERROR-332", ConfigurationError),
    ("ERROR-333", ConfigurationError),
    ("ERROR-334", ConfigurationError),
    ("ERROR-335", ConfigurationError),
    ("ERROR-336", ConfigurationError),
    ("ERROR-999", SourceUnavailable),
]


def page(rows: list[dict[str, str]], total: int, code: str = "INFO-000") -> Answer:
    body = {
        SERVICE: {"list_total_count": total, "RESULT": {"CODE": code, "MESSAGE": ""}, "row": rows}
    }
    return Answer(json.dumps(body).encode())


def second(target: str) -> bool:
    return "/4/6/" in target


@pytest.mark.parametrize(("code", "kind"), FINAL)
def test_a_code_is_final(seoul: Seoul, code: str, kind: type[SmartCityError]) -> None:
    body = json.dumps({"RESULT": {"CODE": code, "MESSAGE": "그래서"}}).encode()
    seoul.server.fail(Answer(body), times=9)
    with pytest.raises(kind, match=f"Seoul Open Data {code}: 그래서") as caught:
        seoul.lake.refresh(WINDOW)
    assert len(seoul.server.requests) == 1
    assert caught.value.remedy


@pytest.mark.parametrize(
    "answer",
    [
        error("ERROR-500"),
        error("ERROR-600"),
        error("ERROR-601"),
        Answer(status=429),
        Answer(status=503),
        Answer(reset=True),
        Answer(slow=1.5),
        Answer(b"{" + b" " * 500, cut=4),
    ],
    ids=["500", "600", "601", "429", "503", "reset", "slow", "cut"],
)
def test_a_temporary_failure_is_retried(
    seoul: Seoul, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if answer.slow:
        set_limits(monkeypatch, "seoul", IMPATIENT)
    seoul.server.fail(answer, times=2, when=second)
    assert seoul.lake.refresh(WINDOW) == {"2026-03": 7}
    assert seoul.server.asked("/4/6/") == 3 or answer.slow


def test_a_lasting_failure_ends_with_one_line(seoul: Seoul) -> None:
    seoul.server.fail(error("ERROR-600"), times=99)
    with pytest.raises(SourceUnavailable, match=r"ERROR-600: .* \(4 attempts\)"):
        seoul.lake.refresh(WINDOW)
    assert len(seoul.server.requests) == 4


def test_no_data_at_all_is_refused(seoul: Seoul) -> None:
    seoul.service.hours = {}
    with pytest.raises(ArrivalRefused, match=r"no hour from .* has any data"):
        seoul.lake.refresh()


def rows(*sensors: int, hour: str = HOUR) -> list[dict[str, str]]:
    return [reading(n, hour) for n in sensors]


REFUSED = {
    "html": (Answer(b"<html>maintenance</html>"), "HTML or XML page"),
    "half": (Answer(b'{"IotVdata017": {"list_total'), "not complete JSON"),
    "list": (Answer(b"[]"), "not an object"),
    "empty object": (Answer(b"{}"), "no field 'RESULT'"),
    "fewer rows": (
        page(rows(3, 4), 7),
        "page 2 has 2 rows, 3 are expected from list_total_count 7",
    ),
    "more rows": (page(rows(3, 4, 5, 6), 7), "page 2 has 4 rows"),
    "count changed": (page(rows(3, 4, 5), 8), "list_total_count went from 7 to 8"),
    "page without data": (error("INFO-200"), "page 2 has no data although"),
    "shifted": (page(rows(2, 3, 4), 7), "duplicate row: sensor SYN00002"),
    "twice in a page": (page(rows(3, 3, 4), 7), "duplicate row: sensor SYN00003"),
    "another hour": (
        page(rows(3, 4, 5, hour="2026-03-01_01"), 7),
        "was returned where 2026-03-01_02 was",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_page_is_refused_and_quarantined(seoul: Seoul, name: str) -> None:
    answer, message = REFUSED[name]
    seoul.server.fail(answer, when=second)
    with pytest.raises(ArrivalRefused, match=message) as caught:
        seoul.lake.refresh(WINDOW)
    (aside,) = seoul.lake.quarantined()
    assert (aside / "answer").read_bytes() == answer.body
    assert (aside / "reason.txt").read_text("utf-8").strip() == str(caught.value)
    assert seoul.lake.active() == {}
    assert seoul.lake.refresh(WINDOW) == {"2026-03": 7}


CHANGED = {
    "column is new": ({"AVG_PM10": "1"}, "column AVG_PM10 is new"),
    "column is gone": ({"AVG_TP": None}, "column AVG_TP is missing"),
    "type changed": ({"AVG_WD": "북서"}, "'북서' is not a number"),
    "no time": ({"REG_DT": "yesterday"}, "'yesterday' is not a time"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_column_is_refused_when_it_is_staged(seoul: Seoul, name: str) -> None:
    seoul.lake.refresh(WINDOW)
    before = seoul.lake.active(), seoul.lake.staged("sdot_readings")
    fields, message = CHANGED[name]
    kept = {k: v for k, v in fields.items() if v is not None}
    for row in seoul.service.hours[HOUR]:
        row.update(kept)
        for gone in fields.keys() - kept.keys():
            del row[gone]
    with pytest.raises(ArrivalRefused, match=message):
        seoul.lake.refresh(WINDOW, force=True)
    assert (seoul.lake.active(), seoul.lake.staged("sdot_readings")) == before
    assert len(seoul.lake.quarantined()) == 3


def test_stars_and_blanks_are_not_measured(seoul: Seoul) -> None:
    seoul.service.hours[HOUR] = [{**reading(0, HOUR), "AVG_TP": "*****", "MAX_TP": " "}]
    seoul.lake.refresh(WINDOW)
    staged = seoul.readings().to_pylist()
    (row,) = [r for r in staged if r["metric"] == "temperature"]
    assert (row["value_min"], row["value_avg"], row["value_max"]) == (20.5, None, None)
