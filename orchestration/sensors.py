"""Sensors: dropped files start a refresh, failed runs and new releases send an alert, releases are shown.

Alerts are always on (they write a local file even without a webhook), and so is the report of releases that
no recorded run published; dropped files start runs only in production.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import dagster as dg

from orchestration.alerts import alert_of_failure, alert_of_release, deliver
from orchestration.assets.released import newest_idle_run, release_events, reported_release
from orchestration.ingest.drop_folder.folder import dropped_paths
from orchestration.jobs import REFRESH
from orchestration.release.catalog import ReleaseCatalog
from orchestration.settings import Settings, load_settings

_EVERY_SECONDS = 30
_WORKING = [
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def build_sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """All sensors."""
    return [_dropped_files(settings), _failed_runs(), _new_releases(), _releases_of_commands()]


def state_of(paths: Sequence[Path]) -> str:
    """A short name for these files as they are: what was tried once is not tried again unchanged."""
    digest = hashlib.sha256()
    for path in paths:
        status = path.lstat()
        digest.update(os.fsencode(path.name))  # a name need not be UTF-8
        digest.update(f" {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _dropped_files(settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        name="drop_folder",
        job_name=REFRESH,
        minimum_interval_seconds=_EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING
        if settings.is_production
        else dg.DefaultSensorStatus.STOPPED,
        description="Files in data_lake/landing/ start a refresh, once per state of the folder.",
    )
    def _start_refresh() -> dg.RunRequest | dg.SkipReason:
        paths = dropped_paths(load_settings().landing)
        if not paths:
            return dg.SkipReason("the drop folder is empty")
        return dg.RunRequest(run_key=f"landing-{state_of(paths)}")

    return _start_refresh


def _failed_runs() -> dg.SensorDefinition:
    def _send_alert(context: dg.RunFailureSensorContext) -> None:
        settings = load_settings()
        alert = alert_of_failure(
            context.dagster_run.job_name, context.dagster_run.run_id, _reason(context)
        )
        deliver(alert, settings)

    return dg.run_failure_sensor(
        name="alert_failed_runs",
        minimum_interval_seconds=_EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="One message for a run that failed or whose release is held.",
    )(_send_alert)


def _new_releases() -> dg.SensorDefinition:
    def _send_alert(context: dg.RunStatusSensorContext) -> None:
        from orchestration.release.headline import read_headline

        run_id = context.dagster_run.run_id
        release_id = published_in(context.instance, run_id)
        if release_id is None:
            return
        settings = load_settings()
        marts = ReleaseCatalog(settings.releases).folder(release_id) / "marts.duckdb"
        deliver(alert_of_release(run_id, release_id, read_headline(marts)), settings)

    return dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        name="alert_new_releases",
        minimum_interval_seconds=_EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="One message for a run that published a release, with the headline.",
    )(_send_alert)


def _releases_of_commands() -> dg.SensorDefinition:
    @dg.sensor(
        name="report_releases",
        minimum_interval_seconds=_EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Shows a release that `smartcity refresh` or `rollback` made current on its assets.",
    )
    def _report(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        catalog = ReleaseCatalog(load_settings().releases)
        current = catalog.current_id()
        if current is None:
            return dg.SkipReason("there is no release yet")
        record = catalog.record(current)
        is_shown = reported_release(context.instance) == (current, record.published_at)
        idle = newest_idle_run(context.instance)
        if is_shown and idle in (None, context.cursor):
            return dg.SkipReason(f"{current} is shown already")
        if context.instance.get_runs_count(dg.RunsFilter(statuses=_WORKING)):
            return dg.SkipReason("a run is working, and may be publishing this release")
        events = release_events(load_settings())
        if is_shown:  # the page shows the checks of a run that did nothing as skipped
            events = [event for event in events if isinstance(event, dg.AssetCheckEvaluation)]
        return dg.SensorResult(asset_events=events, cursor=idle)

    return _report


def published_in(instance: dg.DagsterInstance, run_id: str) -> str | None:
    """The id of the release that a run published, or None."""
    records = instance.get_records_for_run(
        run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION
    ).records
    for record in records:
        materialization = record.asset_materialization
        if materialization and materialization.asset_key.path == ["release", "current"]:
            metadata = materialization.metadata
            if metadata["published"].value:
                return str(metadata["release_id"].value)
    return None


def _reason(context: dg.RunFailureSensorContext) -> str:
    """All that the run's events say of what went wrong, the innermost cause first."""
    texts: list[str] = []
    for event in context.get_step_failure_events():
        error = event.step_failure_data.error
        while error is not None:
            texts.insert(0, error.message)
            error = error.cause
    return "\n".join([*texts, context.failure_event.message or ""])
