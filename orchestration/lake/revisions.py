"""The values that a source changed: one Parquet file a change of a period, beside its raw snapshots."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.contracts.datasets import REVISIONS
from orchestration.foreign_text import first_line
from orchestration.storage.records import REPAIR, RecordDamaged


def read_revisions(path: Path) -> pa.Table:
    """The rows of one file, with the schema REVISIONS; raises `RecordDamaged`."""
    try:
        return pq.read_table(path, schema=REVISIONS)
    except (pa.ArrowException, OSError) as error:
        why = first_line(error)
        raise RecordDamaged(
            f"the record of changed values is damaged: {why}", where=str(path), remedy=REPAIR
        ) from None
