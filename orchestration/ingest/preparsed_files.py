"""Preparsed files: a dropped file is parsed when it is received, and staging uses the result.

    staged/.preparsed/<name>.json                 the record of the batch, as in the index of staged files
    staged/.preparsed/<data set>/<name>.parquet   its files, in a hidden folder that dbt does not read

Files that are not claimed are removed at the end of staging.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from orchestration.ingest.staged_batch import STAGED_BATCH, StagedBatch
from orchestration.storage.files import sha256_of, storage_errors, write_json


class PreparsedFiles:
    """The preparsed files below the folder `staged`."""

    def __init__(self, staged: Path) -> None:
        self._staged = staged
        self.folder = staged / ".preparsed"
        """Where the files are written, under the names that they will have below `staged`."""

    def add(self, batch: StagedBatch) -> None:
        """Record a batch whose files are in `folder`."""
        write_json(self._record_path(batch["name"]), batch)

    def claim(self, name: str) -> StagedBatch | None:
        """Move the files of the batch with that name to `staged` and return it.

        Returns None where there is no such batch or one of its files is missing or damaged.
        """
        batch = STAGED_BATCH.read_if_valid(self._record_path(name))
        if batch is None or not all(self._is_intact(*file) for file in batch["files"].items()):
            return None
        for file in batch["files"]:
            with storage_errors(self._staged / file):
                (self._staged / file).parent.mkdir(parents=True, exist_ok=True)
                os.replace(self.folder / file, self._staged / file)
        return batch

    def clear(self) -> None:
        """Remove all files that were not claimed."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _record_path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _is_intact(self, file: str, sha256: str) -> bool:
        path = self.folder / file
        return path.is_file() and sha256_of(path) == sha256
