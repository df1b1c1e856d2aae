"""Every way in which KOSIS, or the way to it, can fail: what is raised, what is tried again."""

from __future__ import annotations

import json

import pytest

from orchestration.errors import (
    ArrivalRefused,
    ConfigurationError,
    CredentialRejected,
    SmartCityError,
    SourceUnavailable,
)
from tests.integration.kosis.conftest import Kosis
from tests.support.kosis_service import error
from tests.support.live_lake import IMPATIENT, set_limits
from tests.support.loopback import Answer


def data(target: str) -> bool:
    return "getList" in target


FINAL = [
    ("10", CredentialRejected),
    ("11", CredentialRejected),
    ("42", CredentialRejected),
    ("20", ConfigurationError),
    ("21", ConfigurationError),
    ("30", ArrivalRefused),
    ("40", SourceUnavailable),
    ("41", SourceUnavailable),
]


@pytest.mark.parametrize(("number", "kind"), FINAL)
def test_an_error_number_is_final(kosis: Kosis, number: str, kind: type[SmartCityError]) -> None:
    kosis.server.fail(error(number), times=99, when=data)
    with pytest.raises(kind, match=f"KOSIS error {number}") as caught:
        kosis.lake.refresh()
    assert kosis.server.asked("getList") == 1
    assert caught.value.remedy
    assert kosis.lake.active() == {}


def test_an_unknown_error_number_is_told(kosis: Kosis) -> None:
    odd = Answer(json.dumps({"errCode": "99", "errMsg": "새 오류"}).encode())
    kosis.server.fail(odd, when=data)
    with pytest.raises(SourceUnavailable, match="KOSIS error 99: 새 오류"):
        kosis.lake.refresh()


@pytest.mark.parametrize(
    "answer",
    [
        error("50"),
        Answer(status=429),
        Answer(status=500),
        Answer(status=502, body=b"<html>bad gateway</html>"),
        Answer(status=503, headers=(("Retry-After", "0"),)),
        Answer(reset=True),
        Answer(slow=1.5),
        Answer(body=b"[" + b" " * 1000, cut=10),
    ],
    ids=["50", "429", "500", "502", "503", "reset", "slow", "cut"],
)
def test_a_passing_failure_is_asked_again(
    kosis: Kosis, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if answer.slow:
        set_limits(monkeypatch, "kosis", IMPATIENT)
    kosis.server.fail(answer, times=2, when=data)
    rows = kosis.lake.refresh()
    assert rows["2022"]
    assert rows["2023"]
    assert kosis.server.asked("getList") == 4 or answer.slow


def test_a_lasting_failure_ends_with_one_line(kosis: Kosis) -> None:
    kosis.server.fail(Answer(status=503), times=99, when=data)
    with pytest.raises(SourceUnavailable, match=r"kosis answers HTTP 503 \(4 attempts\)") as caught:
        kosis.lake.refresh()
    assert "\n" not in str(caught.value)
    assert kosis.server.asked("getList") == 4


def test_a_storm_of_429_is_waited_out(kosis: Kosis) -> None:
    storm = Answer(status=429, headers=(("Retry-After", "1"),))
    kosis.server.fail(storm, times=1, when=data)
    import time

    started = time.monotonic()
    kosis.lake.refresh()
    assert time.monotonic() - started >= 1.0


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_never_tried_again(kosis: Kosis, status: int) -> None:
    kosis.server.fail(Answer(status=status), times=99)
    with pytest.raises(CredentialRejected, match=f"HTTP {status}"):
        kosis.lake.refresh()
    assert len(kosis.server.requests) == 1


@pytest.mark.parametrize("status", [301, 400, 404])
def test_other_statuses_are_final(kosis: Kosis, status: int) -> None:
    elsewhere = (("Location", f"{kosis.server.url}elsewhere"),)
    kosis.server.fail(Answer(status=status, headers=elsewhere), times=99)
    with pytest.raises(SourceUnavailable, match=f"HTTP {status}"):
        kosis.lake.refresh()
    # None is repeated: the dates of change are only a hint, the codes are needed.
    assert [r.partition("type=")[2][:3] for r in kosis.server.requests] == ["NCD", "ITM"]


def test_a_wrong_key_is_refused_by_the_service(kosis: Kosis) -> None:
    kosis.service.key = "another"
    with pytest.raises(CredentialRejected, match="KOSIS error 11"):
        kosis.lake.refresh()
    assert len(kosis.server.requests) == 1


def test_the_wrong_kind_of_period_says_so(kosis: Kosis) -> None:
    kosis.declare(period_kind="M")
    with pytest.raises(ArrivalRefused, match=r"KOSIS error 30.*prdSe"):
        kosis.lake.refresh()


def test_nobody_listens(kosis: Kosis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_KOSIS_URL", "http://127.0.0.1:9/")
    kosis.lake.settings = type(kosis.lake.settings)(_env_file=None)
    with pytest.raises(SourceUnavailable, match="ConnectError"):
        kosis.lake.refresh()


@pytest.mark.parametrize("url", ["kosis.kr/openapi", "http://kosis.kr:port/"])
def test_a_base_url_that_is_none(kosis: Kosis, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("SMARTCITY_KOSIS_URL", url)
    kosis.lake.settings = type(kosis.lake.settings)(_env_file=None)
    with pytest.raises(ConfigurationError, match="SMARTCITY_KOSIS_URL"):
        kosis.lake.refresh()
