"""How often each source may be asked, how often it is asked again, and when it is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import dagster as dg

from orchestration.contracts.declaration import Declaration
from orchestration.errors import SourceUnavailable
from orchestration.services import SERVICES

BY_COMMAND = "smartcity/started_by_command"
"""Tag of a run that a person waits for: it is not tried again, the person is told at once."""

_OVERDUE = {
    "weekly": timedelta(days=10),
    "monthly": timedelta(days=35),
    "yearly": timedelta(days=400),
}
_WARNED = 0.9


def pool_of(declaration: Declaration) -> str | None:
    """One step at a time asks a provider on the network, whatever runs; files need no limit."""
    return f"provider_{declaration.provider}" if declaration.provider in SERVICES else None


def retries_for(declaration: Declaration) -> dg.RetryPolicy | None:
    """Five minutes, then ten: beyond the client's own patience, which covers shorter troubles."""
    if declaration.provider not in SERVICES:
        return None
    return dg.RetryPolicy(max_retries=2, delay=300, backoff=dg.Backoff.EXPONENTIAL)


def freshness_of(declaration: Declaration) -> dg.FreshnessPolicy | None:
    """Overdue when it was not looked at for longer than its cadence; nothing for what never changes."""
    limit = _OVERDUE.get(declaration.cadence)
    if limit is None:
        return None
    return dg.FreshnessPolicy.time_window(fail_window=limit, warn_window=limit * _WARNED)


@contextmanager
def unless_retried(context: dg.AssetExecutionContext) -> Iterator[None]:
    """Let only a provider that does not answer be tried again, and only in runs nobody waits for.

    A rejected key, a refused answer, a damaged record or a fault in the code stays what it is, however
    often it is tried.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, SourceUnavailable) and BY_COMMAND not in context.run.tags:
            raise
        raise dg.Failure(description=str(error), allow_retries=False) from error
