"""Values that a source revised: one Parquet file per revised period, beside the raw snapshots.

raw/<source_id>/revisions/<partition>__<old>__<new>.parquet    schema REVISIONS
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.contracts.datasets import REVISIONS
from orchestration.foreign_text import first_line
from orchestration.lake.raw_store import RawStore
from orchestration.storage.records import REPAIR, RecordDamaged


def revisions_folder(store: RawStore, source_id: str) -> Path:
    """The folder with the revisions of a source."""
    return store.source_folder(source_id) / "revisions"


def read_revisions(path: Path) -> pa.Table:
    """The rows of one file, with the schema REVISIONS. Raises `RecordDamaged`."""
    try:
        return pq.read_table(path, schema=REVISIONS)
    except (pa.ArrowException, OSError) as error:
        why = first_line(error)
        raise RecordDamaged(
            f"the file of revised values is damaged: {why}", where=str(path), remedy=REPAIR
        ) from None
