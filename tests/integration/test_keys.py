"""No key, in any encoding, in anything that failing and succeeding runs leave behind."""

from __future__ import annotations

import gzip
import logging
import os
import subprocess
import sys
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from orchestration.contracts.window import Window
from orchestration.errors import ArrivalRefused, SmartCityError
from orchestration.progress import Event, listening
from orchestration.sources.seoul import hours
from tests.conftest import run_smartcity
from tests.integration.seoul.conftest import NOW
from tests.support.kosis_service import KosisService
from tests.support.kosis_service import error as kosis_error
from tests.support.kosis_table import census_table
from tests.support.live_lake import IMPATIENT, QUICK, LiveLake, live_lake, set_limits
from tests.support.loopback import Answer, Loopback, serving
from tests.support.seoul_service import SeoulService, reading
from tests.support.seoul_service import error as seoul_error

KEY = "aGVsbG8gd29ybGQ+/synthetic+key=="
ECHOES = {
    "plain": KEY,
    "percent": quote(KEY, safe=""),
    "percent without slash": quote(KEY),
    "percent twice": quote(quote(KEY, safe=""), safe=""),
    "blank for plus": KEY.replace("+", " "),
    "json slash": KEY.replace("/", "\\/"),
    "json": "".join(f"\\u{ord(c):04x}" for c in KEY),
    "json of signs": KEY.replace("+", "\\u002b").replace("/", "\\u002f").replace("=", "\\u003D"),
    "entities": KEY.replace("+", "&#43;").replace("/", "&sol;").replace("=", "&#x3D;"),
    "base64": b64encode(f"apiKey={KEY}&x".encode()).decode(),
}
FORMS = {
    *ECHOES.values(),
    *(echo.replace("\\", "\\\\") for echo in ECHOES.values()),
    *(echo.lower() for echo in ECHOES.values()),
}
"""Written down here, and not taken from the code that has to find them."""
ECHO = f'<html><a href="?apiKey={quote(KEY, safe="")}">{KEY}</a></html>'.encode()
WRONG = [
    Answer(ECHO),
    Answer(ECHO, status=404),
    Answer(ECHO, status=401),
    Answer(ECHO, status=503),
    Answer(ECHO, status=302, headers=(("Location", f"http://127.0.0.1:9/?apiKey={KEY}"),)),
    Answer(reset=True),
    Answer(slow=1.0),
    Answer(ECHO, cut=5),
    Answer(b'[{"TBL_ID": "' + KEY.encode() + b'"}]'),
    Answer(f'{{"err":"10","errMsg":"apiKey {KEY}"}}'.encode()),
    Answer(f'{{"RESULT":{{"CODE":"INFO-100","MESSAGE":"{KEY}"}}}}'.encode()),
    Answer(f'{{"RESULT":{{"CODE":"INFO-000","MESSAGE":"{KEY}"}}}}'.encode()),
    kosis_error("50"),
    seoul_error("ERROR-500"),
    *(Answer(f'{{"err":"20","errMsg":"apiKey {echo} 오류"}}'.encode()) for echo in ECHOES.values()),
    *(Answer(f'{{err:"20",errMsg:"{echo}"}}'.encode()) for echo in ECHOES.values()),
    *(Answer(f'{{"err":"{echo}","errMsg":"x"}}'.encode()) for echo in ECHOES.values()),
    *(
        Answer(f'{{"RESULT":{{"CODE":"ERROR-300","MESSAGE":"{echo}"}}}}'.encode())
        for echo in ECHOES.values()
    ),
    *(
        Answer(f"<RESULT><CODE>INFO-100</CODE><MESSAGE>{echo}</MESSAGE></RESULT>".encode())
        for echo in ECHOES.values()
    ),
    *(Answer(f"<html><p>{echo}</p></html>".encode()) for echo in ECHOES.values()),
    *(Answer(f'{{"IotVdata017":"{echo}"}}'.encode()) for echo in ECHOES.values()),
    *(Answer(f'{{"{echo}":1,"{echo}":2}}'.encode()) for echo in ECHOES.values()),
    *(
        Answer(f'[{{"OBJ_ID":"B","ITM_ID":"{echo}","OBJ_ID_SN":"{echo}"}}]'.encode())
        for echo in ECHOES.values()
    ),
    Answer(gzip.compress(ECHO)),
    Answer(f'{{"err":"20","errMsg":"{"x" * 190}{KEY}"}}'.encode()),
    Answer(f'{{"RESULT":{{"CODE":"INFO-100","MESSAGE":"\\u001b]0;{KEY}\\u0007"}}}}'.encode()),
]


@contextmanager
def kosis(path: Path, patch: pytest.MonkeyPatch) -> Iterator[tuple[LiveLake, Loopback]]:
    with serving(KosisService(census_table((2023,), depth=1), KEY)) as server:
        environment = {"KOSIS_API_KEY": KEY, "SMARTCITY_KOSIS_URL": server.url}
        yield live_lake(path, patch, "kosis_census", environment, {"first_year": 2023}), server


