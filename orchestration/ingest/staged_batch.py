"""The record of a staged batch: snapshots that are parsed together, and the files with their rows."""

from __future__ import annotations

from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict  # pydantic needs it instead of typing's before Python 3.12

from orchestration.storage.records import REBUILT, Kind, Name, RelativePath, Sha256


@with_config(ConfigDict(extra="forbid", strict=True))
class StagedBatch(TypedDict):
    """Snapshots that are parsed together.

    `name` is the file name without suffix, `snapshots` their ids in order, `rows` the number of rows in all
    files, and `files` the sha256 of each file by its path below `staged/`.
    """

    name: Name
    snapshots: list[Sha256]
    rows: int
    files: dict[RelativePath, Sha256]


StagedBatches = list[StagedBatch]
"""The batches of a partition: one for all its snapshots, or one per snapshot."""

STAGED_BATCH = Kind("record of a preparsed file", TypeAdapter(StagedBatch), REBUILT)
INDEX: Kind[dict[str, StagedBatches]] = Kind(
    "index of staged files", TypeAdapter(dict[Name, list[StagedBatch]]), REBUILT
)
"""The active batches by `<source_id>__<partition>`."""
