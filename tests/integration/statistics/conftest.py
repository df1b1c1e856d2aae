"""Databases that several modules read: built once."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.support.bundled import ESTIMATE_MARTS, bundled_warehouse, stage_bundled


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """All statistical marts of the bundled data, in memory."""
    staged = stage_bundled(tmp_path_factory.mktemp("lake"))
    models = (
        "industry_share",
        "shift_share",
        "regional_specialisation",
        "regional_complement",
        "regional_similarity",
        "industry_relatedness",
        "relatedness_density",
        "smart_city_scale",
        "smart_city_share",
        "smart_city_industry",
        "technology_overlap",
        "taxonomy_sensitivity",
        "division_approximation",
        "report_overlap",
        "published_reproduction",
        "report_consistency",
        "report_unknowns",
    )
    connection = bundled_warehouse(staged, models)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def estimate_marts(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The estimates of the bundled data and all models behind them, in memory."""
    staged = stage_bundled(tmp_path_factory.mktemp("lake"))
    connection = bundled_warehouse(staged, ESTIMATE_MARTS)
    yield connection
    connection.close()
