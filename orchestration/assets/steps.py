"""What the steps of all assets share: the run that they belong to, and errors in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import dagster as dg

from orchestration.assets.keys import CURRENT
from orchestration.assets.policies import BY_COMMAND
from orchestration.assets.scope import publishes
from orchestration.assets.wording import in_dagster
from orchestration.errors import SmartCityError, SourceUnavailable
from orchestration.refresh.run import Refresh
from orchestration.resources import RefreshResource
from orchestration.settings import load_settings

Context: TypeAlias = dg.AssetExecutionContext | dg.AssetCheckExecutionContext
Result: TypeAlias = "dg.MaterializeResult[None] | dg.AssetCheckResult"


@contextmanager
def step(context: Context, resource: RefreshResource) -> Iterator[Refresh]:
    """The run that this step belongs to; its first step opens it. Errors are those of `one_sentence`."""
    with one_sentence(context):
        yield resource.open(publishes=_publishes(context))


@contextmanager
def one_sentence(context: Context) -> Iterator[None]:
    """Fail the step with the text of the error; the traceback stays in its cause.

    Retries are allowed only for a provider that does not answer, and only in runs without a waiting user:
    a rejected key, a refused answer, a damaged record or a fault in the code does not change with a retry.
    """
    try:
        yield
    except dg.Failure:
        raise
    except Exception as error:
        ours = isinstance(error, SmartCityError)
        text = str(error) if ours else f"{type(error).__name__}: {error}"
        raise dg.Failure(
            description=in_dagster(load_settings().redact(text)),
            allow_retries=isinstance(error, SourceUnavailable)
            and BY_COMMAND not in context.run.tags,
        ) from error


def is_idle(context: dg.AssetExecutionContext, resource: RefreshResource) -> bool:
    """Whether the run would publish a release and nothing is new: then its steps do nothing.

    The command decides this before it starts a run.
    """
    if BY_COMMAND in context.run.tags:
        return False
    with one_sentence(context):
        return _publishes(context) and resource.nothing_new()


def report_idle(context: dg.AssetExecutionContext) -> None:
    """Say that nothing is new, in the log of the run and on the page of the current release."""
    what = "nothing new; the current release is unchanged. `force: true` builds it all the same."
    context.log.info(what)
    context.log_event(dg.AssetObservation(CURRENT, description=what))


def only_selected(
    context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext, results: Iterable[Result]
) -> Iterator[Result]:
    """The results that the step was asked for: it can be started for some of its assets and checks."""
    checks = context.selected_asset_check_keys
    for result in results:
        if isinstance(result, dg.AssetCheckResult):
            if dg.AssetCheckKey(result.asset_key, result.check_name) in checks:  # type: ignore[arg-type]
                yield result
        elif isinstance(context, dg.AssetExecutionContext) and (
            result.asset_key in context.selected_asset_keys
        ):
            yield result


def _publishes(context: Context) -> bool:
    """A run of the command always does; it may report only some of its assets."""
    selected = set(context.job_def.asset_layer.selected_asset_keys)
    return BY_COMMAND in context.run.tags or publishes(selected)
