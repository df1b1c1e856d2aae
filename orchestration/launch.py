"""Runs the job `refresh` of Dagster in this process: what `smartcity refresh` and schedules share."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from orchestration.errors import SmartCityError
from orchestration.request import RefreshRequest
from orchestration.settings import load_settings
from orchestration.warehouse.engine import engine_getting_ready

if TYPE_CHECKING:
    import dagster as dg

QUIET: Mapping[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_refresh_job(request: RefreshRequest) -> str:
    """Run it to its end and return the run id; raises the `SmartCityError` that stopped it.

    With DAGSTER_HOME set the run is recorded there, where the web page shows it. dbt gets ready while
    Dagster is being imported.
    """
    with engine_getting_ready(load_settings()):
        return _run(request)


def _run(request: RefreshRequest) -> str:
    import dagster as dg

    from orchestration.assets.policies import BY_COMMAND
    from orchestration.definitions import build_definitions

    job = build_definitions().resolve_job_def("refresh")
    recorded = bool(os.environ.get("DAGSTER_HOME"))
    try:
        result = job.execute_in_process(
            run_config=run_config(request),
            instance=dg.DagsterInstance.get() if recorded else None,
            asset_selection=None if recorded else [*_steps(job)],
            tags={BY_COMMAND: "yes"},
        )
    except Exception as error:
        raise _cause(error) from None
    return result.run_id


def _steps(job: dg.JobDefinition) -> Iterator[dg.AssetKey]:
    """What every step of the job needs to run, without the events of dbt's inner relations.

    They are built and tested all the same; nobody would see what Dagster tells of them.
    """
    from orchestration.assets.groups import group_of_layer

    inner = {group_of_layer(layer) for layer in ("seeds", "staging", "intermediate")}
    layer = job.asset_layer
    return (key for key in layer.selected_asset_keys if layer.get(key).group_name not in inner)


def run_config(request: RefreshRequest) -> dict[str, Any]:
    """The run's configuration in Dagster: what was asked, and a quiet console."""
    asked = {
        "sources": list(request.sources),
        "first_period": request.window.first,
        "last_period": request.window.last,
        "ask_again": request.ask_again,
        "accept_smaller": request.accept_smaller,
        "wait_seconds": request.wait_seconds,
    }
    return {**QUIET, "resources": {"refresh": {"config": asked}}}


def _cause(error: BaseException) -> BaseException:
    """Our own error inside Dagster's wrapping, or the wrapping itself."""
    inner: BaseException | None = error
    seen: set[int] = set()
    while inner is not None and id(inner) not in seen:
        if isinstance(inner, SmartCityError):
            return inner
        seen.add(id(inner))
        inner = inner.__cause__ or inner.__context__
    return error
