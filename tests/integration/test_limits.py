"""Responses that are slow, large or endless: each ends with one line, within its limit."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from orchestration.contracts.window import Window
from orchestration.errors import ArrivalRefused, ConfigurationError, SourceUnavailable
from orchestration.services import SERVICES, Limits, ServiceAccess
from orchestration.settings import Settings
from orchestration.sources.web.web_service import WebService
from tests.conftest import run_smartcity
from tests.integration.kosis.conftest import Kosis, kosis  # noqa: F401
from tests.integration.seoul.conftest import Seoul, seoul  # noqa: F401
from tests.support.kosis_service import error
from tests.support.live_lake import QUICK, set_limits
from tests.support.loopback import Answer, Loopback, serving

KEY = "synthetic key of a test/+="
FEW = replace(QUICK, call_timeout=0.5, patience=1.2, refresh_timeout=30.0, most_bytes=100_000)
BODY = b"x" * 1000


@contextmanager
def asked(answer: Answer, limits: Limits) -> Iterator[tuple[WebService, Loopback]]:
    with (
        serving(lambda target: answer) as server,
        WebService(ServiceAccess(SERVICES["kosis"], SecretStr(KEY), server.url, limits)) as web,
    ):
        yield web, server


def body_of(web: WebService) -> bytes:
    return web.get("data", lambda body: body, where="test")


DRIPS = {
    "body": Answer(BODY, drip=0.05),
    "headers": Answer(raw=b"HTTP/1.1 200 OK\r\nX-Filler: " + BODY, drip=0.05),
    "nothing": Answer(BODY, slow=3.0),
}


@pytest.mark.parametrize("name", DRIPS)
def test_a_slow_answer_ends_at_the_deadline(name: str) -> None:
    limits = replace(FEW, read_timeout=20.0)
    started = time.monotonic()
    with (
        asked(DRIPS[name], limits) as (web, _),
        pytest.raises(
            SourceUnavailable, match=r"does not answer in full within .* \(\d attempts\)"
        ),
    ):
        body_of(web)
    assert time.monotonic() - started < 3.0


def test_the_deadline_of_a_refresh_ends_all_calls() -> None:
    limits = replace(FEW, refresh_timeout=0.6, patience=900.0, call_timeout=900.0)
    started = time.monotonic()
    with asked(Answer(BODY, drip=0.05), limits) as (web, server):
        with pytest.raises(SourceUnavailable, match="does not answer in full within"):
            body_of(web)
        calls = len(server.requests)
        with pytest.raises(
            SourceUnavailable, match="the 1 s of a refresh for requests to kosis are used up"
        ):
            body_of(web)
        assert len(server.requests) == calls
    assert time.monotonic() - started < 3.0


LARGE = {
    "announced": Answer(b"x" * 200_000),
    "without a length": Answer(b"x" * 10_000, repeat=100_000),
    "gzip of the transfer": Answer(
        gzip.compress(b"x" * 200_000), headers=(("Content-Encoding", "gzip"),)
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_answer_is_refused_without_being_read(name: str) -> None:
    with (
        asked(LARGE[name], FEW) as (web, server),
        pytest.raises(ArrivalRefused, match=r"more than 100,000 bytes.*SMARTCITY_ANSWER_BYTES"),
    ):
        body_of(web)
    assert len(server.requests) == 1


def test_gzip_of_the_transfer_is_uncompressed() -> None:
    packed = Answer(gzip.compress(BODY), headers=(("Content-Encoding", "gzip"),))
    with asked(packed, FEW) as (web, _):
        assert body_of(web) == BODY


@pytest.mark.parametrize(
    ("encoding", "body", "message"),
    [
        ("br", BODY, "compressed as br, which was not requested"),
        ("\x1b[2J", BODY, r"compressed as .*, which was not requested"),
        ("gzip", BODY, "is not compressed as its header says"),
        ("gzip", gzip.compress(BODY, mtime=0)[:-9], r"cannot be uncompressed \(EOFError"),
    ],
    ids=["another encoding", "control characters", "not compressed", "truncated"],
)
def test_a_wrong_content_encoding_is_refused(encoding: str, body: bytes, message: str) -> None:
    answer = Answer(body, headers=(("Content-Encoding", encoding),))
    with (
        asked(answer, FEW) as (web, _),
        pytest.raises((ArrivalRefused, SourceUnavailable), match=message),
    ):
        body_of(web)


def test_all_bytes_and_calls_of_a_refresh_are_limited() -> None:
    with asked(Answer(BODY), replace(FEW, most_bytes_in_all=2500)) as (web, _):
        for _ in range(3):
            body_of(web)
        with pytest.raises(
            SourceUnavailable, match="the 2,500 bytes of a refresh from kosis are used up"
        ):
            body_of(web)
    with asked(Answer(BODY), replace(FEW, most_calls=3)) as (web, server):
        for _ in range(3):
            body_of(web)
        with pytest.raises(
            SourceUnavailable, match="the 3 calls of a refresh to kosis are used up"
        ):
            body_of(web)
        assert len(server.requests) == 3


HEADERS = {
    "unknown charset": b"Content-Type: application/json; charset=x-none\r\n",
    "charset of NUL": b"Content-Type: application/json; charset=\x80\xff\r\n",
    "wrong charset": b"Content-Type: application/json; charset=utf-16\r\n",
    "not ASCII": "X-Note: 서울\r\n".encode(),
    "bytes": b"X-Note: \xff\xfe\r\n",
    "date": b"Retry-After: Mon, 99 Foo 99999 99:99:99 GMT\r\n",
    "superscript": "Retry-After: ²\r\n".encode(),
    "digits": b"Retry-After: " + b"9" * 5000 + b"\r\n",
}


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("status", [200, 301, 503])
def test_what_a_service_says_of_itself_breaks_nothing(name: str, status: int) -> None:
    head = f"HTTP/1.1 {status} OK\r\nContent-Length: 2\r\n".encode() + HEADERS[name] + b"\r\n[]"
    with asked(Answer(raw=head), FEW) as (web, _):
        if status == 200:
            assert body_of(web) == b"[]"
        else:
            with pytest.raises(SourceUnavailable, match=f"HTTP {status}"):
                body_of(web)


RAW = {
    "no HTTP": b"\x00\x01\x02\r\n\r\n",
    "status of letters": b"HTTP/1.1 abc OK\r\n\r\n",
    "status 999": b"HTTP/1.1 999 \r\nContent-Length: 0\r\n\r\n",
    "length of letters": b"HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n[]",
    "length below zero": b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n[]",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]",
    "chunk of letters": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]",
    "endless header": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000,
    "location of bytes": b"HTTP/1.1 302 OK\r\nLocation: http://\xff\xfe:\xb2/\r\nContent-Length: 0\r\n\r\n",
    "location without port": b"HTTP/1.1 302 OK\r\nLocation: http://h:port/\r\nContent-Length: 0\r\n\r\n",
    "location of blanks": "HTTP/1.1 302 OK\r\nLocation: http://a b²[/\r\n\r\n".encode(),
}


@pytest.mark.parametrize("name", RAW)
def test_no_answer_of_bytes_is_a_traceback(name: str) -> None:
    with asked(Answer(raw=RAW[name]), FEW) as (web, _), pytest.raises(SourceUnavailable) as caught:
        body_of(web)
    assert caught.value.__cause__ is None
    assert "\n" not in str(caught.value)


def test_the_environment_changes_three_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_CALL_SECONDS", "7")
    monkeypatch.setenv("SMARTCITY_SOURCE_SECONDS", "8.5")
    monkeypatch.setenv("SMARTCITY_ANSWER_BYTES", "9")
    monkeypatch.setenv("KOSIS_API_KEY", KEY)
    access = Settings(_env_file=None).access_to("kosis")
    assert access is not None
    changed = access.limits
    assert (changed.call_timeout, changed.refresh_timeout, changed.most_bytes) == (7, 8.5, 9)
    assert changed.most_calls == SERVICES["kosis"].limits.most_calls
    monkeypatch.setenv("SMARTCITY_CALL_SECONDS", "0")
    with pytest.raises(Exception, match="SMARTCITY_CALL_SECONDS"):
        Settings(_env_file=None)


def test_splits_are_limited(kosis: Kosis, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    set_limits(monkeypatch, "kosis", replace(QUICK, most_splits=5))
    kosis.server.fail(error("31"), times=10**6, when=lambda t: "getList" in t)
    with pytest.raises(SourceUnavailable, match=r"KOSIS error 31: .* again after 5 splits"):
        kosis.lake.refresh()
    assert kosis.server.asked("getList") == 6


def test_more_requests_than_a_refresh_makes_are_refused_first(
    kosis: Kosis,  # noqa: F811
) -> None:
    kosis.declare(cells_per_call=1)
    with pytest.raises(ConfigurationError, match=r"requests are needed.*cells_per_call"):
        kosis.lake.refresh()
    assert kosis.server.asked("getList") == 0


def test_endless_pages_are_refused_at_the_first(
    seoul: Seoul,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_limits(monkeypatch, "seoul", replace(QUICK, most_pages=2))
    with pytest.raises(ArrivalRefused, match="announces 7 rows for one hour, 2 pages hold 6"):
        seoul.lake.refresh(Window("2026-03-01_02", "2026-03-01_02"))
    assert len(seoul.server.requests) == 1


def test_a_dripping_service_ends_the_command_with_one_line(tmp_path: Path) -> None:
    drip = Answer(json.dumps([{"PRD_DE": "2023"}] * 100).encode(), drip=0.2)
    with serving(lambda target: drip) as server:
        started = time.monotonic()
        done = run_smartcity(
            tmp_path / "lake",
            *("refresh", "--source", "kosis_census", "--json"),
            KOSIS_API_KEY=KEY,
            SMARTCITY_KOSIS_URL=server.url,
            SMARTCITY_CALL_SECONDS="1",
            SMARTCITY_SOURCE_SECONDS="3",
        )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: SC202 ")
    assert "to do: run again later" in line
    assert time.monotonic() - started < 90
    assert not list((tmp_path / "lake").glob("releases/current"))


def test_a_caller_may_run_an_event_loop() -> None:
    """A notebook and an asynchronous server do."""

    async def ask() -> bytes:
        with asked(Answer(BODY), QUICK) as (web, _):
            return body_of(web)

    assert asyncio.run(ask()) == BODY
