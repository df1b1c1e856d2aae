"""Count the rows and bytes of the staged data sets, from the footers of their Parquet files."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from orchestration.storage.files import storage_errors


def staged_sizes(staged: Path) -> dict[str, tuple[int, int]]:
    """Rows and bytes of each data set in the folder `staged`."""
    found: dict[str, tuple[int, int]] = {}
    for path in sorted(staged.glob("*/*.parquet")):
        with storage_errors(path):
            rows, size = found.get(path.parent.name, (0, 0))
            counted = pq.read_metadata(path).num_rows
            found[path.parent.name] = (rows + counted, size + path.stat().st_size)
    return found
