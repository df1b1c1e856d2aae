"""Cells that contradict each other end a build on Spark with the line that they end it with on DuckDB."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

pytest.importorskip("pyspark")

from orchestration.errors import CensusContradicted
from orchestration.warehouse.build import build_arguments, build_warehouse, require_built
from orchestration.warehouse.project import DATABASE
from orchestration.warehouse.spark import build_on_spark

pytestmark = pytest.mark.spark


@pytest.fixture
def contradicted(bundled: Path, tmp_path: Path) -> Path:
    """The bundled data, and a second source that counts one more everywhere in 2023."""
    staged = shutil.copytree(bundled, tmp_path / "staged")
    (published,) = (staged / "census_cells").glob("kosis_census__2023__*")
    cells = pq.read_table(published)
    changes = {
        "source_id": pa.repeat("other", len(cells)),
        "snapshot_id": pa.repeat("synthetic", len(cells)),
        "value": pc.add(cells["value"], 1),
    }
    for name, values in changes.items():
        position = cells.schema.get_field_index(name)
        cells = cells.set_column(position, cells.schema.field(name), values)
    pq.write_table(cells, staged / "census_cells" / "other__2023__x.parquet")
    return staged


def test_the_line_is_the_same(
    contradicted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    select = build_arguments(("+census_cells_agree",))
    for engine in ("build", "spark"):
        monkeypatch.setattr(f"orchestration.warehouse.{engine}.build_arguments", lambda *_: select)
    with pytest.raises(CensusContradicted) as on_duckdb:
        require_built(build_warehouse(tmp_path / "duckdb" / DATABASE, contradicted))
    with pytest.raises(CensusContradicted) as on_spark:
        require_built(build_on_spark(tmp_path / "spark" / DATABASE, contradicted))
    assert str(on_spark.value) == str(on_duckdb.value)
    assert "the first: 6246490 (other synthetic) and 6246489 (kosis_census " in str(on_spark.value)
