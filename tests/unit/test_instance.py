"""The instance: SQLite beside the lake, PostgreSQL by one setting whose value is written nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from orchestration.dev import LOOPBACK, command
from orchestration.instance import POSTGRES, home_folder, instance_yaml, prepare_home
from orchestration.postgres import with_driver
from orchestration.settings import Settings

URL = "postgresql://dagster:s3cret@127.0.0.1:5432/dagster"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DAGSTER_HOME", POSTGRES):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SMARTCITY_LAKE", str(tmp_path / "lake"))


def test_the_default_is_sqlite_beside_the_lake(tmp_path: Path) -> None:
    folder = prepare_home(Settings(_env_file=None))
    assert folder == tmp_path / "lake" / "dagster"
    written = yaml.safe_load((folder / "dagster.yaml").read_text())
    assert "storage" not in written
    assert written["telemetry"] == {"enabled": False}


def test_one_setting_moves_the_records_and_is_written_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(POSTGRES, URL)
    folder = prepare_home(Settings(_env_file=None))
    text = (folder / "dagster.yaml").read_text()
    stored = yaml.safe_load(text)["storage"]["custom"]
    assert stored["config"] == {"postgres_url": {"env": POSTGRES}}
    assert "s3cret" not in text


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg2://u@h/d"),
        ("postgres://u@h/d", "postgresql+psycopg2://u@h/d"),
        ("postgresql+pg8000://u@h/d", "postgresql+pg8000://u@h/d"),
    ],
)
def test_the_driver_is_the_one_that_is_installed(given: str, used: str) -> None:
    assert with_driver(given) == used


def test_a_given_home_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "mine"))
    assert home_folder(Settings(_env_file=None)) == tmp_path / "mine"


def test_one_run_at_a_time_writes_the_lake() -> None:
    pools = yaml.safe_load(instance_yaml(False))["concurrency"]["pools"]
    assert pools == {"default_limit": 1, "granularity": "run"}


def test_the_page_listens_to_this_machine_alone() -> None:
    assert command("3000")[-4:] == ["-h", LOOPBACK, "-p", "3000"]
