"""Run Dagster's job `refresh` in this process, for `smartcity refresh`."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from orchestration.errors import ConfigurationError, SmartCityError
from orchestration.foreign_text import first_line
from orchestration.progress import stage
from orchestration.refresh.request import RefreshRequest
from orchestration.resource_errors import require_address_space, resource_error_of
from orchestration.settings import load_settings
from orchestration.warehouse.engine import prestarted_engine

if TYPE_CHECKING:
    import dagster as dg

QUIET: Mapping[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_refresh_job(request: RefreshRequest) -> str:
    """Run the job and return the run id; raises the `SmartCityError` that ended it.

    With DAGSTER_HOME set the run is recorded there, and Dagster's web page shows it. dbt is imported in
    its own process while Dagster is imported here.
    """
    require_address_space()
    with prestarted_engine(load_settings()):
        return _run(request)


def _run(request: RefreshRequest) -> str:
    with stage("start"):
        from orchestration.assets.policies import BY_COMMAND
        from orchestration.definitions import build_definitions

        instance = open_instance()
        job = build_definitions().resolve_job_def("refresh")
        _keep_signal_handlers()
        # a Ctrl-C while Dagster closes a connection is raised again, but first logged with its traceback
        logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
        # where nothing is new the steps after staging are skipped, and their checks have no result
        logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)
    try:
        result = job.execute_in_process(
            run_config=run_config(request),
            instance=instance,
            asset_selection=None if instance else [*_reported_assets(job)],
            tags={BY_COMMAND: "yes"},
        )
    except Exception as error:
        raise _cause(error) from None
    return result.run_id


def open_instance() -> dg.DagsterInstance | None:
    """The Dagster instance that DAGSTER_HOME names, None where it is not set.

    Raises `ConfigurationError` where it names no usable folder.
    """
    import dagster as dg

    folder = load_settings().dagster_home
    if folder is None:
        return None
    if not folder.is_absolute() or not folder.is_dir():
        what = "is not a folder" if folder.is_absolute() else "is not an absolute path"
        raise ConfigurationError(
            f"DAGSTER_HOME {what}: {folder}",
            where="environment or .env",
            remedy="`python -m orchestration.instance` creates the folder and prints its path;"
            " or unset DAGSTER_HOME",
        )
    os.environ["DAGSTER_HOME"] = str(folder)  # Dagster reads it there, and .env may have it
    try:
        return dg.DagsterInstance.get()
    except Exception as error:
        if scarcity := resource_error_of(error, str(folder)):
            raise scarcity from None
        raise ConfigurationError(
            f"Dagster's records cannot be opened: {first_line(error)}",
            where=str(folder),
            remedy="correct dagster.yaml in that folder, or unset DAGSTER_HOME",
        ) from None


def _keep_signal_handlers() -> None:
    """Keep our handlers: Dagster would install its own, which lose a Ctrl-C between two steps."""
    from dagster._utils import interrupts

    def ignore(new_signal_handler: object) -> None:
        """Do not replace the handler."""

    interrupts._replace_interrupt_signal = ignore


def _reported_assets(job: dg.JobDefinition) -> Iterator[dg.AssetKey]:
    """The assets whose events an unrecorded run reports: all outside dbt, and marts made of staged files.

    Everything is built, tested and validated all the same. Without records nobody sees the events of the
    other relations and their checks, which take seconds. Dagster orders steps by the assets that are left.
    """
    from orchestration.assets.groups import DBT_GROUPS, STAGED, group_of_layer

    layer = job.asset_layer
    groups = {key: layer.get(key).group_name for key in layer.selected_asset_keys}
    for key, group in groups.items():
        follows_staged = any(groups.get(above) == STAGED for above in layer.get(key).parent_keys)
        if group not in DBT_GROUPS or (group == group_of_layer("marts") and follows_staged):
            yield key


def run_config(request: RefreshRequest) -> dict[str, Any]:
    """The run's configuration in Dagster: the request, and a quiet console."""
    config = {
        "sources": list(request.sources),
        "first_period": request.window.first,
        "last_period": request.window.last,
        "ask_again": request.ask_again,
        "accept_smaller": request.accept_smaller,
        "wait_seconds": request.wait_seconds,
        "force": request.force,
    }
    return {**QUIET, "resources": {"refresh": {"config": config}}}


def _cause(error: BaseException) -> BaseException:
    """The `SmartCityError` inside Dagster's exceptions, else the first foreign one, else `error`."""
    chain: list[BaseException] = []
    inner: BaseException | None = error
    while inner is not None and inner not in chain:
        chain.append(inner)
        inner = inner.__cause__ or inner.__context__
    ours = (e for e in chain if isinstance(e, SmartCityError))
    foreign = (e for e in chain if not type(e).__module__.startswith("dagster"))
    return next(ours, None) or next(foreign, error)
