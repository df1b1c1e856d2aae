"""Concurrency and retry policies of the assets."""

from __future__ import annotations

import dagster as dg

from orchestration.contracts.declaration import Declaration
from orchestration.services import SERVICES

BY_COMMAND = "smartcity/started_by_command"
"""Tag of a run that a person waits for: it is not retried, the error is shown at once."""

LAKE_POOL = "lake"
"""The pool of every step that writes the lake: one run at a time has it, the others wait in the queue."""


def retries_for(declaration: Declaration) -> dg.RetryPolicy | None:
    """Retry after five minutes, then ten; the client itself covers shorter failures."""
    if declaration.provider not in SERVICES:
        return None
    return dg.RetryPolicy(max_retries=2, delay=300, backoff=dg.Backoff.EXPONENTIAL)
