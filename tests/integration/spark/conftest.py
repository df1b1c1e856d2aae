"""Staged data for both engines, and what DuckDB makes of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.warehouse.build import build_warehouse, require_built
from orchestration.warehouse.project import DATABASE
from tests.support.staged_lake import add_leaf_census, add_sensors_and_workplaces, stage_bundled

_QUICK = """
spark.master                       local[2]
spark.driver.memory                1g
spark.driver.extraJavaOptions      -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m
spark.sql.catalogImplementation    in-memory
spark.sql.shuffle.partitions       2
spark.sql.codegen.wholeStage       false
spark.ui.enabled                   false
spark.ui.showConsoleProgress       false
spark.log.level                    ERROR
"""
"""Spark with as little to warm up as there is: the data are small."""


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled data, staged."""
    return stage_bundled(tmp_path_factory.mktemp("lake"))


@pytest.fixture(scope="session")
def everything(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled data, a synthetic census down to the leaves, sensors and workplaces."""
    staged = shutil.copytree(bundled, tmp_path_factory.mktemp("everything") / "staged")
    add_leaf_census(staged)
    add_sensors_and_workplaces(staged)
    return staged


@pytest.fixture(scope="session")
def on_duckdb(
    tmp_path_factory: pytest.TempPathFactory, bundled: Path, everything: Path
) -> dict[Path, Path]:
    """The warehouse that DuckDB makes of each staged folder."""
    folder = tmp_path_factory.mktemp("duckdb")
    built = {bundled: folder / "bundled" / DATABASE, everything: folder / "everything" / DATABASE}
    for staged, warehouse in built.items():
        require_built(build_warehouse(warehouse, staged))
    return built


@pytest.fixture(autouse=True)
def _quick_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of a small local Spark, and temporary files in the test's own folder."""
    settings = tmp_path / "conf"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text(_QUICK)
    monkeypatch.setenv("SPARK_CONF_DIR", str(settings))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    before = Path.cwd()
    os.chdir(tmp_path)
    yield
    os.chdir(before)
