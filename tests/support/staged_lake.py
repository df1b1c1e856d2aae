"""Staged Parquet for tests of the warehouse: the bundled data, and synthetic data beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.contracts.datasets import STAGED_SCHEMAS
from orchestration.contracts.declaration import load_declarations
from orchestration.ingest.collect import collect
from orchestration.ingest.staging import StagingArea
from orchestration.lake.raw_store import RawStore
from orchestration.lake.reference import ksic_parents, region_parents
from orchestration.settings import Settings
from tests.support.leaf_census import Tree, publish, random_census


def stage_bundled(lake: Path) -> Path:
    """Stage the bundled data below `lake`; returns the folder of the staged Parquet."""
    settings = Settings(_env_file=None, SMARTCITY_LAKE=lake)
    store = RawStore(settings.raw, settings.quarantine)
    area = StagingArea(settings.staged, store)
    declarations = load_declarations()
    for declaration in declarations.values():
        area.stage(declaration, collect(declaration, settings, store))
    area.finish(declarations)
    return settings.staged


def add_leaf_census(staged: Path, years: tuple[int, ...] = (2019,), seed: int = 7) -> None:
    """A synthetic survey of all provinces down to KSIC 10's five digits, as the agency would publish it."""
    random = np.random.default_rng(seed)
    tree = Tree("10", {c: p for c, p in ksic_parents("10").items() if c != "TOTAL"})
    provinces = sorted(code for code, parent in region_parents(2023).items() if parent == "00")
    for year in years:
        published = publish(random_census(random, tree, provinces), random)
        rows = published.rows("survey", year, "leaf_census")
        schema = STAGED_SCHEMAS["census_cells"]
        table = pa.Table.from_pandas(rows[schema.names], schema=schema, preserve_index=False)
        pq.write_table(table, staged / "census_cells" / f"leaf_census__{year}.parquet")


def add_sensors_and_workplaces(staged: Path, seed: int = 7) -> None:
    """A few synthetic sensors and workplaces (late rows, gaps, names without a class), a lost row."""
    random = np.random.default_rng(seed)
    _add(staged, "sdot_readings", list(_readings(random)))
    _add(staged, "nps_workplaces", list(_workplaces(random)))
    lost = {"source_id": "synthetic", "snapshot_id": "s", "raw_row": 1, "code_system": "ksic_10"}
    _add(staged, "left_out", [{**lost, "code": "99999", "reason": "not in KSIC 10"}])


def _readings(random: np.random.Generator) -> Any:
    first = datetime(2024, 1, 30)
    for row in range(600):
        at = first + timedelta(
            hours=int(random.integers(0, 72)), minutes=int(random.integers(0, 9))
        )
        sensor = int(random.integers(0, 9))
        readings = []
        for metric in ("temperature", "pm10", "wind_direction"):
            missing = random.random() < 0.1
            value = None if missing else round(float(random.normal(20, 9)), 2)
            values = dict.fromkeys(("value_min", "value_avg", "value_max"), value)
            readings.append({"metric": metric, **values})
        yield {
            "source_id": "synthetic", "snapshot_id": "s", "raw_row": row,
            "measured_at": at, "received_at": at + timedelta(minutes=int(random.integers(0, 60))),
            "sensor_id": f"V{sensor:03}", "model": "SDOT001",
            "district": ["Jongno-gu", "강남구", None][sensor % 3],
            "data_no": 1 + sensor % 2, "readings": readings,
        }  # fmt: skip


def _workplaces(random: np.random.Generator) -> Any:
    names: Mapping[str, str | None] = {"소프트웨어": "58221", "통신": "61220", "이름 없음": None}
    for month in (date(2024, 1, 1), date(2024, 2, 1)):
        for region in ("11", "26", "31"):
            for name, code in names.items():
                count = int(random.integers(1, 9))
                yield {
                    "source_id": "synthetic", "snapshot_id": "s", "raw_row": 0, "month": month,
                    "region_code": region, "industry_name": name, "ksic_revision": "10",
                    "ksic_code": code, "workplaces": count, "withdrawn": 0,
                    "insured": count * 7, "joined": count, "lost": 1,
                }  # fmt: skip


def _add(staged: Path, dataset: str, rows: list[dict[str, Any]]) -> None:
    table = pa.Table.from_pylist(rows, schema=STAGED_SCHEMAS[dataset])
    pq.write_table(table, staged / dataset / "synthetic__all.parquet")
