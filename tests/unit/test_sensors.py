"""What the sensors look at."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from orchestration.ingest.drop_folder.folder import dropped_paths
from orchestration.sensors import build_sensors, state_of
from orchestration.settings import Settings


def sensor(name: str, environment: str = "development") -> dg.SensorDefinition:
    settings = Settings(_env_file=None, SMARTCITY_ENVIRONMENT=environment)
    return next(s for s in build_sensors(settings) if s.name == name)


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SMARTCITY_LAKE", str(tmp_path))
    folder = tmp_path / "landing"
    folder.mkdir()
    return folder


def test_ignored_files_start_nothing(landing: Path) -> None:
    for name in (".DS_Store", ".part", "README.md"):
        (landing / name).touch()
    with dg.build_sensor_context() as context:
        assert sensor("drop_folder").evaluate_tick(context).run_requests == []


def test_a_state_is_tried_once(landing: Path) -> None:
    path = landing / "a.csv"
    path.write_text("1")
    before = state_of([path])
    assert state_of([path]) == before
    path.write_text("12")
    assert state_of([path]) != before


def test_an_empty_folder_starts_nothing_and_a_file_starts_a_refresh(landing: Path) -> None:
    drop_folder = sensor("drop_folder")
    with dg.build_sensor_context() as context:
        assert drop_folder.evaluate_tick(context).run_requests == []
        (landing / "a.csv").write_text("1")
        (request,) = drop_folder.evaluate_tick(context).run_requests
    assert request.run_key == f"landing-{state_of([landing / 'a.csv'])}"


def test_a_dangling_link_is_a_file_that_waits(landing: Path) -> None:
    (landing / "link.csv").symlink_to("/nowhere")
    assert state_of(dropped_paths(landing))


def test_telling_is_always_on_and_starting_only_in_production() -> None:
    on, off = dg.DefaultSensorStatus.RUNNING, dg.DefaultSensorStatus.STOPPED
    assert sensor("alert_failed_runs").default_status is on
    assert sensor("alert_new_releases").default_status is on
    assert sensor("report_releases").default_status is on
    assert sensor("drop_folder").default_status is off
    assert sensor("drop_folder", "production").default_status is on
