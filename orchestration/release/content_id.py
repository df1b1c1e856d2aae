"""The id of a release: a hash of its data files, so that equal content has the same id."""

from __future__ import annotations

from pathlib import Path

from orchestration.release.hash_cache import file_hash
from orchestration.storage.files import tree_digest

CONTENT = ("parquet/*.parquet", "csv/*.csv", "datapackage.json")
"""The files whose bytes depend only on the inputs and the code."""


def content_id(folder: Path) -> str:
    """`r-` and twelve hex digits: the SHA-256 over the names and bytes of the `CONTENT` files."""
    return f"r-{tree_digest(folder, CONTENT, file_hash)[:12]}"
