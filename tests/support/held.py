"""A release of synthetic figures may be held: its estimates have other errors than real figures have."""

from __future__ import annotations

import re

REASON = "the figures are synthetic"
"""For `smartcity release --accept`."""


def require_unusual_errors_only(stderr: str) -> None:
    """Nothing but the coverage of intervals holds the release that `stderr` is about."""
    assert "SC502" in stderr, stderr
    assert re.findall(r"\((\w+): \d+ rows\)", stderr) == ["coverage_is_nominal"], stderr
