"""The log: one JSON line an event, with the run's id and without keys; kept small."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.errors import StorageError
from orchestration.logs import NAME, recording
from orchestration.progress import Event, listening, stage
from orchestration.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SMARTCITY_LAKE", str(tmp_path))
    monkeypatch.setenv("KOSIS_API_KEY", "s3cret")
    return Settings(_env_file=None)


def lines(settings: Settings) -> list[dict[str, Any]]:
    return [json.loads(t) for t in (settings.logs / NAME).read_text("utf-8").splitlines()]


def test_one_line_an_event_with_the_run(settings: Settings) -> None:
    with recording(settings, "run-1"), stage("raw/kosis_census") as current:
        current.advance("page", 1)
        current.detail = "4 snapshots"
    told = lines(settings)
    assert [t["event"] for t in told] == [
        "run started",
        "stage started",
        "stage finished",
        "run ended",
    ]
    assert {t["run_id"] for t in told} == {"run-1"}
    assert told[2]["detail"] == "4 snapshots"
    assert told[-1]["failed"] == []


def test_a_failure_says_why_and_tells_no_key(settings: Settings) -> None:
    with recording(settings, "run-1"), pytest.raises(StorageError), stage("staged"):
        raise StorageError("damaged", where="https://host/?apiKey=s3cret")
    failed = lines(settings)[2]
    assert failed["event"] == "stage failed"
    assert failed["error"].startswith("SC301 damaged")
    assert "s3cret" not in json.dumps(lines(settings))
    assert lines(settings)[-1]["failed"] == ["staged"]


def test_whoever_listened_goes_on_listening(settings: Settings) -> None:
    heard: list[Event] = []
    with listening(heard.append), recording(settings, "run-1"), stage("staged"):
        pass
    assert [e.kind for e in heard] == ["started", "finished"]


def test_a_long_log_makes_room(settings: Settings) -> None:
    settings.logs.mkdir(parents=True)
    for number in range(7):
        (settings.logs / NAME).write_text(f'{{"old": {number}}}\n' + "x" * 5_000_000)
        with recording(settings, f"run-{number}"):
            pass
    names = sorted(p.name for p in settings.logs.iterdir())
    assert names == [f"refresh.{n}.jsonl" for n in range(1, 6)] + [NAME]
    assert lines(settings)[0]["run_id"] == "run-6"
    assert (settings.logs / "refresh.1.jsonl").read_text()[:10] == '{"old": 6}'
