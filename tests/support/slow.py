"""Marks cases of a test as slow: `make test` leaves them to `make test-slow`."""

from __future__ import annotations

from typing import Any

import pytest


def slow(*values: Any) -> Any:
    """The values of a case of a parametrized test, marked as slow."""
    return pytest.param(*values, marks=pytest.mark.slow)
