"""Runs the job `refresh` of Dagster in this process: what `smartcity refresh` and schedules share."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.errors import ConfigurationError, SmartCityError
from orchestration.foreign_text import first_line
from orchestration.request import RefreshRequest
from orchestration.resource_errors import require_address_space, resource_error_of
from orchestration.settings import load_settings
from orchestration.warehouse.engine import prestarted_engine

if TYPE_CHECKING:
    import dagster as dg

QUIET: Mapping[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_refresh_job(request: RefreshRequest) -> str:
    """Run it to its end and return the run id; raises the `SmartCityError` that stopped it.

    With DAGSTER_HOME set the run is recorded there, where the web page shows it. dbt gets ready while
    Dagster is being imported.
    """
    require_address_space()
    with prestarted_engine(load_settings()):
        return _run(request)


def _run(request: RefreshRequest) -> str:

    from orchestration.assets.policies import BY_COMMAND
    from orchestration.definitions import build_definitions

    instance = recorded_in()
    job = build_definitions().resolve_job_def("refresh")
    _keep_our_signals()
    try:
        result = job.execute_in_process(
            run_config=run_config(request),
            instance=instance,
            asset_selection=None if instance else [*_steps(job)],
            tags={BY_COMMAND: "yes"},
        )
    except Exception as error:
        raise _cause(error) from None
    return result.run_id


def recorded_in() -> dg.DagsterInstance | None:
    """The records of Dagster that DAGSTER_HOME names, None where it is not set.

    Raises `ConfigurationError` where it names no folder in which they can be kept.
    """
    import dagster as dg

    given = os.environ.get("DAGSTER_HOME", "")
    if not given.strip():
        return None
    folder = Path(given)
    if not folder.is_absolute() or not folder.is_dir():
        what = "is not a folder" if folder.is_absolute() else "is not an absolute path"
        raise ConfigurationError(
            f"DAGSTER_HOME {what}: {given}",
            where="the environment",
            remedy="`python -m orchestration.instance` makes the folder and prints its path;"
            " or unset DAGSTER_HOME",
        )
    try:
        return dg.DagsterInstance.get()
    except Exception as error:
        if scarcity := resource_error_of(error, given):
            raise scarcity from None
        raise ConfigurationError(
            f"Dagster's records cannot be opened: {first_line(error)}",
            where=given,
            remedy="correct dagster.yaml in that folder, or unset DAGSTER_HOME",
        ) from None


def _keep_our_signals() -> None:
    """Dagster would catch Ctrl-C itself, and lose one that comes between two of its steps."""
    from dagster._utils import interrupts

    def keep(new_signal_handler: object) -> None:
        """Leave the handlers as they are."""

    interrupts._replace_interrupt_signal = keep


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
    """Our own error inside Dagster's wrapping, else what Dagster wrapped, else the wrapping itself."""
    chain: list[BaseException] = []
    inner: BaseException | None = error
    while inner is not None and inner not in chain:
        chain.append(inner)
        inner = inner.__cause__ or inner.__context__
    ours = (e for e in chain if isinstance(e, SmartCityError))
    foreign = (e for e in chain if not type(e).__module__.startswith("dagster"))
    return next(ours, None) or next(foreign, error)
