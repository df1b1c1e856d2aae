"""Error messages in the terms of Dagster: fields of the run's configuration instead of options."""

from __future__ import annotations

import re

_TERMS = (
    (r"run with --wait SECONDS", "launch the run again with a greater `wait_seconds`"),
    (r"refresh with --accept-smaller", "launch the job `refresh` with `accept_smaller: true`"),
    (r"--from(,| and) --to", r"`first_period`\1 `last_period`"),
    (r"run `smartcity refresh --force`", "launch the job `refresh` with `force: true`"),
    (r"run `smartcity refresh`", "launch the job `refresh`"),
    (r"`smartcity refresh`", "the job `refresh`"),
    (r"--source\b", "`sources`"),
)
"""Options of `smartcity refresh` and the fields of `RefreshResource` that have the same meaning."""


def in_dagster(text: str) -> str:
    """`text` of an error for a person at Dagster's web interface."""
    for written, shown in _TERMS:
        text = re.sub(written, shown, text)
    return text
