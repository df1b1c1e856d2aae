"""Concurrency, retry and freshness policies of the sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import dagster as dg

from orchestration.contracts.declaration import Declaration
from orchestration.errors import SourceUnavailable
from orchestration.services import SERVICES

BY_COMMAND = "smartcity/started_by_command"
"""Tag of a run that a person waits for: it is not retried, the error is shown at once."""

_OVERDUE = {
    "weekly": timedelta(days=10),
    "monthly": timedelta(days=35),
    "yearly": timedelta(days=400),
}
_WARNED = 0.9


def pool_of(declaration: Declaration) -> str | None:
    """The pool that lets one step at a time call a provider on the network; files need none."""
    return f"provider_{declaration.provider}" if declaration.provider in SERVICES else None


def retries_for(declaration: Declaration) -> dg.RetryPolicy | None:
    """Retry after five minutes, then ten; the client itself covers shorter failures."""
    if declaration.provider not in SERVICES:
        return None
    return dg.RetryPolicy(max_retries=2, delay=300, backoff=dg.Backoff.EXPONENTIAL)


def freshness_of(declaration: Declaration) -> dg.FreshnessPolicy | None:
    """Overdue after a little more than the cadence of the source; None for data that never change."""
    limit = _OVERDUE.get(declaration.cadence)
    if limit is None:
        return None
    return dg.FreshnessPolicy.time_window(fail_window=limit, warn_window=limit * _WARNED)


@contextmanager
def unless_retried(context: dg.AssetExecutionContext) -> Iterator[None]:
    """Allow retries only for a provider that does not answer, and only in runs without a waiting user.

    A rejected key, a refused answer, a damaged record or a fault in the code does not change with a retry.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, SourceUnavailable) and BY_COMMAND not in context.run.tags:
            raise
        raise dg.Failure(description=str(error), allow_retries=False) from error
