"""Runs are recorded in SQLite, and in a real PostgreSQL by one setting: the same backfill in both."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from orchestration.instance import POSTGRES
from tests.support.dagster_home import run_python
from tests.support.postgres import postgres_server

ASSET = "backfill/kosis_census"
TOLD = """
import json, dagster as dg
key = dg.AssetKey(["backfill", "kosis_census"])
with dg.DagsterInstance.get() as instance:
    made = instance.get_latest_materialization_event(key).asset_materialization
    print(json.dumps({
        "storage": type(instance.run_storage._storage).__name__
        if hasattr(instance.run_storage, "_storage") else type(instance.run_storage).__name__,
        "runs": [run.status.value for run in instance.get_runs()],
        "partition": made.partition,
        "rows": made.metadata["dagster/partition_row_count"].value,
    }))
"""


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield ""
    else:
        with postgres_server() as url:
            yield url


def test_a_backfill_is_recorded(address: str, lake: Path) -> None:
    environment = {
        **os.environ,
        "SMARTCITY_LAKE": str(lake),
        "DAGSTER_HOME": str(lake / "dagster"),
        POSTGRES: address,
    }

    python = partial(run_python, environment)
    python("-m", "orchestration.instance")
    dagster = ("-m", "dagster", "asset", "materialize", "-m", "orchestration.definitions")
    python(*dagster, "--select", ASSET, "--partition", "2023")
    told = json.loads(python("-c", TOLD).splitlines()[-1])
    assert told["runs"] == ["SUCCESS"]
    assert told["partition"] == "2023"
    assert told["rows"] == 3302
    assert ("Postgres" in told["storage"]) == bool(address)
    assert (lake / "dagster" / "history").exists() != bool(address)
    assert address not in (lake / "dagster" / "dagster.yaml").read_text() or not address
