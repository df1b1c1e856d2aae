"""A lake on which every refresh fails at once, and Dagster beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.dagster_home import DagsterHome


@pytest.fixture
def failing(lake: Path) -> DagsterHome:
    """A taxonomy lies there whose name is refused."""
    (lake / "taxonomies").mkdir()
    (lake / "taxonomies" / "Bad Name.csv").write_text("taxonomy_id\n")
    return DagsterHome(lake, {})
