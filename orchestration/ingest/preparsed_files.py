"""What was read when a file arrived, kept until it is staged, so that no file is read twice.

    staged/.preparsed/<name>.json                   what the staged files are made of, as in the index
    staged/.preparsed/<data set>/<name>.parquet     the files, out of everybody's sight until then

What is not taken is removed at the end of the staging.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from orchestration.storage.files import sha256_of, storage_errors, write_json
from orchestration.storage.records import STAGED_BATCH, StagedBatch


class PreparsedFiles:
    """The files read ahead below the folder `staged`."""

    def __init__(self, staged: Path) -> None:
        self._staged = staged
        self.folder = staged / ".preparsed"
        """Where the files are written, under the names that they will have below `staged`."""

    def keep(self, batch: StagedBatch) -> None:
        """Note that the files of `batch` are there."""
        write_json(self._note(batch["name"]), batch)

    def take(self, name: str) -> StagedBatch | None:
        """The batch of that name, its files moved into `staged`; None unless they are whole."""
        batch = STAGED_BATCH.read_if_whole(self._note(name))
        if batch is None or not all(self._whole(*file) for file in batch["files"].items()):
            return None
        for file in batch["files"]:
            with storage_errors(self._staged / file):
                (self._staged / file).parent.mkdir(parents=True, exist_ok=True)
                os.replace(self.folder / file, self._staged / file)
        return batch

    def clear(self) -> None:
        """Remove what nobody took."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _note(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _whole(self, file: str, sha256: str) -> bool:
        path = self.folder / file
        return path.is_file() and sha256_of(path) == sha256
