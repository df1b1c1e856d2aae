"""Messages: one a run, readable, without a key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.alerts import ALERTS, Alert, alert_of_failure, alert_of_release, deliver
from orchestration.settings import Settings

KEY = "s3cret/key+of=kosis"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SMARTCITY_LAKE", str(tmp_path))
    monkeypatch.setenv("KOSIS_API_KEY", KEY)
    return Settings(_env_file=None)


def told(settings: Settings) -> list[dict[str, object]]:
    lines = (settings.logs / ALERTS).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_failure_names_code_and_runbook() -> None:
    error = (
        "dagster._core.errors.DagsterExecutionStepExecutionError: Error occurred\n"
        "orchestration.errors.GateFailed: SC501 2 of the gate's checks failed | at expectations/\n"
    )
    alert = alert_of_failure("refresh", "abc", error)
    assert alert.kind == "failed"
    assert "SC501 2 of the gate's checks failed" in alert.text
    assert "docs/runbooks/errors.md#sc501" in alert.text


def test_a_held_release_is_no_failure() -> None:
    alert = alert_of_failure(
        "refresh", "abc", "SC502 release r-1 is held: Seoul fell | to do: accept"
    )
    assert alert.kind == "held"
    assert "Seoul fell" in alert.text


@pytest.mark.parametrize("error", ["", "MemoryError", "no SCale here", "SC12 short"])
def test_an_error_that_is_not_ours_is_told_as_it_is(error: str) -> None:
    alert = alert_of_failure("refresh", "abc", error)
    assert alert.kind == "failed"
    assert (error or "no reason was given") in alert.text
    assert "#sc000" in alert.text


def test_a_release_is_told_with_its_headline() -> None:
    alert = alert_of_release("abc", "r-1", [["KSIC 62", "employees", "2020: 63.7%", "2023: 60.5%"]])
    assert alert.text.splitlines()[1] == "KSIC 62, employees: 2020: 63.7% → 2023: 60.5%"


def test_a_run_is_told_of_once(settings: Settings) -> None:
    assert deliver(Alert("run-1", "failed", "first"), settings)
    assert not deliver(Alert("run-1", "failed", "again"), settings)
    assert deliver(Alert("run-2", "failed", "second"), settings)
    assert [line["text"] for line in told(settings)] == ["first", "second"]


def test_no_key_is_told_in_either_encoding(settings: Settings) -> None:
    text = f"asked ?apiKey={KEY} and ?apiKey=s3cret%2Fkey%2Bof%3Dkosis"
    deliver(Alert("run-1", "failed", text), settings)
    assert "s3cret" not in (settings.logs / ALERTS).read_text(encoding="utf-8")


def test_a_webhook_that_is_not_there_stops_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_WEBHOOK_URL", "http://127.0.0.1:9/hook")
    deliver(Alert("run-1", "failed", "text"), Settings(_env_file=None))
    assert [line["delivered"] for line in told(settings)] == [False]


def test_without_a_webhook_the_file_alone_is_written(settings: Settings) -> None:
    deliver(Alert("run-1", "failed", "text"), settings)
    assert [line["delivered"] for line in told(settings)] == [None]
