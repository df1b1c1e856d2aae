"""Too little disk or memory is recognised in what libraries say of it, and in nothing else."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import duckdb
import pytest

from orchestration.errors import MemoryShort, StorageError, WarehouseError
from orchestration.resource_errors import find_resource_error, resource_error_of
from orchestration.warehouse.build import NodeResult, require_built


@pytest.mark.parametrize(
    "said",
    [
        f"IO Error: Could not write file: {os.strerror(errno.ENOSPC)}",
        "Out of Memory Error: failed to offload data block of size 256.0 KiB (1.0 GiB/1.0 GiB used)."
        " This limit was set by the 'max_temp_directory_size' setting.",
        "org.apache.spark.SparkException: java.io.IOException: No space left on device",
    ],
)
def test_a_full_disk(said: str) -> None:
    found = find_resource_error(said, "dbt")
    assert isinstance(found, StorageError)
    assert "no space left" in found.what
    assert "free disk space" in found.remedy
    node = NodeResult("n", "model", "n", "error", 0.0, f"Runtime Error in model n\n  {said}", 0)
    with pytest.raises(StorageError, match="no space left"):
        require_built([node])


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        duckdb.OutOfMemoryException(
            "Out of Memory Error: could not allocate block of size 256 KiB"
        ),
        RuntimeError("can't start new thread"),
        OSError("Cannot allocate memory"),
    ],
)
def test_little_memory(error: Exception) -> None:
    found = resource_error_of(error)
    assert isinstance(found, MemoryShort)
    assert "ulimit" in found.remedy


@pytest.mark.parametrize(
    "query",
    [
        "select list(i) from range(100_000_000) as r (i)",
        "select quantile_disc(i, 0.5) from range(30_000_000) as r (i)",
    ],
)
def test_data_beyond_the_limit_of_the_settings(query: str, tmp_path: Path) -> None:
    """DuckDB refuses at its own limit, which the user raises; less memory would not help."""
    config = {"memory_limit": "60MB", "temp_directory": str(tmp_path)}
    with duckdb.connect(config=config) as connection, pytest.raises(duckdb.Error) as raised:
        connection.execute(query)
    found = resource_error_of(raised.value, "dbt build, test n")
    assert isinstance(found, MemoryShort)
    assert found.what == "the data do not fit within SMARTCITY_MEMORY_LIMIT"
    assert "SMARTCITY_MEMORY_LIMIT higher" in found.remedy
    node = NodeResult(
        "n", "test", "n", "error", 0.0, f"Runtime Error in test n\n  {raised.value}", 0
    )
    with pytest.raises(MemoryShort, match="SMARTCITY_MEMORY_LIMIT higher"):
        require_built([node])


def test_other_errors_stay_what_they_are() -> None:
    node = NodeResult("n", "test", "n", "fail", 0.0, "Got 3 results, configured to fail if != 0", 3)
    with pytest.raises(WarehouseError, match="Got 3 results"):
        require_built([node])
    assert resource_error_of(ValueError("a value is wrong")) is None
    assert resource_error_of(FileNotFoundError(errno.ENOENT, "not there")) is None
