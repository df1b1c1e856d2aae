from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.agents import selecting
from orchestration.agents.calls import Calls
from orchestration.settings import Settings, load_settings


@pytest.fixture
def settings(bundled_lake: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SMARTCITY_LAKE", str(bundled_lake))
    return load_settings()


def test_a_query_that_takes_too_long_ends(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "MOST_SECONDS", 0.2)
    sql = "select sum(a.range) from range(100000000) a, range(100000) b"
    reply = Calls(settings).call("run_select", {"sql": sql})
    assert "took longer than 0.2 seconds" in reply.error


def test_null_is_left_out(settings: Settings) -> None:
    reply = Calls(settings).call("describe_marts", {"mart": None})
    assert reply.record is not None
    assert len(reply.record["marts"]) > 20


def test_a_fault_is_one_line(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selecting, "hints", None)
    reply = Calls(settings).call("run_select", {"sql": "select 1 where false"})
    assert reply.record is None
    assert reply.error.startswith("SC000 a fault in the program")
    assert str(settings.lake) not in reply.error
    assert "\n" not in reply.error
