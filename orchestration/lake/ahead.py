"""What was read when a file arrived, kept until it is staged, so that no file is read twice.

    staged/.ahead/<name>.json                   what the staged files are made of, as in the index
    staged/.ahead/<data set>/<name>.parquet     the files, out of everybody's sight until then

What is not taken is removed at the end of the staging.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.errors import StorageError
from orchestration.lake.files import read_json, sha256_of, storage_errors, write_json

Entry = dict[str, Any]
"""What the index says of one partition: digest, rows, and the files by name with their sha256."""


class Ahead:
    """The files read ahead below the folder `staged`."""

    def __init__(self, staged: Path) -> None:
        self._staged = staged
        self.folder = staged / ".ahead"
        """Where the files are written, under the names that they will have below `staged`."""

    def keep(self, name: str, entry: Mapping[str, Any]) -> None:
        """Note that the files of `entry` are there."""
        write_json(self._note(name), entry)

    def take(self, name: str) -> Entry | None:
        """The entry of that name, its files moved into `staged`; None unless they are whole."""
        try:
            entry: Entry | None = read_json(self._note(name))
        except StorageError:
            return None
        if entry is None or not all(self._whole(*file) for file in entry["files"].items()):
            return None
        for file in entry["files"]:
            with storage_errors(self._staged / file):
                (self._staged / file).parent.mkdir(parents=True, exist_ok=True)
                os.replace(self.folder / file, self._staged / file)
        return entry

    def clear(self) -> None:
        """Remove what nobody took."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _note(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _whole(self, file: str, sha256: str) -> bool:
        path = self.folder / file
        return path.is_file() and sha256_of(path) == sha256