@contextmanager
def seoul(path: Path, patch: pytest.MonkeyPatch) -> Iterator[tuple[LiveLake, Loopback]]:
    hour = "2026-03-01_02"
    patch.setattr(hours, "now", lambda: NOW)
    with serving(SeoulService(KEY, {hour: [reading(0, hour)]})) as server:
        environment = {"SEOUL_API_KEY": quote(KEY, safe=""), "SMARTCITY_SEOUL_URL": server.url}
        yield live_lake(path, patch, "sdot_api", environment, {"kept_days": 1}), server


@pytest.mark.parametrize("provider", [kosis, seoul])
def test_no_key_is_left_behind(
    provider: Callable[..., contextmanager[tuple[LiveLake, Loopback]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    told: list[str] = []
    events: list[Event] = []
    caplog.set_level(logging.DEBUG)
    with provider(tmp_path, monkeypatch) as (lake, server), listening(events.append):
        for answer in WRONG:
            server.faults.clear()
            server.fail(answer, times=99)
            limits = IMPATIENT if answer.slow else QUICK
            set_limits(monkeypatch, lake.declaration.provider, limits)
            with pytest.raises(SmartCityError) as caught:
                lake.refresh(Window("2023", "2026"), force=True)
            told += _whole(caught.value)
        server.faults.clear()
        set_limits(monkeypatch, lake.declaration.provider, QUICK)
        assert lake.refresh(Window("2023", "2026"), force=True)
    captured = capfd.readouterr()
    told += [caplog.text, captured.out, captured.err, repr(events), repr(lake.settings)]
    assert lake.quarantined()
    for text in told:
        assert not _holds_key(text.encode())
    for path in tmp_path.rglob("*"):
        assert not _holds_key(str(path).encode())
        assert not path.is_file() or not _holds_key(path.read_bytes()), path


@pytest.mark.parametrize("name", ECHOES)
@pytest.mark.parametrize("provider", [kosis, seoul])
def test_rows_that_repeat_the_key_are_never_kept(
    provider: Callable[..., contextmanager[tuple[LiveLake, Loopback]]],
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The response is valid, but a label contains the key: neither raw nor quarantine has it."""
    with provider(tmp_path, monkeypatch) as (lake, server):
        service = server.service

        def echoing(target: str) -> Answer:
            body = service(target).body.decode()
            if "getMeta" in target:
                return Answer(body.encode())
            for label in ("합성 시험표", "Sajik-dong"):
                body = body.replace(label, ECHOES[name])
            return Answer(body.encode())

        server.service = echoing
        with pytest.raises(ArrivalRefused, match="the response contains our key"):
            lake.refresh(Window("2023", "2026"))
        assert lake.quarantined()
        assert not any(lake.settings.raw.rglob("manifest.json"))
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or not _holds_key(path.read_bytes()), path


def test_control_characters_of_a_service_reach_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = "\\u001b]0;owned\\u0007\\u001b[2J\\u202e" + "x" * 5000
    told = Answer(f'{{"err":"99","errMsg":"{hostile}"}}'.encode())
    with kosis(tmp_path, monkeypatch) as (lake, server):
        server.fail(told, times=99)
        with pytest.raises(SmartCityError, match="KOSIS error 99") as caught:
            lake.refresh()
        done = run_smartcity(
            tmp_path / "lake",
            *("refresh", "--source", "kosis_census"),
            KOSIS_API_KEY=KEY,
            SMARTCITY_KOSIS_URL=server.url,
        )
    logged = (tmp_path / "lake" / "logs" / "refresh.jsonl").read_text("utf-8")
    for text in (str(caught.value), done.stderr, done.stdout, logged):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "x" * 300 not in text
    assert r"\x1b]0;owned\x07\x1b[2J\u202e" in done.stderr


def test_a_process_with_all_its_logs_tells_no_key(tmp_path: Path) -> None:
    with serving(KosisService(census_table((2023,), depth=1), KEY)) as server:
        server.fail(Answer(ECHO, status=503), times=2)
        command = [
            sys.executable,
            "-m",
            "tests.support.refresh_once",
            "kosis_census",
            "2023",
            "2023",
        ]
        done = subprocess.run(
            [*command, "{}"],
            cwd=Path(__file__).parents[2],
            env={
                "PATH": os.environ["PATH"],
                "SMARTCITY_LAKE": str(tmp_path),
                "KOSIS_API_KEY": KEY,
                "SMARTCITY_KOSIS_URL": server.url,
            },
            capture_output=True,
            check=True,
        )
    assert b"HTTP 503" in done.stderr
    assert not _holds_key(done.stdout + done.stderr)


def _whole(error: BaseException) -> list[str]:
    """An exception in all its forms, with everything that is chained to it."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        following = following.__cause__ or following.__context__
    assert not [e for e in chain if type(e).__module__.startswith(("httpx", "httpcore"))]
    return [*(f"{e!s} {e!r} {e.args} {vars(e)}" for e in chain), *traceback.format_exception(error)]


def _holds_key(content: bytes) -> bool:
    return any(form.encode() in content for form in FORMS)
